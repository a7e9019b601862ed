/** Turns what a user names into a list of captures: files as they are, folders as the captures in them. */
import type { Dirent, Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { unopened } from "./file-source.ts";
import { holdsCapture, STANDARD_INPUT } from "./open-capture.ts";
import { UnreadableCapture } from "./unreadable-capture.ts";

export interface ListOptions {
  /** Called for each file in a folder that is left out, with the reason. */
  readonly skipped?: (path: string, reason: string) => void;
}

/**
 * The captures that `paths` name, in that order. A folder stands for the captures in it and in its folders,
 * told by content, sorted by name with numbers by value (`x2` before `x10`, as rotated captures are written);
 * a file that is reached twice there is taken once. Rejects with `UnreadableCapture` for a folder that cannot
 * be listed or holds no capture, and where standard input is named twice. Named files are not looked at.
 */
export async function listCaptures(paths: readonly string[], options: ListOptions = {}): Promise<string[]> {
  const captures: string[] = [];
  const listing: Listing = { seen: new Set(), repeated: false, skipped: options.skipped ?? (() => {}) };
  for (const path of paths) {
    if (path === STANDARD_INPUT) {
      if (captures.includes(path)) {
        throw new UnreadableCapture("standard-input-twice", path, "named twice; it can be read only once");
      }
      captures.push(path);
      continue;
    }
    const status = await statusOf(path);
    if (status === null || !status.isDirectory()) {
      if (status !== null) listing.seen.add(identity(status));
      captures.push(path);
      continue;
    }
    const before = captures.length;
    listing.repeated = false;
    for await (const capture of capturesIn(path, status, listing)) captures.push(capture);
    if (captures.length === before && !listing.repeated) {
      const reason = "no pcap or pcapng capture in this folder; name a capture file";
      throw new UnreadableCapture("no-captures-in-folder", path, reason);
    }
  }
  return captures;
}

interface Listing {
  /** Identities of the files and folders that were met. */
  readonly seen: Set<string>;
  /** Whether something was left out of the present folder because it was met before. */
  repeated: boolean;
  readonly skipped: (path: string, reason: string) => void;
}

async function* capturesIn(folder: string, folderStatus: Stats, listing: Listing): AsyncGenerator<string> {
  if (isRepeated(folderStatus, listing)) {
    listing.skipped(folder, "a folder that was listed already");
    return;
  }
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    const status = await statusOf(path);
    if (status === null) listing.skipped(path, "a link that leads nowhere");
    else if (status.isDirectory()) yield* capturesIn(path, status, listing);
    else if (!status.isFile()) listing.skipped(path, "no regular file");
    else if (isRepeated(status, listing)) listing.skipped(path, "a file that was listed already");
    else if (await mayHoldCapture(path)) yield path;
    else listing.skipped(path, "no capture");
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // Made late: the first use of Intl costs a start 6 ms, and most captures are named one by one.
    const byName = new Intl.Collator("en", { numeric: true });
    return entries.sort((a, b) => byName.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw unopened(folder, error);
  }
}

/** A file that cannot be opened is listed too: whoever opens it then says why, and nothing is lost in silence. */
async function mayHoldCapture(path: string): Promise<boolean> {
  try {
    return await holdsCapture(path);
  } catch (error) {
    if (!(error instanceof UnreadableCapture)) throw error;
    return error.code === "permission-denied" || error.code === "read-failed";
  }
}

/** Null where the path names nothing, or cannot be looked at: opening it then tells why. */
async function statusOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}

function isRepeated(status: Stats, listing: Listing): boolean {
  const key = identity(status);
  if (listing.seen.has(key)) {
    listing.repeated = true;
    return true;
  }
  listing.seen.add(key);
  return false;
}

function identity(status: Stats): string {
  return `${status.dev}:${status.ino}`;
}
