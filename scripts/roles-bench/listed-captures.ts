/** The captures in what was named on the command line, and the part that each belongs to. */
import { statSync } from "node:fs";
import { dirname, posix, relative, sep } from "node:path";
import { listCaptures } from "../../src/records/list-captures.ts";
import { type Part, partOf } from "../capture-parts.ts";

export interface ListedCapture {
  readonly file: string;
  /** Relative to the folder that was given, with slashes. */
  readonly path: string;
  readonly part: Part;
}

/** Of a folder all captures in it; a file is told with its folder's. */
export async function capturesOf(given: string): Promise<ListedCapture[]> {
  const folder = statSync(given).isDirectory() ? given : dirname(given);
  const captures = (await listCaptures([given])).map((file) => ({
    file,
    path: relative(folder, file).split(sep).join("/"),
  }));
  const siblings = new Map<string, number>();
  for (const { path } of captures) {
    siblings.set(posix.dirname(path), (siblings.get(posix.dirname(path)) ?? 0) + 1);
  }
  return captures.map(({ file, path }) => ({
    file,
    path,
    part: partOf(path, siblings.get(posix.dirname(path)) ?? 1),
  }));
}
