import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/findings/finding.ts";
import { policyExpectation } from "../../../src/findings/policy/policy-expectation.ts";
import { surveyOf } from "../../survey-frames.ts";
import { ends, heldAgainst, opened, policyOf, unanswered } from "./held-against.ts";

const ZONES = 'zones: { office: [10.0.0.0/16, "fd00:1::/48"], servers: [10.0.1.0/24] }';
const withEntries = (...entries: string[]) =>
  `version: 1\n${ZONES}\nrules: []\nignore:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`;

const FINDING: Finding = {
  rule: "vertical-scan",
  severity: "high",
  key: "",
  title: "",
  detail: "",
  advice: "",
  clients: ["10.0.7.5", "fd00:1::7"],
  servers: ["10.0.1.9"],
  ports: [
    { transport: "tcp", first: 20, last: 30 },
    { transport: "tcp", first: 443, last: 443 },
  ],
  flows: 1,
  frames: [],
  displayFilter: "",
  decidedBy: null,
};

function isIgnored(entry: string, finding: Partial<Finding> = {}): boolean {
  return policyExpectation(policyOf(withEntries(entry))).ignores?.({ ...FINDING, ...finding }) ?? false;
}

describe("an entry of ignore", () => {
  test.each<[string, string, Partial<Finding>, boolean]>([
    ["any finding", "{ rule: any }", {}, true],
    ["its rule", "{ rule: [rare-port, vertical-scan] }", {}, true],
    ["another rule", "{ rule: rare-port }", {}, false],
    ["on its last day", "{ rule: any, until: 2026-11-22 }", {}, true],
    ["when it ran out", "{ rule: any, until: 2026-11-21 }", {}, false],
    ["all clients by their zone", "{ rule: any, from: office }", {}, true],
    ["all clients by address and prefix", "{ rule: any, from: [10.0.7.5, 'fd00:1::/64'] }", {}, true],
    ["one of two clients", "{ rule: any, from: 10.0.7.5 }", {}, false],
    ["a zone that another has carved out of", "{ rule: any, to: office }", {}, false],
    ["a prefix does not care for zones", "{ rule: any, to: 10.0.0.0/8 }", {}, true],
    ["an address within a prefix of another entry", "{ rule: any, to: [10.0.0.0/8, 10.0.1.9] }", {}, true],
    ["all ports", "{ rule: any, ports: [20-30/tcp, https] }", {}, true],
    ["some ports", "{ rule: any, ports: 20-30/tcp }", {}, false],
    ["another transport", "{ rule: any, ports: any/udp }", {}, false],
    [
      "a port of any transport",
      "{ rule: any, ports: any }",
      { ports: [{ transport: null, first: 1, last: 9 }] },
      true,
    ],
    [
      "one transport of a port of any",
      "{ rule: any, ports: any/tcp }",
      { ports: [{ transport: null, first: 1, last: 9 }] },
      false,
    ],
    ["no ports, where it names some", "{ rule: any, ports: any }", { ports: [] }, false],
    ["no clients, where it names some", "{ rule: any, from: office }", { clients: [] }, false],
    ["no clients, where it names none", "{ rule: any, to: servers }", { clients: [] }, true],
    ["what is no address", "{ rule: any, from: internet }", { clients: ["somebody"] }, false],
    [
      "everything at once",
      "{ rule: vertical-scan, from: office, to: servers, ports: any/tcp, until: 2030-01-01 }",
      {},
      true,
    ],
  ])("%s", (_what, entry, finding, expected) => {
    expect(isIgnored(entry, finding)).toBe(expected);
  });

  test("is one that is about all of it: two entries do not add up", () => {
    const { ignores } = policyExpectation(
      policyOf(withEntries("{ rule: any, from: 10.0.7.5 }", "{ rule: any, from: 'fd00:1::7' }")),
    );
    expect(ignores?.(FINDING)).toBe(false);
  });
});

describe("unexpected ports that are ignored", () => {
  const packets = [
    ...opened(ends("10.0.7.5", 40_000, "10.0.1.9", 8081)),
    ...opened(ends("10.0.7.6", 40_000, "10.0.1.9", 8081)),
    ...opened(ends("10.0.7.7", 40_000, "10.0.1.9", 8082)),
  ];

  test("are counted, and taken out of the finding that the others make", async () => {
    const traffic = await surveyOf(packets);
    const text = withEntries(
      "{ rule: unexpected-port, from: 10.0.7.5 }",
      "{ rule: any, from: office, ports: 8082/tcp }",
    );
    const { findings, ignored } = await heldAgainst(policyOf(text), traffic);
    expect(findings.map(({ key, clients, flows }) => [key, clients, flows])).toEqual([
      ["office > servers 8081/tcp", ["10.0.7.6"], 1],
    ]);
    expect(ignored).toBe(2);
  });

  test("and those of entries for other rules, other ends and other days are not", async () => {
    const traffic = await surveyOf(packets);
    for (const entry of [
      "{ rule: rare-port }",
      "{ rule: any, to: 10.0.7.5 }",
      "{ rule: any, from: 10.0.9.0/24 }",
      "{ rule: any, ports: 8081/udp }",
      "{ rule: any, until: 2020-01-01 }",
    ]) {
      const { findings, ignored } = await heldAgainst(policyOf(withEntries(entry)), traffic);
      expect([findings.length, ignored]).toEqual([2, 0]);
    }
  });

  test("a scanner of one's own", async () => {
    const scan = Array.from({ length: 50 }, (_, i) =>
      unanswered(ends("10.0.7.5", 40_000, "10.0.1.9", 1 + i)),
    ).flat();
    const { findings, ignored } = await heldAgainst(
      policyOf(withEntries("{ rule: unexpected-port, from: 10.0.7.5 }")),
      await surveyOf(scan),
    );
    expect([findings.length, ignored]).toEqual([0, 1]);
  });
});
