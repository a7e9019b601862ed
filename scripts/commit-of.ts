/** The commit that figures are of. */
import { execFileSync } from "node:child_process";

/** Short, with `-dirty` where files have changed since; "unknown" outside a git repository. */
export function commitOf(folder: string): string {
  const words = ["-C", folder, "describe", "--always", "--dirty", "--exclude=*"];
  try {
    return execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "unknown";
  }
}
