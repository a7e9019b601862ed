import { execFileSync } from "node:child_process";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { lockPolicy } from "../../src/findings/baseline/lock-policy.ts";
import { readLock } from "../../src/findings/baseline/read-lock.ts";
import { firewallRulesOf } from "../../src/findings/policy/allowed.ts";
import { cellsOf } from "../../src/findings/policy/cells.ts";
import type { Policy } from "../../src/findings/policy/policy.ts";
import { hasPort } from "../../src/findings/policy/port-set.ts";
import {
  ADDRESS_BITS,
  type Address,
  contains,
  type Prefix,
  readAddress,
  readPrefix,
} from "../../src/findings/policy/prefix.ts";
import { renderKubernetes } from "../../src/report/firewall/kubernetes.ts";
import { renderNftables } from "../../src/report/firewall/nftables.ts";
import { renderRulesMarkdown } from "../../src/report/firewall/rules-markdown.ts";
import { UniqueNames } from "../../src/report/firewall/unique-names.ts";
import { serviceKey } from "../../src/services/registry.ts";
import { policyOf } from "../findings/policy/held-against.ts";
import { ADDRESSES, decidingRule, policies } from "../findings/policy/random-policies.ts";

const POLICY = policyOf(`version: 1
zones:
  büro: [10.0.0.0/8, "fd00::/8"]
  Web: [10.0.1.0/24]
  web: [192.0.2.0/28]
  only-six: ["2001:db8::/32"]
rules:
  - { deny: telnet, from: any, to: any, reason: 'clear "text" \\ $(id) \\u202e' }
  - allow: [https, dns, 8000-8999/tcp, any/sctp, 7/udplite, 9/dccp]
    from: [büro, web]
    to: Web
    reason: "äöü, and so many words that the kernel has no room for them in its comments, which is where they would go"
  - { allow: any, from: only-six, to: internet }
  - { allow: ftp-data, from: web, to: any }
  - { allow: mdns, from: büro, to: multicast }
`);

const OTHERS = "10.0.0.0-10.0.0.255,\n\t\t\t10.0.2.0-10.255.255.255";

const OF_LOCK = policyOfLock(
  "10.0.0.5 443/tcp https tls",
  "fd00::5 443/tcp",
  "224.0.0.251 5353/udp mdns mdns",
  "internet any/udp - rtp",
  "internet 8000-8010/tcp",
);

function policyOfLock(...lines: string[]): Policy {
  const { lock } = readLock(["# portolan.lock/1", ...lines].join("\n"), "ports.lock");
  if (lock === null) throw new TypeError("no lock");
  return lockPolicy(lock);
}

describe("nftables", () => {
  const text = renderNftables(firewallRulesOf(POLICY));

  test("sets for zones, rules for what is allowed, and nothing else is forwarded", () => {
    expect(text).toContain(`elements = { ${OTHERS} }`);
    expect(text).toContain("type filter hook forward priority filter; policy drop;");
    expect(text).toContain("ct state established,related accept");
    expect(text).toMatch(
      /\tip saddr @b_ro_web_v4 ip daddr @Web_v4 tcp dport \{ 53, 443, 8000-8999 \} accept comment "rule 2: /,
    );
    expect(text).toMatch(/ip saddr @b_ro_web_v4 ip daddr @Web_v4 udp dport \{ 53, 443 \} accept/);
    expect(text).toMatch(/meta l4proto sctp accept/);
    expect(text).toMatch(/udplite dport 7 accept/);
    expect(text).toMatch(/dccp dport 9 accept/);
    expect(text).toMatch(
      /ip6 saddr @only_six_v6 ip6 daddr @internet_v6 meta l4proto \{ udp, sctp, dccp, udplite \} accept/,
    );
  });

  test("what goes to multicast is decided before what goes anywhere", () => {
    const order = ["udp dport 5353 accept", "ip daddr @multicast_v4 drop", "tcp dport 20 accept"];
    const places = order.map((words) => text.indexOf(words));
    expect(places.every((at) => at > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("what rules about ports cannot say is told", () => {
    expect(text).toMatch(/^# 20\/tcp \(ftp-data\) stands for connections on negotiated ports: .*ct helper/m);
    expect(text).toMatch(/^# your own for other ICMP/m);
  });

  test("words stay in their comments", () => {
    for (const line of text.split("\n")) {
      const [, comment = ""] = /comment "([^"]*)"$/.exec(line) ?? [];
      expect(new TextEncoder().encode(comment).length).toBeLessThan(128);
      expect(line).toMatch(/^[^\p{C}]*$|^\t+[^\p{C}]*$/u);
    }
    expect(text.match(/"/g)?.length).toBe(2 * (text.match(/comment "/g)?.length ?? 0));
  });

  test("a policy that allows nothing", () => {
    const nothing = renderNftables(firewallRulesOf(policyOf("version: 1\nrules: []\n")));
    expect(nothing).not.toContain("set ");
    expect(nothing).not.toContain("comment");
  });

  describe.skipIf(!hasNft())(
    "nft -c -f takes (skipped where nft(8) is not installed or may not ask the kernel)",
    () => {
      test("the example", () => expect(checkedByNft(text)).toBe(""));

      test("a lock", () => expect(checkedByNft(renderNftables(firewallRulesOf(OF_LOCK)))).toBe(""));

      test("any other policy", () => {
        fc.assert(
          fc.property(policies, (policy) => {
            expect(checkedByNft(renderNftables(firewallRulesOf(policy)))).toBe("");
          }),
          { numRuns: 25 },
        );
      });
    },
  );
});

function hasNft(): boolean {
  return checkedByNft("table inet portolan {\n}\n") === "";
}

/** What nft(8) complains of; empty where it does not. */
function checkedByNft(text: string): string {
  try {
    execFileSync("nft", ["-c", "-f", "-"], { input: text, stdio: ["pipe", "pipe", "pipe"] });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** NetworkPolicy of networking.k8s.io/v1, as its reference has it, with nothing else in it. */
const strict = (properties: object, required: readonly string[]) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const label = "^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";
const port = { type: "integer", minimum: 1, maximum: 65_535 };
const cidr = { type: "string", pattern: "^[0-9a-f:.]+/[0-9]{1,3}$" };
const NETWORK_POLICY = strict(
  {
    apiVersion: { const: "networking.k8s.io/v1" },
    kind: { const: "NetworkPolicy" },
    metadata: strict({ name: { type: "string", pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" } }, ["name"]),
    spec: strict(
      {
        podSelector: strict(
          {
            matchLabels: {
              type: "object",
              minProperties: 1,
              propertyNames: { pattern: "^[a-z0-9.-]+/[A-Za-z0-9._-]{1,63}$" },
              additionalProperties: { type: "string", pattern: label },
            },
          },
          ["matchLabels"],
        ),
        policyTypes: { const: ["Ingress"] },
        ingress: {
          type: "array",
          items: strict(
            {
              from: {
                type: "array",
                minItems: 1,
                items: strict(
                  {
                    ipBlock: strict({ cidr, except: { type: "array", minItems: 1, items: cidr } }, ["cidr"]),
                  },
                  ["ipBlock"],
                ),
              },
              ports: {
                type: "array",
                minItems: 1,
                items: {
                  ...strict({ protocol: { enum: ["TCP", "UDP", "SCTP"] }, port, endPort: port }, [
                    "protocol",
                  ]),
                  dependencies: { endPort: ["port"] },
                },
              },
            },
            ["ports"],
          ),
        },
      },
      ["podSelector", "policyTypes", "ingress"],
    ),
  },
  ["apiVersion", "kind", "metadata", "spec"],
);

interface NetworkPolicy {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly ingress: readonly {
      readonly from?: readonly {
        readonly ipBlock: { readonly cidr: string; readonly except?: readonly string[] };
      }[];
      readonly ports: readonly {
        readonly protocol: string;
        readonly port?: number;
        readonly endPort?: number;
      }[];
    }[];
  };
}

function networkPolicies(text: string): NetworkPolicy[] {
  return parseAllDocuments(text).map((document) => document.toJS() as NetworkPolicy);
}

/** As the reference explains it: from any of the blocks, to any of the ports. */
function lets({ spec }: NetworkPolicy, client: Address, protocol: string, asked: number): boolean {
  const host: Prefix = { ...client, length: ADDRESS_BITS[client.version] };
  const isIn = (block: string) => contains(readPrefix(block) as Prefix, host);
  return spec.ingress.some(
    ({ from, ports }) =>
      (from?.some(({ ipBlock }) => isIn(ipBlock.cidr) && !(ipBlock.except ?? []).some(isIn)) ?? true) &&
      ports.some(
        (each) =>
          each.protocol === protocol &&
          (each.port === undefined || (each.port <= asked && asked <= (each.endPort ?? each.port))),
      ),
  );
}

describe("Kubernetes", () => {
  const validate = new Ajv({ strict: false }).compile({
    $schema: "http://json-schema.org/draft-07/schema#",
    ...NETWORK_POLICY,
  });
  const { text, warnings } = renderKubernetes(firewallRulesOf(POLICY));

  test("of a lock: a policy for each set of servers, none for groups and the internet", () => {
    const ofLock = renderKubernetes(firewallRulesOf(OF_LOCK));
    const found = networkPolicies(ofLock.text);
    for (const each of found) expect([validate(each), validate.errors]).toEqual([true, null]);
    expect(found.map(({ metadata }) => metadata.name)).toEqual(["portolan-to-zone-10-0-0-5-and-1-more"]);
    expect(ofLock.warnings).toEqual([
      expect.stringContaining("no pods are in zone 224.0.0.251"),
      expect.stringContaining("no pods are in zone internet"),
    ]);
  });

  test("a policy for each zone, which a strict schema accepts", () => {
    const found = networkPolicies(text);
    for (const each of found) expect([validate(each), validate.errors]).toEqual([true, null]);
    expect(found.map(({ metadata }) => metadata.name)).toEqual([
      "portolan-to-b-ro",
      "portolan-to-web",
      "portolan-to-web-2",
      "portolan-to-only-six",
    ]);
    expect(found[1].spec.ingress[0]).toEqual({
      from: [
        { ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.1.0/24"] } },
        { ipBlock: { cidr: "fd00::/8" } },
        { ipBlock: { cidr: "192.0.2.0/28" } },
      ],
      ports: [
        { protocol: "TCP", port: 53 },
        { protocol: "TCP", port: 443 },
        { protocol: "TCP", port: 8000, endPort: 8999 },
        { protocol: "UDP", port: 53 },
        { protocol: "UDP", port: 443 },
        { protocol: "SCTP" },
      ],
    });
  });

  test("what it cannot say is told, and stands in the file", () => {
    expect(warnings.map((warning) => warning.replace(/ of rule 2: .*/, " of rule 2"))).toEqual([
      "9/dccp of rule 2",
      "7/udplite of rule 2",
      expect.stringContaining("any/dccp of rule 3"),
      expect.stringContaining("any/udplite of rule 3"),
      expect.stringContaining("as no pods are in zone internet"),
      expect.stringContaining("as no pods are in zone multicast"),
      expect.stringContaining("20/tcp (ftp-data) stands for connections on negotiated ports"),
    ]);
    for (const warning of warnings) expect(text).toContain(`# Not said here: ${warning}\n`);
  });

  test("lets through what the first rule allows, and nothing else", () => {
    const asked = [
      ["TCP", "tcp", 22],
      ["TCP", "tcp", 24],
      ["UDP", "udp", 53],
      ["UDP", "udp", 22],
      ["SCTP", "sctp", 7],
    ] as const;
    fc.assert(
      fc.property(policies, (policy) => {
        const found = networkPolicies(renderKubernetes(firewallRulesOf(policy)).text);
        const own = policy.zones.flatMap(({ isBuiltIn, prefixes }, zone) =>
          !isBuiltIn && prefixes.length > 0 ? [zone] : [],
        );
        expect(own.length === 0 ? 0 : found.length).toBe(own.length);
        const { cells, map } = cellsOf(policy);
        for (const [i, to] of own.entries()) {
          for (const client of ADDRESSES.map((each) => readAddress(each) as Address)) {
            for (const [protocol, transport, number] of asked) {
              const key = serviceKey(transport, number);
              const rule = decidingRule(policy, cells[map.of(client)].zone, to, ({ ports }) =>
                hasPort(ports, key),
              );
              expect(lets(found[i], client, protocol, number)).toBe(rule?.action === "allow");
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("Markdown", () => {
  test("tables of what is allowed, what is denied, and the zones", () => {
    const text = renderRulesMarkdown(firewallRulesOf(POLICY));
    expect(text).toContain(
      "| only-six | internet | 0-22/tcp, 24-65535/tcp, any/udp, any/sctp, any/dccp, any/udplite |",
    );
    expect(text).toContain("| web | anywhere but multicast | 20/tcp (ftp-data) |");
    expect(text).toContain("\n| anywhere | anywhere but multicast | 23/tcp (telnet) | clear");
    expect(text).toContain("| büro | `10.0.0.0/8` without `10.0.1.0/24`, `fd00::/8` |");
    const tables = text.split("\n\n").filter((block) => block.startsWith("|"));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const widths = table.split("\n").map((row) => row.split("|").length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  test("words cannot be markup", () => {
    const hostile = policyOf(
      "version: 1\nrules:\n  - { allow: ssh, from: any, to: any, reason: 'a | b <script> [x](y) `c`' }\n",
    );
    const text = renderRulesMarkdown(firewallRulesOf(hostile));
    const [row] = text.split("\n").filter((line) => line.includes("script"));
    expect(row.split("|")).toHaveLength(7);
    expect(row).not.toContain("<script>");
    expect(row).not.toContain("[x](y)");
  });
});

describe("names of zones for others", () => {
  const names = () => new UniqueNames((name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), "-", 12);

  test.each([
    ["office", "office"],
    ["büro", "b-ro"],
    ["事務所", "zone"],
    ["_x_", "x"],
    ["9lives", "zone-9lives"],
    ["a-very-long-name", "a-very-long"],
  ])("%s", (zone, name) => expect(names().of(zone)).toBe(name));

  test("no two the same, each always the same", () => {
    const given = names();
    const zones = ["Web", "web", "WEB", "web-2", "a-very-long-name", "a-very-long-other", "事", "務"];
    const found = zones.map((zone) => given.of(zone));
    expect(new Set(found).size).toBe(zones.length);
    expect(zones.map((zone) => given.of(zone))).toEqual(found);
    for (const name of found) expect(name).toMatch(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
  });
});
