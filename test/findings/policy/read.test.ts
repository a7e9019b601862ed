import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Policy, PolicyRule } from "../../../src/findings/policy/policy.ts";
import { problemText } from "../../../src/findings/policy/policy-problems.ts";
import { portRangesOf, portWords } from "../../../src/findings/policy/port-set.ts";
import { prefixText } from "../../../src/findings/policy/prefix.ts";
import { LARGEST_POLICY, readPolicy } from "../../../src/findings/policy/read.ts";
import { parseServiceNames } from "../../../src/services/user-names.ts";
import { RIGHT, TODAY, WARNED, WRONG, withEntry, withRule } from "./policy-samples.ts";

const read = (text: string) => readPolicy(text, "ports.yaml", { today: TODAY });
const toldOf = (text: string) => read(text).problems.map(problemText);

function policyOf(text: string): Policy {
  const { policy, problems } = read(text);
  expect(problems).toEqual([]);
  if (policy === null) throw new TypeError("no policy");
  return policy;
}

const ports = ({ ports: set }: PolicyRule) => portRangesOf(set).map(portWords);
const names = ({ zones }: Policy, numbers: readonly number[] | null) =>
  numbers === null ? "any" : numbers.map((number) => zones[number].name);

describe("a policy may be", () => {
  test.each(RIGHT)("%s", (_what, text) => {
    expect(toldOf(text)).toEqual([]);
    expect(read(text).policy).not.toBeNull();
  });

  test("read, in its parts", () => {
    const policy = policyOf(`version: 1
zones:
  office: [10.0.0.0/16, "fd00:1::/48"]
  dmz: 192.0.2.0/28
rules:
  - allow: [https, 8000-8999/tcp, any/udp]
    from: [dmz, office]
    to: internet
    reason: |
      Web,
      and others
  - { deny: telnet, from: any, to: any, severity: critical }
ignore:
  - { rule: rare-port, from: [office, 10.9.0.0/16], to: any, ports: ssh, until: 2026-11-22, reason: moving }
`);
    expect(policy.path).toBe("ports.yaml");
    expect(policy.zones.map(({ name }) => name)).toEqual([
      "office",
      "dmz",
      "internet",
      "multicast",
      "loopback",
      "link-local",
    ]);
    expect(policy.zones[0].prefixes.map(prefixText)).toEqual(["10.0.0.0/16", "fd00:1::/48"]);
    expect(policy.zones[policy.defaultZone].name).toBe("internet");
    expect(policy.rulesPlace).toEqual({ line: 5, column: 1 });
    const [allow, deny] = policy.rules;
    expect(ports(allow)).toEqual(["443/tcp", "8000-8999/tcp", "any/udp"]);
    expect([names(policy, allow.from), names(policy, allow.to)]).toEqual([["office", "dmz"], ["internet"]]);
    expect(allow).toMatchObject({
      action: "allow",
      reason: "Web, and others",
      place: { line: 6, column: 5 },
    });
    expect(allow.words).toBe("rule 1: allow https, 8000-8999/tcp, any/udp from office, dmz to internet");
    expect(deny).toMatchObject({ action: "deny", from: null, to: null, severity: "critical", reason: null });
    expect(ports(deny)).toEqual(["23/tcp"]);
    const [entry] = policy.ignores;
    expect(entry).toMatchObject({ rules: ["rare-port"], to: null, until: "2026-11-22", reason: "moving" });
    expect(entry.from?.zones).toEqual([0]);
    expect(entry.from?.prefixes.map(prefixText)).toEqual(["10.9.0.0/16"]);
  });

  test.each([
    ["https", ["443/tcp", "443/udp"]],
    ["http", ["80/tcp"]],
    ["HTTP/udp", ["80/udp"]],
    ["dns", ["53/tcp", "53/udp"]],
    ["domain", ["53/tcp", "53/udp"]],
    ["ssh", ["22/tcp"]],
    ["x11", ["6000-6063/tcp"]],
    ["postgresql", ["5432/tcp"]],
    ["any", ["any"]],
    ["any/sctp", ["any/sctp"]],
    ["'any/tcp, udp'", ["any/tcp", "any/udp"]],
    ["'53/tcp,udp'", ["53/tcp", "53/udp"]],
    ["7/udp-lite", ["7/udplite"]],
    ["admin-console", ["8443/tcp", "9000-9001/udp"]],
    ["our-ssh", ["2200/tcp"]],
  ])("ports: %s", (written, expected) => {
    const { names: userNames } = parseServiceNames(
      "8443/tcp: admin-console\n9000-9001/udp: admin-console\n2200/tcp: our-ssh\n",
      "names.yaml",
    );
    const text = withRule(`{ allow: ${written}, from: any, to: any }`);
    const { policy, problems } = readPolicy(text, "ports.yaml", { today: TODAY, userNames });
    expect(problems).toEqual([]);
    expect(policy?.rules.map(ports)).toEqual([expected]);
  });

  test("an entry of ignore holds on its last day", () => {
    expect(toldOf(withEntry(`{ rule: any, until: ${TODAY} }`))).toEqual([]);
  });
});

describe("a wrong policy is told", () => {
  test.each(WRONG.map(([what, text, told]) => ({ what, text, told })))("$what", ({ text, told }) => {
    const expected = typeof told === "string" ? [told] : told;
    const { policy, problems } = read(text);
    expect(policy).toBeNull();
    expect(problems.map(problemText)).toEqual(
      expected.map((words) => expect.stringMatching(new RegExp(`^ports\\.yaml:${escaped(words)}`))),
    );
    expect(problems.every(({ kind }) => kind === "error")).toBe(true);
  });

  test.each(WARNED)("with a warning: %s", (_what, text, told) => {
    const { policy, problems } = read(text);
    expect(policy).not.toBeNull();
    expect(problems.map(({ kind }) => kind)).toEqual(["warning"]);
    expect(problems.map(problemText)).toEqual([
      expect.stringMatching(new RegExp(`^ports\\.yaml:${escaped(String(told))}`)),
    ]);
  });

  test("every error at once, in the order of the file", () => {
    const told = toldOf(
      "version: 1\nzones: { a: 10.0.0.1/8 }\nrules:\n  - { allow: 443, from: b, to: c }\n  - { deny: x y, to: a }\n",
    );
    expect(told.map((line) => line.split(": ")[0])).toEqual([
      "ports.yaml:2:13",
      "ports.yaml:4:14",
      "ports.yaml:4:25",
      "ports.yaml:4:32",
      "ports.yaml:5:5",
      "ports.yaml:5:13",
    ]);
  });

  test.each([
    ["a tab", "version: 1\nrules:\n\t- x\n", "3:1: a tab cannot indent a line in YAML: write blanks"],
    ["a second document", "version: 1\nrules: []\n---\nversion: 1\n", "3:1: a second document starts here"],
    ["a quote that does not end", 'version: 1\nrules: "x\n', "3:1: this is no YAML: Missing closing"],
    ["a tag", "version: 1\nrules: !ours []\n", "2:8: this is no YAML: Unresolved tag: !ours"],
  ])("%s", (_what, text, told) => {
    expect(toldOf(text)).toContainEqual(expect.stringContaining(`ports.yaml:${told}`));
    expect(read(text).policy).toBeNull();
  });

  test("what stands before a slip in the form is told too, what follows from it is not", () => {
    const told = toldOf("version: 1\nzones: { a: 10.0.0.1/8 }\nrules:\n  - { allow: ssh\n");
    expect(told).toHaveLength(2);
    expect(told[0]).toContain("ports.yaml:2:13: “10.0.0.1/8” has bits set");
    expect(told[1]).toContain("this is no YAML");
  });

  test("reachable rules are not warned of", () => {
    const rules = [
      "{ allow: ssh, from: office, to: any }",
      "{ deny: ssh, from: any, to: any }",
      "{ allow: 20-23/tcp, from: office, to: servers }",
      // Any is every zone but multicast.
      "{ allow: any, from: any, to: any }",
      "{ deny: any, from: any, to: multicast }",
    ];
    expect(toldOf(withRule(rules.join("\n  - ")))).toEqual([]);
  });
});

describe("a hostile file", () => {
  test("too large", () => {
    expect(toldOf("#".repeat(LARGEST_POLICY + 1))).toEqual([
      "ports.yaml:1:1: this file has more than 1024 KiB, as no policy has",
    ]);
  });

  test("deep", () => {
    expect(toldOf("[".repeat(100_000))[0]).toMatch(
      /^ports\.yaml:1:\d+: brackets are too deep|this is no YAML that/,
    );
  });

  test("aliases of aliases", () => {
    const lines = ["a: &a [10.0.0.0/8]"];
    for (let i = 0; i < 30; i++)
      lines.push(`b${i}: &b${i} [${Array(9).fill(i === 0 ? "*a" : `*b${i - 1}`)}]`);
    const told = toldOf(`version: 1\nzones:\n  ${lines.join("\n  ")}\nrules: []\n`);
    expect(told.some((line) => line.includes("an address is wanted here"))).toBe(true);
  });

  test("many aliases", () => {
    const zones = Array.from({ length: 200 }, (_, i) => `z${i}: *a`);
    const told = toldOf(`version: 1\nzones:\n  a: &a [10.0.0.0/8]\n  ${zones.join("\n  ")}\nrules: []\n`);
    expect(told.some((line) => line.includes("more than 100 aliases"))).toBe(true);
  });

  test("words that a terminal would obey are shown as what they are", () => {
    const told = toldOf(withRule('{ allow: "\\e[2J\\u202e", from: "\\0", to: any }'));
    expect(told).toHaveLength(2);
    for (const line of told) expect(line).toMatch(/^\P{C}+$/u);
  });

  test("too many rules, prefixes and entries", () => {
    expect(toldOf(`version: 1\nrules:\n${"  - {}\n".repeat(5001)}`)).toEqual([
      expect.stringContaining(":2:1: more than 5000 rules"),
    ]);
    const prefixes = Array.from({ length: 10_001 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    expect(toldOf(`version: 1\nzones:\n  a: [${prefixes}]\nrules: []\n`)).toEqual([
      expect.stringContaining("more than 10000 prefixes"),
    ]);
    expect(toldOf(`version: 1\nrules: []\nignore:\n${"  - rule: any\n".repeat(1001)}`)).toEqual([
      expect.stringContaining(":3:1: more than 1000 entries"),
    ]);
  });

  test("anything is read, or refused in lines that begin with its place", () => {
    const piece = fc.constantFrom(
      ...RIGHT.map(([, text]) => text),
      ...WRONG.map(([, text]) => text),
      ..."version: 1\n|rules:\n|  - |{ |}|[|]|: |\n|&a |*a |!t |? |\"|'|---\n|\t|<<: |~|null|10.0.0.0/8|any|https".split(
        "|",
      ),
    );
    const mixed = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    const cut = fc
      .tuple(piece, fc.nat(200), fc.string())
      .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at));
    fc.assert(
      fc.property(fc.oneof(fc.string(), mixed, cut), (text) => {
        const { policy, problems } = read(text);
        for (const problem of problems)
          expect(problemText(problem)).toMatch(/^ports\.yaml:\d+:\d+: \P{Cc}+$/u);
        expect(policy === null).toBe(problems.some(({ kind }) => kind === "error"));
      }),
      { numRuns: 500 },
    );
  });

  test("cut anywhere", () => {
    const [, whole] = RIGHT.find(([what]) => what === "every field of ignore") ?? ["", ""];
    for (let length = 0; length < whole.length; length++) {
      const { policy, problems } = read(whole.slice(0, length));
      expect(policy === null).toBe(problems.some(({ kind }) => kind === "error"));
    }
  });
});

function escaped(words: string): string {
  return words.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
