/** `report --against`: what changed between another capture, or a lock, and the captures of the report. */
import type { Lock } from "../findings/baseline/lock.ts";
import { compareSides } from "../findings/diff/compare.ts";
import type { Policy } from "../findings/policy/policy.ts";
import { buildDiffReport, type DiffReport } from "../report/diff/diff-report.ts";
import type { Survey } from "../report/survey.ts";
import type { UserServiceNames } from "../services/registry.ts";
import { capturesInOrder } from "./captures-in-order.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { isLockFile, readLockFile } from "./read-lock.ts";
import {
  type ReadSide,
  readLockSide,
  readTrafficSide,
  refuseStandardInputTwice,
  selected,
} from "./read-side.ts";
import { type Zones, zonesOf } from "./read-zones.ts";
import { selectionOf } from "./selection-options.ts";
import { UsageError } from "./usage-error.ts";

export interface CompareOptions extends ReadOptions {
  /** The policy by whose zones servers are called. */
  readonly zoned: Policy | null;
  readonly serviceNames: UserServiceNames | undefined;
}

/**
 * Reads what was before. It is read before the captures are, of which so much is kept that both would not fit. Answers
 * with what compares them.
 */
export async function readEarlier(
  path: string,
  captures: readonly string[],
  options: CompareOptions,
): Promise<(found: Survey) => DiffReport> {
  if (path === "") throw new UsageError("--against: name a capture or a ports.lock");
  refuseStandardInputTwice(path, captures);
  const zones = await zonesOf(options.zoned);
  const before = isLockFile(path)
    ? await lockSide(path, options, zones)
    : await captureSide(path, options, zones);
  return (found) => {
    const after = readTrafficSide(found, { entries: before.entries, zoning: zones.zoning });
    return buildDiffReport(compareSides(before.side, after.side), before.read, after.read, "none");
  };
}

interface Before extends ReadSide {
  /** Of a lock: the names that it has for servers. */
  readonly entries?: Lock["entries"];
}

async function lockSide(path: string, options: CompareOptions, { names }: Zones): Promise<Before> {
  const whole = await readLockFile(path, { option: "--against", zones: names });
  const lock = selected(whole, selectionOf(options, options.serviceNames));
  return { ...readLockSide(lock), entries: lock.entries };
}

async function captureSide(path: string, options: CompareOptions, { zoning }: Zones): Promise<Before> {
  const found = await readCaptures(await capturesInOrder([path]), options, {
    serviceNames: options.serviceNames,
    seeksFindings: false,
  });
  return readTrafficSide(found, { zoning });
}
