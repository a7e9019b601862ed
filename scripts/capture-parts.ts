/**
 * Which captures of a corpus figures may be trained on, and which they are judged on. Captures of one folder resemble
 * each other, so a folder goes to one part as a whole; but of a folder with many captures each goes where its own name
 * says, else one folder would decide what a part is.
 */
import { posix } from "node:path";

export type Part = "training" | "judged";

/** A folder with more captures than this directly in it is shared out by the names of the files. */
const MANY_SIBLINGS = 100;

/**
 * The part that a capture belongs to. `path` is relative to the folder that was given, with slashes; `siblings` is
 * the number of captures directly in the same folder.
 */
export function partOf(path: string, siblings: number): Part {
  const named = siblings > MANY_SIBLINGS ? posix.basename(path) : posix.dirname(path);
  return (fnv1a(named) & 1) === 1 ? "judged" : "training";
}

/** The 32-bit FNV-1a hash of the text's UTF-8 bytes (draft-eastlake-fnv, section 2). */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
