/** `portolan baseline`: writes the services that were seen into a lock, or adds what is new to one. */
import { statSync } from "node:fs";
import type { AttemptsInVain } from "../findings/baseline/attempts.ts";
import type { Lock, LockEntry } from "../findings/baseline/lock.ts";
import { type SeenService, seeServices } from "../findings/baseline/seen-services.ts";
import { type LockUpdate, lockLine, renderLock, updateLock } from "../findings/baseline/write-lock.ts";
import { escapeText } from "../report/escape.ts";
import { formatCount, formatNumberOf } from "../report/units.ts";
import { capturesInOrder } from "./captures-in-order.ts";
import { firstLines } from "./first-lines.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { readLockFile } from "./read-lock.ts";
import { readZones } from "./read-zones.ts";
import { readServiceNames } from "./service-names.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface BaselineCommandOptions extends ReadOptions {
  /** Undefined, or `-`: standard output. */
  readonly out?: string;
  readonly update?: boolean;
  readonly force?: boolean;
  readonly keepAddresses?: boolean;
  readonly policy?: string;
}

/** Lines that say what an update brought; more are counted. */
const SHOWN_CHANGES = 50;

export async function runBaseline(
  captures: readonly string[],
  options: BaselineCommandOptions,
): Promise<void> {
  const { keepAddresses } = options;
  const out = fileOf(options);
  const serviceNames = await readServiceNames(options.services);
  const { zoning, names } = await readZones(options.policy, serviceNames);
  const lock = await lockToUpdate(out, options, names);
  const traffic = await readCaptures(await capturesInOrder(captures), options, {
    serviceNames,
    seeksFindings: false,
  });
  const { services, attempts } = seeServices(traffic, { keepAddresses, zoning, entries: lock?.entries });
  tellLeftOut(attempts);
  if (out === null) await print([renderLock(services)]);
  else if (lock === null) {
    await writeOutput(out, [renderLock(services)]);
    await print([`${escapeText(out)}: ${formatNumberOf(services.length, "service")}\n`]);
  } else await update(out, lock, services);
}

/** A scan tells of who scans, not of services. */
function tellLeftOut({ many, omitted }: AttemptsInVain): void {
  if (many.length === 0) return;
  const [{ client, sockets }] = many;
  const others = many.length - 1 + omitted;
  const who = others > 0 ? `${client} and ${formatNumberOf(others, "more client")}` : client;
  const what = `asked for many services in vain (${client} for ${formatCount(sockets)})`;
  tell("warning", `${who} ${what}; these are left out`);
}

function fileOf({ out, update: isUpdate }: BaselineCommandOptions): string | null {
  if (out === "") throw new UsageError("--out: name a file, such as ports.lock");
  if (out !== undefined && out !== "-") return out;
  if (isUpdate) throw new UsageError("--update: name the lock that is to be updated: --out ports.lock");
  return null;
}

/** Null where there is none to update. Before anything is read, since reading may take long. */
async function lockToUpdate(
  out: string | null,
  { update: isUpdate, force }: BaselineCommandOptions,
  zones: ReadonlySet<string>,
): Promise<Lock | null> {
  const there = out === null ? undefined : statSync(out, { throwIfNoEntry: false });
  if (out === null || there === undefined) return null;
  if (there.isDirectory()) throw new UsageError(`--out: ${out} is a folder; name a file in it`);
  if (isUpdate) return readLockFile(out, { option: "--out", zones });
  if (force) return null;
  throw new UsageError(
    `--out: ${out} is there already; --update adds what is new to it, --force writes it anew`,
  );
}

async function update(out: string, lock: Lock, services: readonly SeenService[]): Promise<void> {
  const updated = updateLock(lock, services);
  const { added, changed, text } = updated;
  const isNew = added.length + changed.length > 0;
  if (isNew) await writeOutput(out, [text]);
  const changes = changed.length > 0 ? `, ${formatNumberOf(changed.length, "entry", "entries")} changed` : "";
  const summary = isNew ? `${formatNumberOf(added.length, "service")} added${changes}` : "nothing new";
  await print([`${escapeText(out)}: ${summary}\n`, ...changeLines(updated)]);
}

function changeLines({ added, changed }: LockUpdate): string[] {
  const lines = [
    ...added.map((service) => `  + ${lockLine(service)}`),
    ...changed.map(({ before, after }) => `  ~ ${lockLine(after)}  # ${newsOf(before, after)}`),
  ];
  const shown = firstLines(lines.map(escapeText), SHOWN_CHANGES, (more) => `  and ${formatCount(more)} more`);
  return shown.map((line) => `${line}\n`);
}

/** `also http`, `answered now`. */
function newsOf(before: LockEntry, after: LockUpdate["added"][number]): string {
  const also = after.protocols.filter((protocol) => !before.protocols.includes(protocol));
  return [
    ...(also.length > 0 ? [`also ${also.join(", ")}`] : []),
    ...(after.answered && !before.answered ? ["answered now"] : []),
  ].join("; ");
}
