import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "../../../src/findings/finding.ts";
import type { CheckReport } from "../../../src/report/findings/check-report.ts";
import { renderCheckJson } from "../../../src/report/findings/json.ts";
import { ALL_KINDS, CHECKS, DAMAGED, sampleCapture, sampleCheck, sampleFinding } from "./sample-check.ts";

type Json = { readonly [name: string]: unknown };
const schema: Json = JSON.parse(readFileSync("schemas/check.schema.json", "utf8"));

/** The schema as it would be if fields could not be added: what it does not describe is found. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]));
  return "properties" in value && "type" in value ? { ...inside, additionalProperties: false } : inside;
}

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const isValid = ajv.compile(schema);
const isDescribed = ajv.compile(closed(schema) as Json);

function faults(value: unknown): string[] {
  isDescribed(value);
  return (isDescribed.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each(CHECKS)("%s, as JSON", (_name, report) => {
  const json = renderCheckJson(report);

  it("is of the schema, which describes every field", () => {
    expect(faults(JSON.parse(json))).toEqual([]);
    expect(isValid(JSON.parse(json))).toBe(true);
  });

  it("gives every text back as it was, and shows nothing unseen", () => {
    expect(JSON.parse(json)).toEqual(report);
    expect(json.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });
});

describe("the schema", () => {
  const good = sampleCheck({ findings: ALL_KINDS });

  it.each<[string, unknown]>([
    ["a field is missing", { ...good, exit: undefined }],
    ["a field is renamed", { ...good, exit: { status: 1, reason: "" } }],
    ["another severity", { ...good, findings: [{ ...good.findings[0], severity: "severe" }] }],
    ["another rule", { ...good, findings: [{ ...good.findings[0], rule: "odd-port" }] }],
    ["another exit code", { ...good, exit: { code: 2, reason: "usage" } }],
    ["ports in words", { ...good, findings: [{ ...good.findings[0], ports: ["ssh"] }] }],
    ["a fraction of a flow", { ...good, findings: [{ ...good.findings[0], flows: 0.5 }] }],
    [
      "line 0",
      {
        ...good,
        findings: [{ ...good.findings[0], decidedBy: { path: "", line: 0, column: 1, words: "" } }],
      },
    ],
  ])("refuses: %s", (_what, value) => {
    expect(isValid(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  it("takes fields that are added, which only the test against real output refuses", () => {
    const more = { ...good, added: true };
    expect(isValid(more)).toBe(true);
    expect(faults(more)).toEqual([" must NOT have additional properties"]);
  });
});

describe("how a check ends", () => {
  const medium = sampleFinding({ severity: "medium" });
  const damage = { captures: [DAMAGED] };

  it.each<[string, CheckReport, CheckReport["exit"]]>([
    ["nothing found", sampleCheck(), { code: 0, reason: "no finding of medium severity or above" }],
    [
      "something as severe",
      sampleCheck({ findings: [medium] }),
      { code: 1, reason: "1 finding of medium severity or above" },
    ],
    [
      "nothing so severe",
      sampleCheck({ findings: [medium], failOn: "high" }),
      { code: 0, reason: "no finding of high severity or above" },
    ],
    [
      "the most severe",
      sampleCheck({ findings: [sampleFinding({ severity: "critical" })], failOn: "critical" }),
      { code: 1, reason: "1 finding of critical severity" },
    ],
    [
      "nothing may fail",
      sampleCheck({ findings: ALL_KINDS, failOn: "none" }),
      { code: 0, reason: "no finding fails (--fail-on none)" },
    ],
    [
      "damage",
      sampleCheck({ ...damage }),
      { code: 3, reason: "no finding of medium severity or above, but part of the input was damaged or cut" },
    ],
    [
      "damage, where nothing may fail",
      sampleCheck({ ...damage, failOn: "none" }),
      { code: 3, reason: "no finding fails (--fail-on none), but part of the input was damaged or cut" },
    ],
    [
      "findings and damage: as verify, found comes first",
      sampleCheck({ ...damage, findings: [medium, sampleFinding()] }),
      { code: 1, reason: "2 findings of medium severity or above; part of the input was damaged or cut" },
    ],
    [
      "a file that was no capture, beside one that was",
      sampleCheck({ captures: [sampleCapture(), sampleCapture({ format: null, complete: false })] }),
      { code: 3, reason: "no finding of medium severity or above, but part of the input was damaged or cut" },
    ],
  ])("%s", (_what, report, exit) => {
    expect(report.exit).toEqual(exit);
  });

  it("counts of severities are those of the findings", () => {
    const { counts, findings } = sampleCheck({ findings: ALL_KINDS });
    for (const severity of SEVERITIES) {
      expect(counts[severity]).toBe(findings.filter((finding) => finding.severity === severity).length);
    }
    expect(Object.keys(counts)).toEqual([...SEVERITIES].reverse());
  });
});
