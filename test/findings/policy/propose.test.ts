import { describe, expect, test } from "vitest";
import { survey } from "../../../src/analyze.ts";
import { firewallRulesOf } from "../../../src/findings/policy/allowed.ts";
import { portWords } from "../../../src/findings/policy/port-set.ts";
import { prefixText } from "../../../src/findings/policy/prefix.ts";
import { type ProposedPolicy, proposePolicy } from "../../../src/findings/policy/propose.ts";
import { readPolicy } from "../../../src/findings/policy/read.ts";
import type { Traffic } from "../../../src/findings/traffic.ts";
import { renderNftables } from "../../../src/report/firewall/nftables.ts";
import { policyText } from "../../../src/report/policy-text.ts";
import { tcpBetween, udpBetween } from "../../conversations.ts";
import { FIXTURE_CAPTURES } from "../../fixture-captures.ts";
import type { Bytes } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";
import { asked, ends, heldAgainst, opened, refused, unanswered } from "./held-against.ts";
import { TODAY } from "./policy-samples.ts";

/** The policy that is written of the traffic, read again: without a problem, and with nothing left to find. */
async function expectLaw(traffic: Traffic): Promise<void> {
  const text = policyText(proposePolicy(traffic), ["capture.pcap"], undefined);
  const { policy, problems } = readPolicy(text, "ports.yaml", { today: TODAY });
  expect(problems).toEqual([]);
  if (policy === null) throw new TypeError("no policy");
  expect((await heldAgainst(policy, traffic)).findings).toEqual([]);
}

async function proposed(packets: readonly Bytes[]): Promise<ProposedPolicy> {
  const traffic = await surveyOf(packets);
  await expectLaw(traffic);
  return proposePolicy(traffic);
}

const zonesOf = ({ zones }: ProposedPolicy) =>
  zones.map(({ name, prefixes }) => `${name}: ${prefixes.map(prefixText)}`);
const rulesOf = ({ rules }: ProposedPolicy) =>
  rules.map(({ from, to, ports }) => `${from} > ${to}: ${ports.map((each) => portWords(each.ports))}`);
const ignoresOf = ({ ignores }: ProposedPolicy) =>
  ignores.map(({ from, to, ports, why }) => `${from} > ${to}: ${ports.map(portWords)} ${why}`);

describe("a capture held against its own first policy gives no finding", () => {
  test.each(FIXTURE_CAPTURES)("$name", async ({ path }) => {
    const traffic = await survey(path);
    await expectLaw(traffic);
    const once = policyText(proposePolicy(traffic), [path], undefined);
    expect(policyText(proposePolicy(await survey(path, { threads: 2 })), [path], undefined)).toBe(once);
    const { policy } = readPolicy(once, "ports.yaml", { today: TODAY });
    expect(policy && renderNftables(firewallRulesOf(policy))).toContain("policy drop");
  });
});

describe("zones", () => {
  const host = (address: string, server = "198.51.100.1") => opened(ends(address, 40_000, server, 443));

  test("are the subnets of private addresses", async () => {
    const found = await proposed([
      ...host("10.0.7.5"),
      ...host("10.0.7.6"),
      ...host("192.168.1.1"),
      ...host("172.31.0.1"),
      ...host("100.64.0.1"),
      ...host("fd00:1:2:3::1", "2001:db8::1"),
      ...host("8.8.8.8"),
      ...host("127.0.0.1", "127.0.0.1"),
      ...host("169.254.1.1"),
      ...host("fe80::1", "fe80::2"),
    ]);
    expect(zonesOf(found)).toEqual([
      "lan-10-0-7: 10.0.7.0/24",
      "lan-100-64-0: 100.64.0.0/24",
      "lan-172-31-0: 172.31.0.0/24",
      "lan-192-168-1: 192.168.1.0/24",
      "lan-fd00-1-2-3: fd00:1:2:3::/64",
    ]);
    expect(found.zones[0].addresses).toBe(2);
    expect(rulesOf(found)).toContain(
      "lan-10-0-7,lan-100-64-0,lan-172-31-0,lan-192-168-1,lan-fd00-1-2-3,internet,link-local > internet: 443/tcp",
    );
  });

  test("are wider where there are many", async () => {
    const hosts = (count: number, address: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => host(address(i))).flat();
    expect(zonesOf(await proposed(hosts(8, (i) => `10.1.${i}.1`)))).toHaveLength(8);
    expect(zonesOf(await proposed([...hosts(9, (i) => `10.1.${i}.1`), ...host("10.2.0.1")]))).toEqual([
      "lan-10-1: 10.1.0.0/16",
      "lan-10-2-0: 10.2.0.0/24",
    ]);
    expect(zonesOf(await proposed([...hosts(9, (i) => `10.${i}.0.1`), ...host("192.168.0.1")]))).toEqual([
      "lan-10: 10.0.0.0/8",
      "lan-192-168-0: 192.168.0.0/24",
    ]);
  });

  test("do not follow what a scan asks for", async () => {
    const scan = Array.from({ length: 200 }, (_, i) =>
      unanswered(ends("10.0.7.5", 40_000, `10.${i}.0.1`, 22)),
    ).flat();
    expect(zonesOf(await proposed([...scan, ...host("10.0.8.1")]))).toEqual([
      "lan-10-0-7: 10.0.7.0/24",
      "lan-10-0-8: 10.0.8.0/24",
      "private: 10.0.0.0/8",
    ]);
  });

  test("where addresses are public, the subnet that takes part in most flows", async () => {
    const clients = ["8.8.8.8", "9.9.9.9", "1.1.1.1", "4.4.4.4"].flatMap((client) =>
      host(client, "198.51.100.9"),
    );
    expect(zonesOf(await proposed(clients))).toEqual(["site: 198.51.100.0/24"]);
    // Of two ends that always talk to each other there is no telling.
    expect(zonesOf(await proposed(host("8.8.8.8")))).toEqual([]);
    // Who asks a public server is private.
    const resolvers = ["10.0.7.5", "10.0.7.6", "10.0.7.7", "10.0.7.8"].flatMap((client) =>
      host(client, "9.9.9.9"),
    );
    expect(zonesOf(await proposed(resolvers))).toEqual(["lan-10-0-7: 10.0.7.0/24"]);
  });
});

describe("rules", () => {
  test("allow what was answered, several ports in one, and zones with the same ports together", async () => {
    const found = await proposed([
      ...opened(ends("10.0.1.5", 40_000, "10.0.3.9", 443)),
      ...opened(ends("10.0.1.6", 40_000, "10.0.3.9", 443)),
      ...asked(ends("10.0.1.5", 40_000, "10.0.3.53", 53)),
      ...opened(ends("10.0.2.5", 40_000, "10.0.3.9", 443)),
      ...asked(ends("10.0.2.5", 40_000, "10.0.3.53", 53)),
      ...opened(ends("10.0.2.5", 40_000, "10.0.4.9", 22)),
    ]);
    expect(rulesOf(found)).toEqual([
      "lan-10-0-1,lan-10-0-2 > lan-10-0-3: 443/tcp,53/udp",
      "lan-10-0-2 > lan-10-0-4: 22/tcp",
    ]);
    expect(found.rules[0].ports.map(({ flows, clients }) => [flows, clients])).toEqual([
      [3, 3],
      [2, 2],
    ]);
  });

  test("have a range for very many ports", async () => {
    const packets = Array.from({ length: 40 }, (_, i) =>
      opened(ends("10.0.1.5", 60_000, "10.0.3.9", i < 20 ? 40_000 + 11 * i : 100 + i)),
    );
    const [rule] = (await proposed(packets.flat())).rules;
    expect(rule.ports.map((each) => portWords(each.ports))).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `${120 + i}/tcp`),
      "32768-65535/tcp",
    ]);
    expect(rule.ports.at(-1)).toMatchObject({ seen: 20, flows: 20, clients: 1 });
  });
});

describe("what is not allowed", () => {
  test("is ignored narrowly, and says why", async () => {
    const talk = tcpBetween(ends("10.0.1.7", 40_001, "10.0.3.9", 40_002));
    const found = await proposed([
      ...refused(ends("10.0.1.5", 40_000, "10.0.3.9", 22)),
      ...unanswered(ends("10.0.1.5", 40_000, "10.0.3.9", 23)),
      talk.request("?"),
      talk.response("!"),
    ]);
    expect(rulesOf(found)).toEqual([]);
    expect(ignoresOf(found).sort()).toEqual([
      "10.0.1.5 > 10.0.3.9: 22/tcp refused",
      "10.0.1.5 > 10.0.3.9: 23/tcp not answered",
      "10.0.1.7 > 10.0.3.9: 40002/tcp direction not known",
    ]);
  });

  test("a scan is one entry", async () => {
    const scan = Array.from({ length: 400 }, (_, i) =>
      unanswered(ends("10.0.1.5", 40_000, "10.0.3.9", 1 + 2 * i)),
    ).flat();
    expect(ignoresOf(await proposed(scan))).toEqual(["10.0.1.5 > 10.0.3.9: any/tcp not answered"]);
  });

  test("entries about the same ports are joined", async () => {
    const packets = Array.from({ length: 6 }, (_, i) =>
      unanswered(ends(`10.0.${i}.1`, 40_000, `10.1.${i}.9`, 514)),
    );
    const some = ignoresOf(await proposed(packets.slice(0, 4).flat()));
    expect(some).toHaveLength(4);
    expect(ignoresOf(await proposed(packets.flat()))).toHaveLength(1);
  });

  test("multicast is neither", async () => {
    const found = await proposed([udpBetween(ends("10.0.1.5", 5353, "224.0.0.251", 5353)).request()]);
    expect([rulesOf(found), ignoresOf(found)]).toEqual([[], []]);
    expect(found.multicast.map(({ ports, flows, clients }) => [portWords(ports), flows, clients])).toEqual([
      ["5353/udp", 1, 1],
    ]);
  });
});

describe("the file", () => {
  test("says what speaks for each line", async () => {
    const traffic = await surveyOf([
      ...opened(ends("10.0.1.5", 40_000, "10.0.3.9", 443)),
      ...opened(ends("10.0.1.6", 40_000, "10.0.3.9", 443)),
      ...opened(ends("fd00:1::5", 40_000, "fd00:1::9", 8081)),
      ...refused(ends("10.0.1.5", 40_000, "10.0.3.9", 22)),
      udpBetween(ends("10.0.1.5", 5353, "224.0.0.251", 5353)).request(),
    ]);
    const text = policyText(
      proposePolicy(traffic),
      ["captures/a.pcap", "b.pcap", "c.pcap", "d.pcap", "e.pcap"],
      undefined,
    );
    expect(text).toBe(`# Written by portolan 0.1.0 from what was seen in a.pcap, b.pcap, c.pcap, 2 more.
# It allows what was answered there. Read every line: what is seen is not yet what is meant to be.
# Names of zones are yours to choose; reason: says why a rule is there. docs/policy.md has the form.
version: 1

# Addresses of no zone are in zone internet; every policy has multicast, loopback and link-local too.
zones:
  lan-10-0-1: 10.0.1.0/24   # 2 addresses
  lan-10-0-3: 10.0.3.0/24   # 1 address
  lan-fd00-1: "fd00:1::/64" # 2 addresses

# Multicast and broadcast need no rule, and are left alone unless a rule denies them. Seen here:
# 5353/udp (mdns)

# The first rule that is about a flow decides; what no rule allows is unexpected.
rules:
  - allow:
      - 443/tcp # https: 2 flows, 2 clients
    from: lan-10-0-1
    to: lan-10-0-3
  - allow:
      - 8081/tcp # http-alt: 1 flow, 1 client
    from: lan-fd00-1
    to: lan-fd00-1

# Seen, but not allowed: no answer, or no telling who is the client. Take an entry out to be told of it.
ignore:
  - rule: unexpected-port
    from: 10.0.1.5
    to: 10.0.3.9
    ports: 22/tcp
    reason: refused (1 flow)
`);
  });

  test("of nothing is a policy all the same", async () => {
    const text = policyText(proposePolicy(await surveyOf([])), ["-"], undefined);
    expect(readPolicy(text, "ports.yaml", { today: TODAY }).problems).toEqual([]);
    expect(text).toContain("standard input");
  });

  test("words from outside stay in their comments", async () => {
    const userNames = new Map([[443, { name: "a\u2028b: [", description: null, aliases: [] }]]);
    const traffic = await surveyOf(opened(ends("10.0.1.5", 40_000, "10.0.3.9", 443)));
    const text = policyText(proposePolicy(traffic), ["x\nrules: [\u0007].pcap"], userNames);
    expect(readPolicy(text, "ports.yaml", { today: TODAY }).problems).toEqual([]);
    expect(text).toMatch(/^[\n\P{C}]*$/u);
  });
});
