/** What may be read more than once. */
import { statSync } from "node:fs";

/** Standard input and pipes are none; nor is what is not there. */
export function isRegularFile(path: string): boolean {
  return path !== "-" && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
