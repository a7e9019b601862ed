/** `portolan diff`: what changed between two captures, or a capture and a lock. */
import type { Lock } from "../findings/baseline/lock.ts";
import { compareSides } from "../findings/diff/compare.ts";
import { type Side, sideOfLock, sideOfTraffic } from "../findings/diff/side.ts";
import { buildDiffReport, type DiffReport, type SideRead } from "../report/diff/diff-report.ts";
import type { FailOn } from "../report/findings/check-report.ts";
import type { UserServiceNames } from "../services/registry.ts";
import type { FlowSelection } from "../services/select-flows.ts";
import { protocolOf } from "../services/transports.ts";
import { capturesInOrder } from "./captures-in-order.ts";
import type { DiffFormat } from "./diff-formats.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { isLockFile, readLockFile } from "./read-lock.ts";
import { readZones, type Zones } from "./read-zones.ts";
import { selectionOf } from "./selection-options.ts";
import { readServiceNames } from "./service-names.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";

export interface DiffCommandOptions extends ReadOptions {
  readonly format: DiffFormat;
  readonly failOn: FailOn;
  readonly top?: number;
  readonly keepAddresses?: boolean;
  readonly policy?: string;
}

/** What both sides are read with. */
interface Reading {
  readonly options: DiffCommandOptions;
  readonly serviceNames: UserServiceNames | undefined;
  readonly zones: Zones;
}

/** What was read of a side, and what it knows. */
interface ReadSide {
  readonly side: Side;
  readonly read: SideRead;
}

/** Exit codes: 1 where a difference is severe enough, damaged input or not; else 3 where input was damaged; else 0. */
export async function runDiff(before: string, after: string, options: DiffCommandOptions): Promise<void> {
  if (before === "-" && after === "-") {
    throw new UsageError("standard input is named twice, and can be read only once; name a file");
  }
  const serviceNames = await readServiceNames(options.services);
  const reading = { options, serviceNames, zones: await readZones(options.policy, serviceNames) };
  const locks = await readLocks([before, after], reading);
  const old = await readSide(before, locks[0], locks[1], reading);
  const now = await readSide(after, locks[1], locks[0], reading);
  const found = compareSides(old.side, now.side);
  const report = buildDiffReport(found, old.read, now.read, options.failOn);
  await print([await render(report, options)]);
  process.exitCode = report.exit.code;
}

/** Locks come first: they are soon read, and may be wrong. Zones of two locks are names alike, whoever has them. */
async function readLocks(
  paths: readonly [string, string],
  { options, serviceNames, zones: known }: Reading,
): Promise<(Lock | null)[]> {
  const areLocks = paths.map(isLockFile);
  const selection = selectionOf(options, serviceNames);
  const zones = areLocks.includes(false) ? known.names : undefined;
  const locks: (Lock | null)[] = [];
  for (const [i, path] of paths.entries()) {
    locks.push(areLocks[i] ? selected(await readLockFile(path, { option: path, zones }), selection) : null);
  }
  return locks;
}

/** What was not chosen of a capture is not to be missed there. Who asked, and when, no lock knows. */
export function selected(lock: Lock, selection: FlowSelection | undefined): Lock {
  const { ports = [], protocols = [] } = selection ?? {};
  const entries = lock.entries.filter(({ transport, first, last }) => {
    const protocol = protocolOf(transport);
    if (protocols.length > 0 && !protocols.includes(protocol)) return false;
    const isOf = ({ from, to, protocol: only = protocol }: (typeof ports)[number]) =>
      from <= last && first <= to && only === protocol;
    return ports.length === 0 || ports.some(isOf);
  });
  return { ...lock, entries };
}

/** `other`: the lock on the other side, whose names are those of this side then. */
async function readSide(
  path: string,
  lock: Lock | null,
  other: Lock | null,
  { options, serviceNames, zones: { zoning } }: Reading,
): Promise<ReadSide> {
  if (lock !== null) return { side: sideOfLock(lock), read: { lock: path } };
  const traffic = await readCaptures(await capturesInOrder([path]), options, {
    serviceNames,
    seeksFindings: false,
  });
  const { keepAddresses } = options;
  const side = sideOfTraffic(traffic, { keepAddresses, zoning, entries: other?.entries });
  return { side, read: { captures: traffic.captures, omittedClients: side.omittedClients } };
}

/** Each form is loaded when it is asked for. */
async function render(report: DiffReport, { format, top }: DiffCommandOptions): Promise<string> {
  switch (format) {
    case "json": {
      const { renderDiffJson } = await import("../report/diff/json.ts");
      return renderDiffJson(report);
    }
    case "markdown": {
      const { renderDiffMarkdown } = await import("../report/diff/markdown.ts");
      return renderDiffMarkdown(report);
    }
    case "text":
      return renderText(report, top);
  }
}

async function renderText(report: DiffReport, top: number | undefined): Promise<string> {
  const { DEFAULT_TOP, renderDiffText } = await import("../report/diff/text.ts");
  const settings = terminalSettings(process.stdout, process.env);
  const text = renderDiffText(report, { ...settings, top: top ?? DEFAULT_TOP });
  if (settings.unicode) return text;
  const { asciiTable } = await import("./ascii-table.ts");
  return asciiTable(text);
}
