/** What is exported is what the policy says: held to the first matching rule, address by address. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AddressSet, firewallRulesOf, TooManyRules } from "../../../src/findings/policy/allowed.ts";
import { cellsOf } from "../../../src/findings/policy/cells.ts";
import { hasPort, portSetOf, serviceOfKey } from "../../../src/findings/policy/port-set.ts";
import {
  ADDRESS_BITS,
  type Address,
  contains,
  type Prefix,
  prefixText,
  readAddress,
} from "../../../src/findings/policy/prefix.ts";
import { serviceKey } from "../../../src/services/registry.ts";
import { policyOf } from "./held-against.ts";
import { ADDRESSES, decidingRule, policies } from "./random-policies.ts";

const addresses = ADDRESSES.map((text) => readAddress(text) as Address);
const KEYS = [
  serviceKey("tcp", 22),
  serviceKey("tcp", 24),
  serviceKey("tcp", 26),
  serviceKey("udp", 20),
  serviceKey("udp", 53),
  serviceKey("sctp", 0),
  serviceKey("dccp", 1),
  serviceKey("udplite", 65_535),
];

const hostOf = (address: Address): Prefix => ({ ...address, length: ADDRESS_BITS[address.version] });

function holds({ blocks }: AddressSet, address: Address): boolean {
  const host = hostOf(address);
  return blocks.some(
    ({ prefix, except }) => contains(prefix, host) && !except.some((hole) => contains(hole, host)),
  );
}

describe("sets of addresses", () => {
  test("are the zones: every address in one", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { sets } = firewallRulesOf(policy);
        const { cells, map } = cellsOf(policy);
        for (const address of addresses) {
          const found = sets.flatMap((set, zone) => (holds(set, address) ? [zone] : []));
          expect(found).toEqual([cells[map.of(address)].zone]);
        }
      }),
    );
  });

  test("leave out prefixes that lie in theirs, and no others", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        for (const { prefix, except } of firewallRulesOf(policy).sets.flatMap(({ blocks }) => blocks)) {
          for (const [i, hole] of except.entries()) {
            expect(contains(prefix, hole) && hole.length > prefix.length).toBe(true);
            expect(except.some((other, j) => i !== j && contains(other, hole))).toBe(false);
          }
        }
      }),
    );
  });
});

test("allowed traffic is what the first rule allows", () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const { sets, allowed, multicast } = firewallRulesOf(policy);
      for (const [from, source] of sets.entries()) {
        for (const [to, destination] of sets.entries()) {
          for (const key of KEYS) {
            const rule = decidingRule(policy, from, to, ({ ports }) => hasPort(ports, key));
            const isAllowed = allowed.some(
              (traffic) =>
                (traffic.from?.includes(source) ?? true) &&
                (traffic.to?.includes(destination) ?? destination !== multicast) &&
                hasPort(portSetOf(traffic.ports), key),
            );
            const { transport, port } = serviceOfKey(key);
            expect(isAllowed, `${source.name} > ${destination.name} ${port}/${transport}`).toBe(
              rule?.action === "allow",
            );
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe("few rules", () => {
  const rules = (...lines: string[]) =>
    policyOf(
      `version: 1\nzones: { a: 10.0.0.0/8, b: 10.1.0.0/16, c: 10.2.0.0/16 }\nrules:\n${lines.map((line) => `  - ${line}\n`).join("")}`,
    );
  const shown = (policy: ReturnType<typeof rules>) =>
    firewallRulesOf(policy).allowed.map(({ from, to, ports }) => [
      from?.map(({ name }) => name).join() ?? "any",
      to?.map(({ name }) => name).join() ?? "any",
      ports.length,
    ]);

  test("a rule with no denial before it stays one, any and all", () => {
    expect(
      shown(
        rules(
          "{ allow: [ssh, dns], from: any, to: [a, b] }",
          "{ deny: any, from: a, to: any }",
          "{ deny: dns, from: any, to: c }",
        ),
      ),
    ).toEqual([["any", "a,b", 3]]);
  });

  test("one that others cover is left out", () => {
    expect(shown(rules("{ allow: any/tcp, from: any, to: any }", "{ allow: ssh, from: a, to: b }"))).toEqual([
      ["any", "any", 1],
    ]);
  });

  test("a denial is cut out, and kept for readers", () => {
    const policy = rules("{ deny: telnet, from: a, to: any }", "{ allow: any/tcp, from: [a, b], to: c }");
    expect(shown(policy)).toEqual([
      ["b", "c", 1],
      ["a", "c", 2],
    ]);
    expect(firewallRulesOf(policy).denied.map(({ words }) => words)).toEqual([
      "rule 1: deny telnet from a to any",
    ]);
  });

  test("what would come to too many is an error", () => {
    const zones = Array.from({ length: 200 }, (_, i) => `z${i}: 10.${i}.0.0/16`);
    const denials = Array.from(
      { length: 200 },
      (_, i) => `{ deny: ${i}/tcp, from: z${i}, to: z${(i * 7) % 200} }`,
    );
    const allows = Array.from(
      { length: 300 },
      (_, i) => `{ allow: [any/tcp, ${i}/udp], from: any, to: any }`,
    );
    const policy = policyOf(
      `version: 1\nzones: { ${zones} }\nrules:\n${[...denials, ...allows].map((line) => `  - ${line}\n`).join("")}`,
    );
    expect(() => firewallRulesOf(policy)).toThrow(TooManyRules);
  });
});

test("prefixes of a zone within its own others need no block", () => {
  const policy = policyOf(
    "version: 1\nzones: { a: [10.0.0.0/8, 10.1.0.0/16, 10.1.1.0/24], b: 10.1.1.0/25 }\nrules: []\n",
  );
  const [a, b] = firewallRulesOf(policy).sets;
  expect(a.blocks.map(({ prefix, except }) => [prefixText(prefix), except.map(prefixText)])).toEqual([
    ["10.0.0.0/8", ["10.1.1.0/25"]],
  ]);
  expect(b.blocks.map(({ prefix }) => prefixText(prefix))).toEqual(["10.1.1.0/25"]);
});
