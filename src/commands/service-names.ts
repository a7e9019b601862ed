/** `--services`: the file of a user's own names. */
import type { UserServiceNames } from "../services/registry.ts";
import { firstMistakes, readUserFile } from "./read-user-file.ts";
import { UsageError } from "./usage-error.ts";

/** Undefined where no file was named. Throws `UsageError` with every mistake in the file at its line. */
export async function readServiceNames(path: string | undefined): Promise<UserServiceNames | undefined> {
  if (path === undefined) return undefined;
  const text = (await readUserFile(path, "--services", "a file of service names")).toString("utf8");
  const { parseServiceNames } = await import("../services/user-names.ts");
  const { names, errors } = parseServiceNames(text, path);
  if (errors.length === 0) return names;
  throw new UsageError(...firstMistakes(path, errors, "is this a file of service names?"));
}
