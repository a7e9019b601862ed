import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { CheckReport } from "../../src/report/findings/check-report.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const isValid = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("schemas/check.schema.json", "utf8")),
);

const cut = () => folder.write("cut.pcap", readFileSync(DNS).subarray(0, 20_000));

describe("how check ends", () => {
  it("0 where nothing is severe enough", async () => {
    const { code, output, errors } = await portolan(["check", DNS]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/\nPassed: no finding of medium severity or above\.\n$/);
  });

  it("3 where part of the input was damaged, and what was read is told", async () => {
    const { code, output, errors } = await portolan(["check", cut()]);
    expect(code).toBe(3);
    expect(errors).toMatch(/^warning: .*cut\.pcap: at byte \d+: /);
    expect(output).toMatch(/Incomplete: .*, but part of the input was\s+damaged or cut\.\n$/);
  });

  it.each<[string, string[], RegExp]>([
    ["what is not there", ["missing.pcap"], /missing\.pcap: no such file/],
    ["what is no capture", [folder.write("text", "no capture at all, but long enough")], /not a pcap/],
    ["a port that is none", [DNS, "--port", "0x50"], /--port/],
  ])("2 at %s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(["check", ...words], { folder: folder.path });
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
  });
});

describe("forms", () => {
  it("JSON is of its schema, and tells the captures as the report does", async () => {
    const { output } = await portolan(["check", DNS, OFFICE, "--format", "json", "--fail-on", "critical"]);
    const report: CheckReport = JSON.parse(output);
    expect(isValid(report), JSON.stringify(isValid.errors)).toBe(true);
    const { captures } = JSON.parse((await portolan(["analyze", "--json", DNS, OFFICE])).output);
    expect(report.captures).toEqual(captures);
    expect(report).toMatchObject({ policy: null, baseline: null, failOn: "critical" });
  });

  it("SARIF names what was damaged, by a path relative to where it runs", async () => {
    cut();
    const { code, output } = await portolan(["check", "cut.pcap", "--format", "sarif"], {
      folder: folder.path,
    });
    expect(code).toBe(3);
    expect(JSON.parse(output).runs[0]).toMatchObject({
      artifacts: [{ location: { uri: "cut.pcap", uriBaseId: "%SRCROOT%" }, roles: ["analysisTarget"] }],
      invocations: [
        { executionSuccessful: false, exitCode: 3, toolExecutionNotifications: [{ level: "error" }] },
      ],
    });
    expect(output).not.toContain(folder.path);
  });

  it.each([
    ["junit", /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /],
    ["markdown", /^## portolan check: passed\n/],
    ["text", /^No findings in standard input\.\n|\n[^\n]*finding/],
  ])("%s, of standard input", async (format, expected) => {
    const { code, output } = await portolan(["check", "-", "--format", format], { input: readFileSync(DNS) });
    expect(code).toBe(0);
    expect(output).toMatch(expected);
  });

  it("the same bytes each time, whatever the number of threads", async () => {
    for (const format of ["json", "sarif", "junit", "markdown", "text"]) {
      const run = async (threads: string) =>
        (await portolan(["check", OFFICE, "--format", format, "--threads", threads])).output;
      expect(await run("2")).toBe(await run("1"));
    }
  });
});

describe("a capture and a policy whose names are hostile", () => {
  const name = "a\u001b[2J\n<script>&\u202e]]>`|.pcap";
  const policyName = "@ports\u0007 [x](y).yaml";
  folder.write(name, readFileSync(cut()));
  folder.write(policyName, "version: 1\nrules: [{ deny: any, from: any, to: any }]\n");
  const run = (format: string) =>
    portolan(["check", name, "--policy", policyName, "--format", format], { folder: folder.path });

  it.each(["text", "json", "sarif", "junit", "markdown"])(
    "%s: nothing that a terminal obeys",
    async (format) => {
      const { code, output, errors } = await run(format);
      expect(code).toBe(1);
      for (const text of [output, errors]) expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(output).toContain("ports");
    },
  );

  it("JSON gives the names back as they were; SARIF has them as URIs; JUnit is XML still", async () => {
    const report: CheckReport = JSON.parse((await run("json")).output);
    expect(report.captures[0].path).toBe(name);
    expect(report.findings[0].decidedBy?.path).toBe(policyName);
    const [sarif] = JSON.parse((await run("sarif")).output).runs;
    const uris = sarif.artifacts.map(({ location }: { location: { uri: string } }) => location.uri);
    expect(uris.map(decodeURIComponent)).toEqual([policyName, name]);
    expect(uris.join("")).toMatch(/^[\w.%()~!*'-]+$/);
    const contents = (await run("junit")).output;
    const { valid } = await validateXML({
      xml: { fileName: "check.xml", contents },
      schema: readFileSync("test/report/findings/jenkins-junit.xsd", "utf8"),
    });
    expect(valid).toBe(true);
  });
});

describe("--out", () => {
  it("writes the file, and the text to standard output: for a job's log", async () => {
    const out = join(folder.path, "findings.sarif");
    const { code, output, errors } = await portolan(["check", DNS, "--format", "sarif", "--out", out]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toBe((await portolan(["check", DNS])).output);
    expect(readFileSync(out, "utf8")).toBe((await portolan(["check", DNS, "--format", "sarif"])).output);
  });

  it("where the file has the text, standard output has a line", async () => {
    const out = join(folder.path, "findings.txt");
    const { output } = await portolan(["check", DNS, "--out", out]);
    expect(output).toBe(`${out}: no finding of medium severity or above\n`);
  });

  it("text in a file has no colour, though the terminal has", async () => {
    const out = join(folder.path, "findings.txt");
    await portolan(["check", DNS, "-o", out], { environment: { FORCE_COLOR: "1" } });
    expect(readFileSync(out, "utf8")).not.toContain("\u001b");
  });

  it("- is standard output", async () => {
    expect(await portolan(["check", DNS, "-o", "-"])).toEqual(await portolan(["check", DNS]));
  });

  it.each<[string, string, RegExp]>([
    [
      "no such folder",
      join(folder.path, "none", "x.json"),
      /--out: cannot write .*x\.json: its folder does not exist/,
    ],
    ["a folder", folder.path, /--out: cannot write .*: this is a folder; name a file/],
    ["a file in a file", join(folder.write("plain", ""), "x.json"), /a file is where its folder should be/],
    ["a long name", join(folder.path, "x".repeat(300)), /the name is too long/],
  ])("%s: one line, and nothing is left behind", async (_what, out, expected) => {
    const before = readdirSync(folder.path);
    const { code, output, errors } = await portolan(["check", DNS, "--out", out]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
    expect(readdirSync(folder.path)).toEqual(before);
  });

  it.each<[string, (path: string) => string[]]>([
    ["the capture", (path) => [path]],
    ["the policy", (path) => [DNS, "--policy", path]],
    ["the baseline", (path) => [DNS, "--baseline", path]],
  ])("is never %s that is read", async (_what, wordsWith) => {
    const path = folder.write("precious", "precious");
    const words = ["check", ...wordsWith(path), "--out", "./precious"];
    const { code, errors } = await portolan(words, { folder: folder.path });
    expect({ code, errors }).toEqual({
      code: 2,
      errors: "error: --out: ./precious is a file that is read; name another one\n",
    });
    expect(readFileSync(path, "utf8")).toBe("precious");
  });

  it("an unreadable capture leaves the older file as it was", async () => {
    const out = folder.write("older.json", "older");
    expect((await portolan(["check", "missing.pcap", "--format", "json", "-o", out])).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe("older");
  });
});

/** The hosts of office.pcapng. */
const POLICY = `version: 1
zones:
  office: [10.20.0.0/24, "fd00:20::/64"]
  lab: [10.20.1.0/24, "fd00:20:0:1::/64"]
rules:
  - { allow: [dns, ntp, http, https], from: any, to: any }
  - { deny: 143/tcp, from: any, to: office, severity: high, reason: no mail in the clear }
  - { allow: any, from: lab, to: lab }
  - { allow: [22/tcp, 2222/tcp, 25/tcp, 993/tcp, dhcp, 445/tcp, 3389/tcp, 161/udp], from: office, to: office }
ignore:
  - { rule: unexpected-port, to: office, ports: 3306/tcp, reason: moved }
`;

async function checkOf(...words: string[]): Promise<CheckReport> {
  const { output } = await portolan(["check", OFFICE, "--format", "json", ...words], { folder: folder.path });
  const report: CheckReport = JSON.parse(output);
  expect(isValid(report), JSON.stringify(isValid.errors)).toBe(true);
  return report;
}

const unexpected = ({ findings }: CheckReport) => findings.filter(({ rule }) => rule === "unexpected-port");

describe("--policy", () => {
  const policy = folder.write("ports.yaml", POLICY);

  it("finds what a rule denies and what none allows, each with the line that decided", async () => {
    const report = await checkOf("--policy", "ports.yaml");
    expect(report.policy).toBe("ports.yaml");
    expect(report.exit.code).toBe(1);
    const [first, ...others] = unexpected(report);
    expect(first).toMatchObject({
      severity: "high",
      ports: ["143/tcp"],
      servers: ["10.20.0.25"],
      decidedBy: { path: "ports.yaml", line: 7, words: expect.stringMatching(/^rule 2: deny 143\/tcp/) },
    });
    expect(others.length).toBeGreaterThan(0);
    for (const { decidedBy } of others) {
      expect(decidedBy).toMatchObject({ path: "ports.yaml", line: 5, words: "no rule allows it" });
    }
    expect(unexpected(report).flatMap(({ ports }) => ports)).not.toContain("3306/tcp");
    expect(report.ignored).toBe(1);
  });

  it("the exit code follows --fail-on", async () => {
    const codeOf = async (severity: string) =>
      (await portolan(["check", OFFICE, "--policy", policy, "--fail-on", severity])).code;
    expect([await codeOf("high"), await codeOf("critical"), await codeOf("none")]).toEqual([1, 0, 0]);
  });

  it.each(["analyze", "report"])("%s holds the capture against it, too", async (command) => {
    const words = command === "analyze" ? ["--json"] : ["--out", join(folder.path, "held")];
    const { code, output } = await portolan([command, OFFICE, "--policy", policy, ...words]);
    expect(code).toBe(0);
    const json =
      command === "analyze" ? output : readFileSync(join(folder.path, "held", "report.json"), "utf8");
    const { findings } = JSON.parse(json) as { findings: { rule: string; decidedBy: { path: string } }[] };
    const unexpected = findings.filter(({ rule }) => rule === "unexpected-port");
    expect(unexpected.map(({ decidedBy }) => decidedBy.path)).toContain(policy);
  });

  it("SARIF stands at the policy's line", async () => {
    const words = ["check", OFFICE, "--policy", "ports.yaml", "--format", "sarif"];
    const { output } = await portolan(words, { folder: folder.path });
    const [run] = JSON.parse(output).runs;
    const places = run.results
      .filter(({ ruleId }: { ruleId: string }) => ruleId === "unexpected-port/high")
      .map(({ locations }: { locations: unknown[] }) => locations[0]);
    expect(places).toMatchObject([
      {
        physicalLocation: {
          artifactLocation: { uri: "ports.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 7, startColumn: 5 },
        },
      },
    ]);
  });

  it("text tells the line, and how many findings are ignored", async () => {
    const { code, output } = await portolan(["check", OFFICE, "--policy", "ports.yaml"], {
      folder: folder.path,
      environment: { COLUMNS: "100" },
    });
    expect(code).toBe(1);
    expect(output).toMatch(/\n {2}Decided {3}ports\.yaml:7:5: rule 2: deny 143\/tcp from any to office\n/);
    expect(output).toMatch(/held against ports\.yaml: .*1 finding is ignored by the\s+policy\./s);
  });

  it("a policy with mistakes: every one, at its line and column, and nothing is read", async () => {
    folder.write(
      "wrong.yaml",
      POLICY.replace("10.20.1.0/24", "10.20.1.0/33").replace("deny: 143", "denny: 143"),
    );
    const { code, output, errors } = await portolan(["check", "missing.pcap", "--policy", "wrong.yaml"], {
      folder: folder.path,
    });
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/^error: wrong\.yaml:4:\d+: .*\n(error: wrong\.yaml:7:\d+: .*\n)+$/);
  });

  it("a policy that is not there", async () => {
    const { code, errors } = await portolan(["check", OFFICE, "--policy", join(folder.path, "none.yaml")]);
    expect(code).toBe(2);
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(/none\.yaml: no such file/);
  });
});

describe("--what-if", () => {
  it("lists what the rules would block; what is ignored is blocked all the same", async () => {
    const { blocked } = await checkOf("--policy", "ports.yaml", "--what-if");
    expect(blocked?.omitted).toBe(0);
    const rows = blocked?.listed ?? [];
    expect(rows.reduce((sum, { flows }) => sum + flows, 0)).toBe(blocked?.flows);
    expect(rows[0]).toMatchObject({
      client: { address: "10.20.0.101", zone: "office" },
      server: { address: "10.20.0.25", zone: "office" },
      label: "143/tcp (imap)",
      flows: 1,
      answered: 1,
      decidedBy: { path: "ports.yaml", line: 7 },
    });
    expect(rows.map(({ label }) => label)).toContain("3306/tcp (mysql)");
    expect((await checkOf("--policy", "ports.yaml")).blocked).toBeNull();
  });

  it("asks a baseline where there is no policy", async () => {
    const seen = await portolan(["baseline", OFFICE, "--port", "443", "--out", "https.lock"], {
      folder: folder.path,
    });
    expect(seen.code).toBe(0);
    const { blocked } = await checkOf("--baseline", "https.lock", "--what-if");
    const rows = blocked?.listed ?? [];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ port, transport }) => port === 443 && transport === "tcp")).toEqual([]);
    expect(rows[0].decidedBy).toMatchObject({ path: "https.lock", words: "no line allows it" });
    const words = ["check", OFFICE, "--baseline", "https.lock", "--what-if", "--fail-on", "none"];
    const told = await portolan(words, { folder: folder.path });
    expect(told.output).toContain("The rules of https.lock would block");
  });

  it.each<[string, string[], RegExp]>([
    [
      "no rules",
      [],
      /--what-if: name whose rules are asked: --policy ports\.yaml or --baseline ports\.lock$/,
    ],
    ["SARIF", ["--policy", "ports.yaml", "--format", "sarif"], /--format sarif has no place for it/],
    ["JUnit", ["--policy", "ports.yaml", "--format", "junit"], /--format junit has no place for it/],
  ])("%s: wrong usage", async (_what, words, expected) => {
    const ended = await portolan(["check", OFFICE, "--what-if", ...words], { folder: folder.path });
    expect(ended).toMatchObject({ code: 2, output: "" });
    expect(ended.errors).toMatch(ONE_ERROR);
    expect(ended.errors.trimEnd()).toMatch(expected);
  });
});

describe("--baseline", () => {
  it("of the same capture finds nothing unexpected; of another one, with the place in the lock", async () => {
    await portolan(["baseline", OFFICE, "--out", "office.lock"], { folder: folder.path });
    await portolan(["baseline", DNS, "--out", "dns.lock"], { folder: folder.path });
    expect(unexpected(await checkOf("--baseline", "office.lock"))).toEqual([]);
    const report = await checkOf("--baseline", "dns.lock");
    expect(report).toMatchObject({ baseline: "dns.lock", exit: { code: 1 } });
    const found = unexpected(report);
    expect(found.length).toBeGreaterThan(5);
    for (const { decidedBy } of found) expect(decidedBy).toMatchObject({ path: "dns.lock" });
  });

  it("with a policy: both are asked, and the lock may name the policy's zones", async () => {
    const { output: lock } = await portolan(["baseline", OFFICE]);
    const isMail = (line: string) => /^\S+ +25\/tcp /.test(line);
    const [mail] = lock.split("\n").filter(isMail);
    const others = lock.split("\n").filter((line) => line !== "" && !isMail(line));
    const write = (lines: readonly string[]) => folder.write("zones.lock", `${lines.join("\n")}\n`);
    const surprises = async () =>
      unexpected(await checkOf("--policy", "ports.yaml", "--baseline", "zones.lock")).map(
        ({ decidedBy, ports }) => `${decidedBy?.path} ${ports}`,
      );

    write(others);
    expect(await surprises()).toEqual(expect.arrayContaining(["zones.lock 25/tcp", "ports.yaml 143/tcp"]));
    write([...others, mail.replace(/^\S+/, "office")]);
    expect(await surprises()).toContain("ports.yaml 143/tcp");
    expect(await surprises()).not.toContain("zones.lock 25/tcp");

    const alone = await portolan(["check", OFFICE, "--baseline", "zones.lock"], { folder: folder.path });
    expect(alone).toMatchObject({ code: 2, output: "" });
    expect(alone.errors).toMatch(/office is a zone; name the policy that has it: --policy ports\.yaml/);
  });

  it("a lock that is none", async () => {
    const path = folder.write("none.lock", POLICY);
    const { code, output, errors } = await portolan(["check", OFFICE, "--baseline", path]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/none\.lock:1: /);
  });
});
