import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { artifactUri } from "../../../src/commands/artifact-uri.ts";
import { RULES, SEVERITIES } from "../../../src/findings/finding.ts";
import { RULE_DESCRIPTIONS } from "../../../src/findings/rules.ts";
import type { CheckReport } from "../../../src/report/findings/check-report.ts";
import { MOST_RESULTS, renderSarif } from "../../../src/report/findings/sarif.ts";
import {
  ALL_KINDS,
  CHECKS,
  DAMAGED,
  DECIDED,
  MANY,
  sampleCapture,
  sampleCheck,
  sampleFinding,
} from "./sample-check.ts";

// One of its patterns is none with the flag u.
const ajv = new AjvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(sarifSchema);

function faults(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const FOLDER = "/home/user/repository";
const uriOf = (path: string) => artifactUri(path, FOLDER);

interface Location {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string; readonly index: number };
    readonly region: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly message?: { readonly text: string };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Descriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: { readonly tags: readonly string[]; readonly "security-severity"?: string };
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Descriptor[] } };
  readonly invocations: readonly Record<string, unknown>[];
  readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
  readonly results: readonly Result[];
}

function runOf(report: CheckReport): Run {
  return JSON.parse(renderSarif(report, uriOf)).runs[0];
}

const locationsOf = ({ locations, relatedLocations = [] }: Result) => [...locations, ...relatedLocations];

/** RFC 3986: a reference has no character but these. */
const URI = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;

describe.each(CHECKS)("%s", (_name, report) => {
  const text = renderSarif(report, uriOf);
  const run = runOf(report);
  const { rules } = run.tool.driver;

  it("is of SARIF's schema", () => {
    expect(faults(JSON.parse(text))).toEqual([]);
  });

  it("shows nothing unseen", () => {
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("has what GitHub asks of a rule", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.name.length).toBeLessThanOrEqual(255);
      for (const part of [rule.shortDescription, rule.fullDescription, rule.help]) {
        expect(part.text).not.toBe("");
        expect(part.text.length).toBeLessThanOrEqual(1024);
      }
      expect(["note", "warning", "error"]).toContain(rule.defaultConfiguration.level);
      const severity = rule.properties["security-severity"];
      if (severity !== undefined) expect(Number(severity)).toBeGreaterThan(0);
    }
  });

  it("has what GitHub asks of a result: a place with a line, a message, a fingerprint", () => {
    expect(run.results.length).toBe(Math.min(report.findings.length, MOST_RESULTS));
    for (const [index, result] of run.results.entries()) {
      expect(result.locations).toHaveLength(1);
      expect(result.message.text).not.toBe("");
      expect(rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.level).toBe(rules[result.ruleIndex].defaultConfiguration.level);
      expect(result.partialFingerprints.primaryLocationLineHash).toBe(report.findings[index].id);
      for (const { physicalLocation } of locationsOf(result)) {
        const { artifactLocation, region } = physicalLocation;
        expect(region.startLine).toBeGreaterThanOrEqual(1);
        expect(run.artifacts[artifactLocation.index].location.uri).toBe(artifactLocation.uri);
      }
    }
  });

  it("names files by URIs, relative ones with their base", () => {
    const places = [
      ...run.results.flatMap(locationsOf).map(({ physicalLocation }) => physicalLocation.artifactLocation),
      ...run.artifacts.map(({ location }): { uri: string; uriBaseId?: string } => location),
    ];
    for (const { uri, uriBaseId } of places) {
      expect(uri).toMatch(URI);
      expect(uri).not.toMatch(/^\/|(^|\/)\.\.?(\/|$)/);
      expect(uriBaseId).toBe(uri.startsWith("file:///") ? undefined : "%SRCROOT%");
    }
  });

  it("has messages without links and placeholders", () => {
    for (const { message } of run.results) {
      expect(message.text).not.toContain("](");
      expect(message.text.replaceAll(/\{\{|\}\}/g, "")).not.toMatch(/[{}]/);
    }
  });
});

describe("the validator finds what is wrong", () => {
  const good = JSON.parse(renderSarif(sampleCheck({ findings: [sampleFinding()] }), uriOf));

  it.each<[string, (run: Record<string, unknown>) => void]>([
    ["a field that SARIF has not", (run) => Object.assign(run, { findings: [] })],
    ["no tool", (run) => Object.assign(run, { tool: undefined })],
    ["another unit of columns", (run) => Object.assign(run, { columnKind: "bytes" })],
    ["another level", (run) => Object.assign(run, { results: [{ message: { text: "" }, level: "high" }] })],
    ["a URI with a space", (run) => Object.assign(run, { artifacts: [{ location: { uri: "a b" } }] })],
  ])("%s", (_what, spoil) => {
    const log = structuredClone(good);
    spoil(log.runs[0]);
    expect(faults(JSON.parse(JSON.stringify(log)))).not.toEqual([]);
  });
});

describe("rules", () => {
  it("are all there, found or not, with the severities that are usual", () => {
    const { rules } = runOf(sampleCheck()).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual([...RULES]);
    expect(rules.map(({ fullDescription }) => fullDescription.text)).toEqual(
      RULES.map((rule) => RULE_DESCRIPTIONS[rule].summary),
    );
  });

  it("are there again with another severity: GitHub takes severities from rules alone", () => {
    const { results, tool } = runOf(sampleCheck({ findings: ALL_KINDS }));
    expect(tool.driver.rules).toHaveLength(RULES.length * SEVERITIES.length);
    const scores = results.map(({ ruleIndex, properties }) => [
      properties.severity,
      tool.driver.rules[ruleIndex].properties["security-severity"],
    ]);
    const byWord = new Map(scores.map(([word, score]) => [word, score]));
    expect(scores).toHaveLength(RULES.length * SEVERITIES.length);
    expect(scores.every(([word, score]) => byWord.get(word) === score)).toBe(true);
    // What GitHub makes of the figures: over 9.0, from 7.0, from 4.0, from 0.1.
    expect(Object.fromEntries(byWord)).toEqual({
      critical: "9.5",
      high: "8.0",
      medium: "5.5",
      low: "2.0",
      info: undefined,
    });
  });
});

describe("a result", () => {
  it("stands at the line that decided, and names the capture beside it", () => {
    const [result] = runOf(
      sampleCheck({ findings: [sampleFinding({ decidedBy: DECIDED })], policy: "ports.yaml" }),
    ).results;
    expect(result).toMatchObject({
      ruleId: "sensitive-port",
      level: "error",
      message: {
        text:
          "6379/tcp (redis) of 10.20.0.30 is reached from the internet. 3 clients of the internet connected to " +
          "10.20.0.30, and were answered. Redis hands all that it holds to whoever connects.\n" +
          "Decided by ports.yaml:12:5: rule 3: deny redis\nTo do: Let only the hosts that need it reach the port.",
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "ports.yaml", uriBaseId: "%SRCROOT%", index: 0 },
            region: { startLine: 12, startColumn: 5 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: "office.pcapng", index: 1 },
            region: { startLine: 1 },
          },
          message: { text: "Frames 12, 15, 99" },
        },
      ],
    });
  });

  it("stands at the capture that holds its frames where no line decided", () => {
    const captures = [
      sampleCapture({ path: "a.pcap", packets: 10 }),
      sampleCapture({ path: "b c.pcap", packets: 10 }),
      sampleCapture({ path: "/var/d.pcap", packets: 90 }),
    ];
    const [result] = runOf(sampleCheck({ findings: [sampleFinding()], captures })).results;
    const places = locationsOf(result).map(({ physicalLocation, message }) => [
      physicalLocation.artifactLocation.uri,
      message?.text,
    ]);
    expect(places).toEqual([
      ["b%20c.pcap", "Frames 2, 5"],
      ["file:///var/d.pcap", "Frames 79"],
    ]);
  });

  it("stands at the first capture where it has no frames", () => {
    const [result] = runOf(sampleCheck({ findings: [sampleFinding({ frames: [] })] })).results;
    expect(locationsOf(result)).toHaveLength(1);
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("office.pcapng");
  });

  it("keeps its fingerprint when counts, frames and severity change", () => {
    const prints = [
      sampleFinding(),
      sampleFinding({ flows: 1, frames: [7], severity: "low", title: "now 1" }),
    ].map((finding) => runOf(sampleCheck({ findings: [finding] })).results[0].partialFingerprints);
    expect(prints[0]).toEqual(prints[1]);
    const [other] = runOf(sampleCheck({ findings: [sampleFinding({ key: "another" })] })).results;
    expect(other.partialFingerprints).not.toEqual(prints[0]);
  });
});

describe("the invocation", () => {
  it("tells how the check ended, and damage with its place", () => {
    const [invocation] = runOf(
      sampleCheck({ findings: [sampleFinding()], captures: [sampleCapture(), DAMAGED] }),
    ).invocations;
    expect(invocation).toMatchObject({
      executionSuccessful: false,
      exitCode: 1,
      exitCodeDescription:
        "Failed: 1 finding of medium severity or above; part of the input was damaged or cut",
      toolExecutionNotifications: [
        {
          descriptor: { id: "damaged-input" },
          level: "error",
          message: { text: "cut.pcap: at byte 123,456: the file ends inside a packet" },
          locations: [{ physicalLocation: { artifactLocation: { uri: "cut.pcap" } } }],
        },
      ],
    });
  });

  it("findings alone are no failure of the tool", () => {
    const [invocation] = runOf(sampleCheck({ findings: [sampleFinding()] })).invocations;
    expect(invocation).toMatchObject({ executionSuccessful: true, exitCode: 1 });
    expect(invocation).not.toHaveProperty("toolExecutionNotifications");
  });

  it("says what was left out where there are more results than GitHub takes", () => {
    const findings = Array.from({ length: MOST_RESULTS + 1 }, (_, number) => ({
      ...MANY[number % MANY.length],
      key: String(number),
    }));
    const run = runOf(sampleCheck({ findings }));
    expect(run.results).toHaveLength(MOST_RESULTS);
    expect(run.invocations[0].toolExecutionNotifications).toMatchObject([
      { message: { text: "Left out: 1 finding; --format json has all." } },
    ]);
  });
});

describe("files in URIs", () => {
  it.each([
    ["ports.yaml", "ports.yaml"],
    ["./captures/../captures/a.pcap", "captures/a.pcap"],
    [`${FOLDER}/captures/a.pcap`, "captures/a.pcap"],
    ["a b#c?d%.pcap", "a%20b%23c%3Fd%25.pcap"],
    ["a:b.pcap", "a%3Ab.pcap"],
    ["Büro/日本.pcap", "B%C3%BCro/%E6%97%A5%E6%9C%AC.pcap"],
    ["line\nbreak.pcap", "line%0Abreak.pcap"],
    ["..pcap", "..pcap"],
    ["\ud800.pcap", "%EF%BF%BD.pcap"],
    ["../outside.pcap", "file:///home/user/outside.pcap"],
    ["/var/log/a b.pcap", "file:///var/log/a%20b.pcap"],
    [".", `file://${FOLDER}`],
  ])("%j is %s", (path, uri) => {
    expect(artifactUri(path, FOLDER)).toBe(uri);
  });
});
