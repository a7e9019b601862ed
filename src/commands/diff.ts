/** `portolan diff`: what changed between two captures, or a capture and a lock. */
import type { Lock } from "../findings/baseline/lock.ts";
import { compareSides } from "../findings/diff/compare.ts";
import { buildDiffReport, type DiffReport } from "../report/diff/diff-report.ts";
import type { FailOn } from "../report/findings/check-report.ts";
import type { UserServiceNames } from "../services/registry.ts";
import { capturesInOrder } from "./captures-in-order.ts";
import type { DiffFormat } from "./diff-formats.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { isLockFile, readLockFile } from "./read-lock.ts";
import {
  type ReadSide,
  readLockSide,
  readTrafficSide,
  refuseStandardInputTwice,
  selected,
} from "./read-side.ts";
import { readZones, type Zones } from "./read-zones.ts";
import { selectionOf } from "./selection-options.ts";
import { readServiceNames } from "./service-names.ts";
import { inLocale, terminalSettings } from "./terminal-settings.ts";

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

/** Exit codes: 1 where a difference is severe enough, damaged input or not; else 3 where input was damaged; else 0. */
export async function runDiff(before: string, after: string, options: DiffCommandOptions): Promise<void> {
  refuseStandardInputTwice(before, [after]);
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

/** `other`: the lock on the other side, whose names are those of this side then. */
async function readSide(
  path: string,
  lock: Lock | null,
  other: Lock | null,
  { options, serviceNames, zones: { zoning } }: Reading,
): Promise<ReadSide> {
  if (lock !== null) return readLockSide(lock);
  const found = await readCaptures(await capturesInOrder([path]), options, {
    serviceNames,
    seeksFindings: false,
  });
  return readTrafficSide(found, { keepAddresses: options.keepAddresses, zoning, entries: other?.entries });
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
  return inLocale(renderDiffText(report, { ...settings, top: top ?? DEFAULT_TOP }), settings);
}
