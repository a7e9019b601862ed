/** A file that a user names in an option: text that somebody wrote, of sane size. */
import { open } from "node:fs/promises";
import { fileReason } from "./file-reason.ts";
import { UsageError } from "./usage-error.ts";

/** Service names for each port of all transports take less. */
const LARGEST_FILE = 16 * 2 ** 20;

/** Bytes that are read at once. */
const PIECE = 1 << 16;

/** Mistakes that are shown; more are counted, as where the file is something else altogether. */
const SHOWN_MISTAKES = 20;

/** `what` is the kind of file that is asked for. Throws `UsageError` where it cannot be read, or is too large for one. */
export async function readUserFile(path: string, option: string, what: string): Promise<Buffer> {
  try {
    const bytes = await readAtMost(path, LARGEST_FILE);
    if (bytes !== null) return bytes;
  } catch (error) {
    throw new UsageError(`${option}: cannot read ${shown(path)}: ${fileReason(error)}; name ${what}`);
  }
  throw new UsageError(`${option}: ${shown(path)} is too large; name ${what}`);
}

/** Null where there is more, whatever the file says of its size: it may be a pipe. */
async function readAtMost(path: string, most: number): Promise<Buffer | null> {
  const file = await open(path);
  try {
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(PIECE) });
      if (bytesRead === 0) return Buffer.concat(pieces);
      length += bytesRead;
      if (length > most) return null;
      pieces.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** The first of the mistakes of a file, and how many more there are; the question is whether it is the right file. */
export function firstMistakes(path: string, mistakes: readonly string[], question: string): string[] {
  const more = mistakes.length - SHOWN_MISTAKES;
  const rest = more > 0 ? [`${path}: ${more} more mistakes; ${question}`] : [];
  return [...mistakes.slice(0, SHOWN_MISTAKES), ...rest];
}

const shown = (path: string): string => (path === "" ? "a file without a name" : path);
