/** Bundles the page's script once for all tests of test/page: what lies in dist/ may be old or missing. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bundlePage } from "../../scripts/bundle-page.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** The bundled script's path. */
    pageScript: string;
  }
}

export default async function build(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "portolan-page-"));
  const path = join(folder, "page-script.js");
  await bundlePage(path);
  project.provide("pageScript", path);
  return () => rmSync(folder, { recursive: true, force: true });
}
