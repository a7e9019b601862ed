/** Which rows of its own portolan gets in the benchmark, by the options that it has. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  contestants,
  FIRST_TENTH,
  ONE_THREAD,
  PORTOLAN,
  TWO_THREADS,
} from "../../scripts/bench/contestants.ts";

const folder = mkdtempSync(join(tmpdir(), "portolan-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rows of a command line whose help says `help`. */
function ownRows(help: string): string[] {
  const cli = join(folder, "cli.cjs");
  writeFileSync(cli, `console.log(${JSON.stringify(help)})`);
  const { running } = contestants(cli);
  return running.filter(({ name }) => name.startsWith(PORTOLAN)).map(({ name }) => name);
}

test.each([
  ["--json", [PORTOLAN, FIRST_TENTH]],
  ["--json\n  --threads <n>", [PORTOLAN, ONE_THREAD, TWO_THREADS, FIRST_TENTH]],
])("help %o: %o", (help, rows) => {
  expect(ownRows(help)).toEqual(rows);
});

test("whoever is not installed is left out and named", () => {
  const cli = join(folder, "cli.cjs");
  writeFileSync(cli, "");
  const { running, missing } = contestants(cli, (program) => program !== "argus");
  expect(missing.map((one) => one.package)).toEqual(["argus-server"]);
  expect(running.map(({ program }) => program)).toContain("nfpcapd");
  expect(running.map(({ program }) => program)).not.toContain("argus");
});
