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
    /** The built cli.js. */
    portolan: string;
  }
}

export default function build(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "portolan-cli-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync("package.json", join(folder, "package.json"));
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const compiler = resolve("node_modules/typescript/bin/tsc");
    const options = ["--outDir", join(folder, "dist"), "--declaration", "false"];
    execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json", ...options], { encoding: "utf8" });
    execFileSync(process.execPath, [resolve("scripts/bundle-charts.mjs")], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    remove();
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    throw new Error(`the command line cannot be built: ${said}`, { cause: error });
  }
  project.provide("portolan", join(folder, "dist", "cli.js"));
  return remove;
}
