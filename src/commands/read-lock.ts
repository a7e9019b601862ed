/** Locks that a user names: read whole, or told what is wrong with them, with every line. */
import { closeSync, openSync, readSync } from "node:fs";
import { type Lock, zonesNamed } from "../findings/baseline/lock.ts";
import { looksLikeLock, readLock } from "../findings/baseline/read-lock.ts";
import { firstMistakes, readUserFile } from "./read-user-file.ts";
import { isRegularFile } from "./regular-file.ts";
import { UsageError } from "./usage-error.ts";

/** Enough to see what a file is. */
const BEGINNING = 4096;

export interface ReadLockOptions {
  /** The option, or the word, by which the user named it. */
  readonly option: string;
  /** Names of the policy's zones; servers of other zones cannot be found. Undefined: nobody has to find them. */
  readonly zones?: ReadonlySet<string> | undefined;
}

/** Throws `UsageError` with every mistake in the file at its line. */
export async function readLockFile(path: string, { option, zones }: ReadLockOptions): Promise<Lock> {
  return lockOf(await readUserFile(path, option, "a file that portolan baseline has written"), path, zones);
}

/** `zones` as in `ReadLockOptions`. Throws `UsageError` with every mistake in the bytes at its line. */
export function lockOf(bytes: Uint8Array, path: string, zones?: ReadonlySet<string>): Lock {
  const { lock, problems } = readLock(bytes, path);
  if (lock === null || problems.length > 0) {
    throw new UsageError(...firstMistakes(path, problems, "is this a lock?"));
  }
  const unknown = zones === undefined ? [] : zonesNamed(lock.entries).filter((name) => !zones.has(name));
  if (unknown.length === 0) return lock;
  throw new UsageError(...firstMistakes(path, unknownZones(lock, unknown), "is this the policy's lock?"));
}

function unknownZones({ path, entries }: Lock, names: readonly string[]): string[] {
  return names.map((name) => {
    const line = entries.find(({ server }) => server === name)?.line ?? 1;
    return `${path}:${line}: ${name} is a zone; name the policy that has it: --policy ports.yaml`;
  });
}

/** Whether the path is that of a lock, be it right or wrong, as its first bytes tell. */
export function isLockFile(path: string): boolean {
  if (!isRegularFile(path)) return false;
  const bytes = Buffer.alloc(BEGINNING);
  const file = openSync(path, "r");
  try {
    return areOfLock(bytes.subarray(0, readSync(file, bytes, 0, BEGINNING, 0)));
  } finally {
    closeSync(file);
  }
}

/** As `isLockFile`, of a file's bytes. */
export function areOfLock(bytes: Uint8Array): boolean {
  return looksLikeLock(Buffer.from(bytes.subarray(0, BEGINNING)).toString("utf8"));
}
