/**
 * Files that are there whole or not at all: written under another name in the same folder, then renamed.
 */

import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

let written = 0;

/**
 * Writes the pieces to `path`. A reader sees the old file or the new one, never a part; a failure leaves the old
 * one and no other. A symbolic link in the file's place is replaced, not followed.
 */
export async function writeFileAtomically(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  written += 1;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${written}.partial`);
  // "wx": a file of that name, or a link somebody placed there, is an error and not a target.
  const file = await open(temporary, "wx");
  try {
    try {
      for await (const piece of pieces) await file.appendFile(piece);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
