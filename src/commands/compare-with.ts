/** `report --against`: what changed between another capture, or a lock, and the captures of the report. */
import { compareSides } from "../findings/diff/compare.ts";
import { type Side, sideOfLock, sideOfTraffic } from "../findings/diff/side.ts";
import { buildDiffReport, type DiffReport, type SideRead } from "../report/diff/diff-report.ts";
import type { Survey } from "../report/survey.ts";
import { capturesInOrder } from "./captures-in-order.ts";
import { selected } from "./diff.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { isLockFile, readLockFile } from "./read-lock.ts";
import { selectionOf } from "./selection-options.ts";
import { readServiceNames } from "./service-names.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads what was before. It is read before the captures are, of which so much is kept that both would not fit. Answers
 * with what compares them.
 */
export async function readEarlier(
  path: string,
  captures: readonly string[],
  options: ReadOptions,
): Promise<(found: Survey) => DiffReport> {
  if (path === "") throw new UsageError("--against: name a capture or a ports.lock");
  if (path === "-" && captures.includes("-")) {
    throw new UsageError("standard input is named twice, and can be read only once; name a file");
  }
  const before = isLockFile(path) ? await lockSide(path, options) : await captureSide(path, options);
  return (found) => {
    const after = sideOfTraffic(found, { entries: before.entries });
    const read = { captures: found.captures, omittedClients: after.omittedClients };
    return buildDiffReport(compareSides(before.side, after), before.read, read, "none");
  };
}

interface Before {
  readonly side: Side;
  readonly read: SideRead;
  /** Of a lock: the names that it has for servers. */
  readonly entries?: Parameters<typeof sideOfLock>[0]["entries"];
}

async function lockSide(path: string, options: ReadOptions): Promise<Before> {
  const whole = await readLockFile(path, { option: "--against", zones: new Set() });
  const serviceNames = await readServiceNames(options.services);
  const lock = selected(whole, selectionOf(options, serviceNames));
  return { side: sideOfLock(lock), read: { lock: path }, entries: lock.entries };
}

async function captureSide(path: string, options: ReadOptions): Promise<Before> {
  const traffic = await readCaptures(await capturesInOrder([path]), options, { seeksFindings: false });
  const side = sideOfTraffic(traffic);
  return { side, read: { captures: traffic.captures, omittedClients: side.omittedClients } };
}
