/** Cuts the captures of a run into parts of about the same size, one for each thread. */
import type { PartOfCapture } from "./count-part.ts";

export interface CaptureFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

export interface PartSizes {
  /** Parts at most. */
  readonly threads: number;
  /** Bytes of a part at least, about. */
  readonly leastBytes: number;
  /** What the first part is larger than the others: it is counted while other threads start. */
  readonly headStart: number;
}

/**
 * Parts of about the same size, in the order of the files. A part ends inside a file only where `isCuttable` says
 * that records can be found from anywhere in it, else at an end of the file.
 */
export function planParts(
  files: readonly CaptureFile[],
  { threads, leastBytes, headStart }: PartSizes,
  isCuttable: (path: string) => boolean,
): PartOfCapture[][] {
  const shared = files.reduce((sum, { size }) => sum + size, 0) - headStart;
  const count = Math.max(1, Math.min(threads, Math.floor(shared / leastBytes)));
  const parts: PartOfCapture[][] = [[]];
  let before = 0;
  for (const { path, size } of files) {
    let from = 0;
    while (parts.length < count) {
      // Where the part that is being filled should end, counted from this file's start.
      const cut = Math.floor(headStart + (shared * parts.length) / count) - before;
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
