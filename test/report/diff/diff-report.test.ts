import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { renderDiffJson } from "../../../src/report/diff/json.ts";
import { ALL_KINDS, ATTEMPTS, DIFFS, sampleDiff, sampleDifference, sampleService } from "./sample-diff.ts";

const isValid = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("schemas/diff.schema.json", "utf8")),
);

describe.each(DIFFS)("JSON of %s", (_name, report) => {
  it("is of its schema, and reads back as the report", () => {
    const text = renderDiffJson(report);
    expect(JSON.parse(text)).toEqual(report);
    expect(isValid(JSON.parse(text)), JSON.stringify(isValid.errors)).toBe(true);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });
});

it("the schema refuses what is missing or another", () => {
  const report = sampleDiff(ALL_KINDS);
  expect(isValid({ ...report, counts: {} })).toBe(false);
  expect(isValid({ ...report, differences: [{ ...report.differences[0], kind: "other" }] })).toBe(false);
});

it("titles and filters say what each is about", () => {
  const told = sampleDiff(ALL_KINDS).differences.map(({ title, displayFilter }) => [title, displayFilter]);
  const web = "ip.addr == 10.0.0.2 && tcp.port == 443";
  expect(told).toEqual([
    ["443/tcp (https) of 10.0.0.2 is new", web],
    ["443/tcp of the internet is new", "tcp.port == 443"],
    ["bittorrent on any tcp port of 10.0.0.2 is new", "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2"],
    ["443/tcp (https) of 10.0.0.2 answers now", web],
    ["443/tcp (https) of 10.0.0.2 is now 8443/tcp (https-alt)", "ip.addr == 10.0.0.2 && tcp.port == 8443"],
    ["443/tcp (https) of 10.0.0.2 is now at 10.0.0.9", "ip.addr == 10.0.0.9 && tcp.port == 443"],
    ["443/tcp (https) of 10.0.0.2 is tls, and was http", web],
    ["443/tcp (https) of 10.0.0.2 does not answer any more", web],
    ["443/tcp (https) of 10.0.0.2 is gone", ""],
    ["443/tcp (https) of 10.0.0.2 was asked for in vain", web],
    [
      "10.0.0.66 tried 1,000 services of 2 servers, all in vain",
      "ip.addr == 10.0.0.66 && ip.addr in {10.0.0.2, 10.0.0.3} && (tcp.port in {1..500} || udp.port == 53)",
    ],
    ["443/tcp (https) of 10.0.0.2 is no longer asked for in vain", ""],
    ["10.0.0.66 no longer tries 1,000 services of 2 servers in vain", expect.any(String)],
  ]);
});

it("lists are bounded, and what is left out is counted", () => {
  const addresses = Array.from({ length: 130 }, (_, i) => `10.0.1.${i}`);
  const seen = {
    outcomes: { answered: 130, unanswered: 0, refused: 0 },
    clients: addresses,
    clientCount: 230,
    frames: [],
  };
  const { differences } = sampleDiff([
    sampleDifference({ after: sampleService({ seen }) }),
    sampleDifference({
      kind: "tried",
      after: null,
      attempts: { ...ATTEMPTS, servers: addresses, serverCount: 130 },
    }),
  ]);
  expect(differences[0].after?.seen).toMatchObject({ clients: addresses.slice(0, 100), omittedClients: 130 });
  expect(differences[1].attempts).toMatchObject({ servers: addresses.slice(0, 100), omittedServers: 30 });
});

describe("how it ends", () => {
  const found = [sampleDifference(), sampleDifference({ severity: "low" })];
  it.each([
    ["medium", true, 1, "1 difference of medium severity or above"],
    ["medium", false, 1, "1 difference of medium severity or above; part of the input was damaged or cut"],
    ["low", true, 1, "2 differences of low severity or above"],
    ["high", true, 0, "no difference of high severity or above"],
    ["high", false, 3, "no difference of high severity or above, but part of the input was damaged or cut"],
    ["none", true, 0, "no difference fails (--fail-on none)"],
    ["none", false, 3, "no difference fails (--fail-on none), but part of the input was damaged or cut"],
  ] as const)("--fail-on %s, whole: %s", (failOn, complete, code, reason) => {
    expect(sampleDiff(found, { failOn, complete }).exit).toEqual({ code, reason });
  });
});
