/** Opens what a path names: a regular file, or a named pipe, which is read as it comes. */
import { constants, readSync, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { ByteSource } from "./byte-source.ts";
import { UnreadableCapture } from "./unreadable-capture.ts";

/**
 * Reads of a regular file are made at once: waiting for each of them took a fifth of the time of a large capture,
 * and waiting for one in sixteen of 1 MiB a twentieth (measured with a warm page cache). After so many of them, timers and
 * signals get their turn. A pipe may never have anything to read, so it is always waited for.
 */
const READS_A_TURN = 64;

/** Rejects with `UnreadableCapture` where the path names nothing that can be read. */
export async function fileSource(path: string): Promise<ByteSource> {
  let handle: FileHandle;
  let status: Stats;
  try {
    status = await stat(path);
    refuseNonFiles(path, status);
    handle = await open(path, constants.O_RDONLY);
  } catch (error) {
    throw error instanceof UnreadableCapture ? error : unopened(path, error);
  }
  return status.isFile() ? regularFile(handle, status.size) : namedPipe(handle);
}

function regularFile(handle: FileHandle, size: number): ByteSource {
  const { fd } = handle;
  let consumed = 0;
  let reads = 0;
  let position = 0;
  const readOn = (into: Uint8Array, at: number) => {
    const length = readSync(fd, into, at, into.length - at, position);
    reads++;
    position += length;
    consumed += length;
    return length;
  };
  const isTurn = () => reads % READS_A_TURN === READS_A_TURN - 1;
  return {
    async read(into, at) {
      if (isTurn()) await new Promise(setImmediate);
      return readOn(into, at);
    },
    readNow: (into, at) => (isTurn() ? -1 : readOn(into, at)),
    get bytesConsumed() {
      return consumed;
    },
    size,
    damage: null,
    seek: (offset) => {
      position = offset;
    },
    close: () => handle.close(),
  };
}

function namedPipe(handle: FileHandle): ByteSource {
  let consumed = 0;
  return {
    async read(into, at) {
      const { bytesRead } = await handle.read(into, at, into.length - at, null);
      consumed += bytesRead;
      return bytesRead;
    },
    get bytesConsumed() {
      return consumed;
    },
    size: null,
    damage: null,
    close: () => handle.close(),
  };
}

function refuseNonFiles(path: string, status: Stats): void {
  if (status.isFile() || status.isFIFO()) return;
  if (status.isDirectory()) {
    throw new UnreadableCapture("is-a-folder", path, "this is a folder; name the capture files in it");
  }
  const kind = status.isSocket() ? "a socket" : "a device";
  throw new UnreadableCapture("is-a-device", path, `this is ${kind}, not a file; capture into a file first`);
}

/** The error of the operating system in words. */
export function unopened(path: string, error: unknown): UnreadableCapture {
  switch (systemErrorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new UnreadableCapture("not-found", path, "no such file or folder; check the path");
    case "EACCES":
    case "EPERM":
      return new UnreadableCapture(
        "permission-denied",
        path,
        "no permission to read this; check its owner and mode",
      );
    case "ELOOP":
      return new UnreadableCapture(
        "not-found",
        path,
        "this symbolic link leads back to itself; name the file itself",
      );
    default:
      return new UnreadableCapture("read-failed", path, `this cannot be read (${errorText(error)})`);
  }
}

function systemErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function errorText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ");
}
