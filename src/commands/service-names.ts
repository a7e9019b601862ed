/** `--services`: the file of a user's own names. */
import { readFile, stat } from "node:fs/promises";
import type { UserServiceNames } from "../services/registry.ts";
import { fileReason } from "./file-reason.ts";
import { UsageError } from "./usage-error.ts";

/** A name for each of the ports of all transports takes less. */
const LARGEST_FILE = 16 * 2 ** 20;

/** Mistakes that are shown; more are counted, as where the file is something else altogether. */
const SHOWN_MISTAKES = 20;

/** Undefined where no file was named. Throws `UsageError` with every mistake in the file at its line. */
export async function readServiceNames(path: string | undefined): Promise<UserServiceNames | undefined> {
  if (path === undefined) return undefined;
  const text = await textOf(path);
  const { parseServiceNames } = await import("../services/user-names.ts");
  const { names, errors } = parseServiceNames(text, path);
  if (errors.length === 0) return names;
  const more = errors.length - SHOWN_MISTAKES;
  const rest = more > 0 ? [`${path}: ${more} more mistakes; is this a file of service names?`] : [];
  throw new UsageError(...errors.slice(0, SHOWN_MISTAKES), ...rest);
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= LARGEST_FILE) return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(
      `--services: cannot read ${shown(path)}: ${fileReason(error)}; name a file of service names`,
    );
  }
  throw new UsageError(`--services: ${shown(path)} is too large; name a file of service names`);
}

const shown = (path: string): string => (path === "" ? "a file without a name" : path);
