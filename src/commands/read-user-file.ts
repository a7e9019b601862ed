/** A file that a user names in an option: text that somebody wrote, of sane size. */
import { createReadStream } from "node:fs";
import { fileReason } from "./file-reason.ts";
import { firstLines } from "./first-lines.ts";
import { UsageError } from "./usage-error.ts";

/** Service names for each port of all transports take less. */
const LARGEST_FILE = 16 * 2 ** 20;

/** Mistakes that are shown; more are counted, as where the file is something else altogether. */
const SHOWN_MISTAKES = 20;

/** `what` is the kind of file that is asked for. Throws `UsageError` where it cannot be read, or is too large for one. */
export async function readUserFile(path: string, option: string, what: string): Promise<Buffer> {
  try {
    const bytes = await readAtMost(createReadStream(path), LARGEST_FILE);
    if (bytes !== null) return bytes;
  } catch (error) {
    throw new UsageError(`${option}: cannot read ${nameOfFile(path)}: ${fileReason(error)}; name ${what}`);
  }
  throw new UsageError(`${option}: ${nameOfFile(path)} is too large; name ${what}`);
}

/** Null where there is more, whatever a file says of its size: it may be a pipe. */
export async function readAtMost(source: AsyncIterable<Buffer>, most: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Streams read ahead of what is asked of them, but no further than a piece or two.
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.length;
    if (length > most) return null;
  }
  return Buffer.concat(pieces);
}

/** The first of the mistakes of a file, and how many more there are; the question is whether it is the right file. */
export function firstMistakes(
  path: string,
  mistakes: readonly string[],
  question: string,
): readonly string[] {
  return firstLines(mistakes, SHOWN_MISTAKES, (more) => `${path}: ${more} more mistakes; ${question}`);
}

/** The path, where there is one. */
export const nameOfFile = (path: string): string => (path === "" ? "a file without a name" : path);
