/** Policies at random, over few zones and ports, so that rules meet. */
import fc from "fast-check";
import type { Policy, PolicyRule } from "../../../src/findings/policy/policy.ts";
import { policyOf } from "./held-against.ts";

const ZONE_TEXTS = [
  "office: [10.0.0.0/8, 'fd00::/16']",
  "servers: [10.0.1.0/24, 10.0.3.0/25, 'fd00:1::/32']",
  "printers: [10.0.1.64/26, 10.0.3.5]",
  "hosts: [10.0.1.0, 10.0.1.255, 'fd00:1::5']",
  "all: [0.0.0.0/0]",
  "six: ['::/0']",
  "iptv: [239.1.0.0/16]",
];
const PORTS = [
  "22/tcp",
  "20-25/tcp",
  "any/tcp",
  "53/udp",
  "any",
  "any/udplite",
  "0/sctp",
  "24/tcp",
  "21-65535/udp",
  "1/dccp",
];

export const ADDRESSES = [
  "10.0.0.1",
  "10.0.1.0",
  "10.0.1.70",
  "10.0.1.255",
  "10.0.3.5",
  "10.0.3.127",
  "10.0.3.128",
  "9.255.255.255",
  "0.0.0.0",
  "8.8.8.8",
  "127.0.0.1",
  "224.0.0.1",
  "239.1.2.3",
  "255.255.255.255",
  "fd00::1",
  "fd00:1::4",
  "fd00:1::5",
  "fd00:1::6",
  "fd01::",
  "fe80::1",
  "ff02::fb",
  "::",
  "::1",
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

const names = (some: readonly string[]) => [
  ...some.map((text) => text.split(":")[0]),
  "internet",
  "loopback",
  "link-local",
];

export const policies: fc.Arbitrary<Policy> = fc.subarray(ZONE_TEXTS).chain((zones) => {
  const side = (more: readonly string[]) =>
    fc.oneof(
      fc.constant("any"),
      fc.subarray([...names(zones), ...more], { minLength: 1 }).map((some) => `[${some}]`),
    );
  const rule = fc
    .tuple(
      fc.constantFrom("allow", "deny"),
      fc.subarray(PORTS, { minLength: 1, maxLength: 3 }),
      side([]),
      side(["multicast"]),
    )
    .map(([action, ports, from, to]) => `  - { ${action}: [${ports}], from: ${from}, to: ${to} }\n`);
  return fc
    .array(rule, { maxLength: 7 })
    .map((rules) =>
      policyOf(
        `version: 1\nzones:${zones.length === 0 ? " {}" : ""}\n${zones.map((zone) => `  ${zone}\n`).join("")}rules:${
          rules.length === 0 ? " []" : ""
        }\n${rules.join("")}`,
      ),
    );
});

/** The obvious reading of a policy, for one pair of zones and one port. */
export function decidingRule(
  { rules, multicastZone }: Policy,
  from: number,
  to: number,
  hasPort: (rule: PolicyRule) => boolean,
): PolicyRule | undefined {
  return rules.find(
    (rule) =>
      (rule.from === null || rule.from.includes(from)) &&
      (rule.to === null ? to !== multicastZone : rule.to.includes(to)) &&
      hasPort(rule),
  );
}
