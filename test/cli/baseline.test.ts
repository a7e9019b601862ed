import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureCapture } from "../fixture-captures.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";
import { scanOf } from "./scan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const WEB = fixtureCapture("web.pcap").path;
const MARK = "# portolan.lock/1\n";

let files = 0;
/** A path that nothing else uses. */
const fresh = () => join(folder.path, `${++files}.lock`);

async function written(...words: string[]): Promise<string> {
  const out = fresh();
  expect(await portolan(["baseline", ...words, "-o", out])).toMatchObject({ code: 0, errors: "" });
  return readFileSync(out, "utf8");
}

describe("a baseline", () => {
  it("is what standard output gets, and how many services to say with a file", async () => {
    const out = fresh();
    const { code, output, errors } = await portolan(["baseline", DNS, "-o", out]);
    expect({ code, errors, output }).toEqual({ code: 0, errors: "", output: `${out}: 4 services\n` });
    expect((await portolan(["baseline", DNS])).output).toBe(readFileSync(out, "utf8"));
    expect((await portolan(["baseline", DNS, "-o", "-"])).output).toBe(readFileSync(out, "utf8"));
  });

  it("is the same whatever the order of captures and the number of threads, and from standard input", async () => {
    const text = await written(OFFICE, WEB, DNS);
    expect(await written(DNS, OFFICE, WEB)).toBe(text);
    expect(await written(WEB, DNS, OFFICE, "--threads", "2")).toBe(text);
    const { output } = await portolan(["baseline", "-"], { input: readFileSync(OFFICE) });
    expect(output).toBe(await written(OFFICE));
  });

  it("expects its own capture, in check as in diff", async () => {
    const lock = folder.write("own.lock", await written(OFFICE));
    const { output } = await portolan(["check", OFFICE, "--baseline", lock, "--format", "json"]);
    const { findings } = JSON.parse(output);
    expect(findings.filter(({ rule }: { rule: string }) => rule === "unexpected-port")).toEqual([]);
    expect(await portolan(["diff", lock, OFFICE, "--fail-on", "info"])).toMatchObject({
      code: 0,
      errors: "",
    });
  });

  it("of selected flows alone", async () => {
    const text = await written(OFFICE, "--port", "53/udp", "--host", "10.20.0.0/16");
    expect(text.split("\n").filter((line) => /^[^#\s]/.test(line))).toEqual([
      "10.20.0.53       53/udp       dns              dns",
    ]);
  });

  it("has users' own names, in one word", async () => {
    const names = folder.write("names.yaml", '53/udp: "my resolver #1"\n');
    expect(await written(DNS, "--services", names)).toMatch(/^10\.20\.0\.53 +53\/udp +my-resolver-1 +dns$/m);
  });

  it("leaves out scans, and says so", async () => {
    const { code, output, errors } = await portolan(["baseline", folder.write("scan.pcap", scanOf(40)), DNS]);
    expect(code).toBe(0);
    expect(errors).toBe(
      "warning: 10.9.9.9 asked for many services in vain (10.9.9.9 for 40); these are left out\n",
    );
    expect(output).not.toContain("10.9.9.1");
  });

  it("of what could be read of a damaged capture: 3", async () => {
    const out = fresh();
    const cut = folder.write("cut.pcap", readFileSync(DNS).subarray(0, 3000));
    const { code, output, errors } = await portolan(["baseline", cut, "-o", out]);
    expect(code).toBe(3);
    expect(errors).toMatch(/^warning: .*cut\.pcap: at byte \d+: /);
    expect(output).toMatch(/: \d services\n$/);
  });
});

describe("--update", () => {
  it("adds what is new, keeps what is there, and says what it added", async () => {
    const lock = folder.write("grow.lock", `${await written(WEB)}# ours\n10.99.0.1 1/tcp # by hand\n`);
    const before = readFileSync(lock, "utf8").split("\n");
    const { code, output, errors } = await portolan(["baseline", OFFICE, "--update", "-o", lock]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const after = readFileSync(lock, "utf8").split("\n");
    const added = after.filter((line) => !before.includes(line));
    expect(added.length).toBeGreaterThan(20);
    expect(after.filter((line) => before.includes(line))).toEqual(before);
    const [summary, ...told] = output.trimEnd().split("\n");
    expect(summary).toBe(`${lock}: ${added.length} services added`);
    expect(told.sort()).toEqual(added.map((line) => `  + ${line}`).sort());
    const again = await portolan(["baseline", OFFICE, WEB, "--update", "-o", lock]);
    expect(again.output).toBe(`${lock}: nothing new\n`);
    expect(readFileSync(lock, "utf8").split("\n")).toEqual(after);
  });

  it("says what is new of a line, and counts what it does not show", async () => {
    const lock = folder.write("line.lock", `${MARK}\n10.20.0.53 53/udp dns - unanswered # why?\n`);
    const { output } = await portolan(["baseline", DNS, "--update", "-o", lock]);
    expect(output).toContain(": 3 services added, 1 entry changed\n");
    expect(output).toContain(
      "\n  ~ 10.20.0.53       53/udp       dns              dns  # also dns; answered now\n",
    );
    expect(readFileSync(lock, "utf8")).toContain(
      "\n10.20.0.53       53/udp       dns              dns # why?\n",
    );
  });

  it("writes a lock where there is none", async () => {
    const out = fresh();
    expect((await portolan(["baseline", DNS, "--update", "-o", out])).output).toBe(`${out}: 4 services\n`);
    expect(readFileSync(out, "utf8")).toBe(await written(DNS));
  });
});

describe("--policy", () => {
  const policy = folder.write(
    "ports.yaml",
    "version: 1\nzones:\n  servers: [10.20.0.0/26, fd00:20::/120]\nrules: []\n",
  );

  it("calls servers by zones, and whoever reads the lock finds them so", async () => {
    const lock = folder.write("zones.lock", await written(OFFICE, "--policy", policy));
    const text = readFileSync(lock, "utf8");
    expect(text).toMatch(/^servers +443\/tcp +https +tls$/m);
    expect(text).not.toMatch(/^(10\.20\.0\.20|fd00:20::20) /m);
    expect(text).toMatch(/^10\.20\.0\.123 /m);
    expect(await portolan(["diff", lock, OFFICE, "--policy", policy, "--fail-on", "info"])).toMatchObject({
      code: 0,
      errors: "",
    });
    expect((await portolan(["baseline", OFFICE, "--update", "-o", lock, "--policy", policy])).output).toBe(
      `${lock}: nothing new\n`,
    );
    const { output } = await portolan([
      "check",
      OFFICE,
      "--baseline",
      lock,
      "--policy",
      policy,
      "--format",
      "json",
    ]);
    const { findings } = JSON.parse(output);
    const ofLock = findings.filter(({ key }: { key: string }) => key.startsWith("baseline:"));
    expect(ofLock).toEqual([]);
  });

  it("--keep-addresses tells them apart", async () => {
    expect(await written(OFFICE, "--policy", policy, "--keep-addresses")).toBe(await written(OFFICE));
  });

  it("a policy with mistakes: 2, and nothing is written", async () => {
    const out = fresh();
    const wrong = folder.write("wrong.yaml", "version: 7\n");
    const { code, output, errors } = await portolan(["baseline", OFFICE, "-o", out, "--policy", wrong]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/^error: .*wrong\.yaml:1:/);
    expect(existsSync(out)).toBe(false);
  });
});

describe("what is refused: one line a mistake, and nothing is written", () => {
  const older = folder.write("older.lock", `${MARK}10.0.0.1 1/tcp\n`);
  const wrong = folder.write(
    "wrong.lock",
    `${MARK}<<<<<<< HEAD\n10.0.0.1 1/tcp\n=======\n>>>>>>> b\n10.0.0.1 443\n`,
  );
  const later = folder.write("later.lock", "# portolan.lock/2\n");
  const zoned = folder.write("zoned.lock", `${MARK}dmz 1/tcp\n`);

  it.each<[string, string[], RegExp[]]>([
    [
      "a file that is there",
      [DNS, "-o", older],
      [/--out: .*older\.lock is there already; --update adds .*--force/],
    ],
    ["a folder", [DNS, "-o", folder.path, "--force"], [/--out: .* is a folder; name a file in it/]],
    ["a file without a name", [DNS, "-o", ""], [/--out: name a file, such as ports\.lock/]],
    ["an update of nothing", [DNS, "--update"], [/--update: name the lock/]],
    ["a missing folder", [DNS, "-o", join(folder.path, "none", "x.lock")], [/its folder does not exist/]],
    [
      "a lock of a later version",
      [DNS, "--update", "-o", later],
      [/later\.lock:1: this is format 2 of locks/],
    ],
    [
      "a lock with mistakes",
      [DNS, "--update", "-o", wrong],
      [/wrong\.lock:2: git left a conflict here to line 5/, /wrong\.lock:6: “443” has no transport/],
    ],
    [
      "a capture for a lock",
      [DNS, "--update", "-o", folder.write("x.pcap", readFileSync(DNS))],
      [/x\.pcap:\d+: this is not UTF-8/],
    ],
    [
      "a lock of zones without their policy",
      [DNS, "--update", "-o", zoned],
      [/zoned\.lock:2: dmz is a zone; name the policy/],
    ],
    ["no capture", ["missing.pcap", "-o", join(folder.path, "never.lock")], [/missing\.pcap: no such file/]],
  ])("%s", async (_what, words, expected) => {
    const before = readdirSync(folder.path).map((name) => [name, statSync(join(folder.path, name)).mtimeMs]);
    const { code, output, errors } = await portolan(["baseline", ...words]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    const lines = errors.split("\n").slice(0, -1);
    expect(lines).toHaveLength(expected.length);
    for (const [i, line] of lines.entries()) {
      expect(`${line}\n`).toMatch(ONE_ERROR);
      expect(line).toMatch(expected[i]);
    }
    expect(readdirSync(folder.path).map((name) => [name, statSync(join(folder.path, name)).mtimeMs])).toEqual(
      before,
    );
  });

  it("a huge file", async () => {
    const huge = folder.write("huge.lock", Buffer.alloc(17 * 2 ** 20, "#\n"));
    const { code, errors } = await portolan(["check", DNS, "--baseline", huge]);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `error: --baseline: ${huge} is too large; name a file that portolan baseline has written\n`,
    });
  });

  it("a thousand mistakes: the first ones, and a question", async () => {
    const many = folder.write("many.lock", `${MARK}${"x\n".repeat(1000)}`);
    const { code, errors } = await portolan(["check", DNS, "--baseline", many]);
    expect(code).toBe(2);
    const lines = errors.split("\n").slice(0, -1);
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe(`error: ${many}: 980 more mistakes; is this a lock?`);
  });

  it("--force writes it anew", async () => {
    const file = folder.write("forced.lock", "anything");
    expect(await portolan(["baseline", DNS, "-o", file, "--force"])).toMatchObject({ code: 0, errors: "" });
    expect(readFileSync(file, "utf8")).toBe(await written(DNS));
  });

  it.skipIf(process.getuid?.() === 0)("a folder that may not be written to (skipped for root)", async () => {
    const locked = folder.makeFolder("locked");
    chmodSync(locked, 0o500);
    const { code, errors } = await portolan(["baseline", DNS, "-o", join(locked, "ports.lock")]);
    expect(code).toBe(2);
    expect(errors).toMatch(/permission denied/);
  });
});

describe("check --baseline", () => {
  it("finds what is not in it, and names the lock", async () => {
    const lock = folder.write("dns.lock", await written(DNS));
    const { code, output, errors } = await portolan(["check", WEB, "--baseline", lock, "--format", "json"]);
    expect({ code, errors }).toEqual({ code: 1, errors: "" });
    const report = JSON.parse(output);
    expect(report.baseline).toBe(lock);
    const unexpected = report.findings.filter(({ rule }: { rule: string }) => rule === "unexpected-port");
    expect(unexpected.length).toBeGreaterThan(5);
    for (const { decidedBy } of unexpected) expect(decidedBy).toMatchObject({ path: lock, line: 1 });
  });

  it("a lock that cannot be read: 2, before the capture is read", async () => {
    const { code, output, errors } = await portolan(["check", "missing.pcap", "--baseline", "missing.lock"]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/^error: --baseline: cannot read missing\.lock: no such file; name a file that/);
  });
});
