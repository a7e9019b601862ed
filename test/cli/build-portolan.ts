/**
 * Builds the command line once for all tests of test/cli, into a temporary folder: what lies in dist/ may be old or
 * missing.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The built command line. */
    portolan: string;
  }
}

export default function build(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "portolan-cli-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync("package.json", join(folder, "package.json"));
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    execFileSync(process.execPath, ["scripts/bundle.mjs", join(folder, "dist")], { encoding: "utf8" });
  } catch (error) {
    remove();
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw new Error(`the command line cannot be built: ${said}`, { cause: error });
  }
  project.provide("portolan", join(folder, "dist", "bin", "portolan.js"));
  return remove;
}
