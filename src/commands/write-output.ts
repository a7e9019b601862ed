/** `--out FILE`: what would be printed, in a file that is there whole or not at all. */
import { writeFileAtomically } from "../report/atomic-file.ts";
import { UsageError } from "./usage-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist; make it first",
  ENOTDIR: "a file is where its folder should be",
  EISDIR: "this is a folder; name a file",
  EACCES: "permission denied; write elsewhere",
  EPERM: "permission denied; write elsewhere",
  EROFS: "the file system is read-only; write elsewhere",
  ENOSPC: "the disk is full; free some space or write elsewhere",
  EDQUOT: "the disk quota is used up; write elsewhere",
  ENAMETOOLONG: "the name is too long; choose another",
};

/** Throws `UsageError` where the file cannot be written; an older file is then left as it was. */
export async function writeOutput(path: string, pieces: Iterable<string>): Promise<void> {
  if (path === "") throw new UsageError("--out: name a file");
  try {
    await writeFileAtomically(path, pieces);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!Object.hasOwn(REASONS, code)) throw error;
    throw new UsageError(`--out: cannot write ${path}: ${REASONS[code]}`);
  }
}
