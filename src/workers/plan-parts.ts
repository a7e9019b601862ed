/** Cuts the captures of a run into parts of about the same size, one for each thread. */
import type { PartOfCapture } from "./count-part.ts";

export interface CaptureFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * At most `threads` parts of about `leastBytes` or more, in the order of the files. A part ends inside a file only
 * where `isCuttable` says that records can be found from anywhere in it, else at an end of the file.
 */
export function planParts(
  files: readonly CaptureFile[],
  threads: number,
  leastBytes: number,
  isCuttable: (path: string) => boolean,
): PartOfCapture[][] {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const count = Math.max(1, Math.min(threads, Math.floor(total / leastBytes)));
  const parts: PartOfCapture[][] = [[]];
  let before = 0;
  for (const { path, size } of files) {
    let from = 0;
    while (parts.length < count) {
      // Where the part that is being filled should end, counted from this file's start.
      const cut = Math.floor((total * parts.length) / count) - before;
      if (cut >= size) break;
      const part = parts[parts.length - 1];
      if (isCuttable(path)) {
        if (cut > from) part.push({ input: path, from, to: cut });
        from = Math.max(cut, from);
      } else if (cut > size / 2 || part.length === 0) break;
      parts.push([]);
    }
    parts[parts.length - 1].push({ input: path, from, to: Number.POSITIVE_INFINITY });
    before += size;
  }
  return parts.filter((part) => part.length > 0);
}
