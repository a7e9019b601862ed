/** What a lock allows, as a policy, and what firewalls that know it would block. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { survey } from "../../../src/analyze.ts";
import { SCOPE_INTERNET, scopeOfIpv4, scopeOfIpv6 } from "../../../src/findings/address-scope.ts";
import { readAddressWords } from "../../../src/findings/baseline/address-words.ts";
import type { Lock } from "../../../src/findings/baseline/lock.ts";
import { lockPolicy } from "../../../src/findings/baseline/lock-policy.ts";
import { readLock } from "../../../src/findings/baseline/read-lock.ts";
import { seeServices } from "../../../src/findings/baseline/seen-services.ts";
import { renderLock } from "../../../src/findings/baseline/write-lock.ts";
import { firewallRulesOf, TooManyRules } from "../../../src/findings/policy/allowed.ts";
import { blockedFlows } from "../../../src/findings/policy/blocked.ts";
import { cellsOf } from "../../../src/findings/policy/cells.ts";
import type { Policy } from "../../../src/findings/policy/policy.ts";
import { hasPort, portWords } from "../../../src/findings/policy/port-set.ts";
import { type Address, addressText } from "../../../src/findings/policy/prefix.ts";
import { renderNftables } from "../../../src/report/firewall/nftables.ts";
import { serviceKey } from "../../../src/services/registry.ts";
import { FIXTURE_CAPTURES } from "../../fixture-captures.ts";
import { surveyOf } from "../../survey-frames.ts";
import { policyOf } from "../policy/held-against.ts";
import { endsOf, HTTP, refused, served } from "./seen.ts";

function lockOf(...lines: string[]): Lock {
  const { lock } = readLock(["# portolan.lock/1", ...lines].join("\n"), "net/ports.lock");
  if (lock === null) throw new TypeError("no lock");
  return lock;
}

/** By address and port: what the first rule about it does. */
function decider(policy: Policy): (server: string, port: string) => "allow" | "deny" | "none" {
  const { cells, map } = cellsOf(policy);
  return (server, written) => {
    const [port, transport] = written.split("/");
    const address = addressOf(server);
    const { zone } = cells[map.of(address)];
    const key = serviceKey(transport as "tcp" | "udp", Number(port));
    const rule = policy.rules.find(({ to, ports }) => to?.includes(zone) && hasPort(ports, key));
    return rule?.action ?? "none";
  };
}

function addressOf(text: string): Address {
  const words = readAddressWords(text);
  if (words === null) throw new TypeError(text);
  const value = [...words.words].reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
  return words.ipv6 ? { version: 6, value } : { version: 4, value: value >> 96n };
}

describe("what its lines allow", () => {
  test.each<[string, string[], string, string, "allow" | "deny" | "none"]>([
    ["a service of an address", ["10.0.0.5 80/tcp"], "10.0.0.5", "80/tcp", "allow"],
    ["not its other ports", ["10.0.0.5 80/tcp"], "10.0.0.5", "81/tcp", "none"],
    ["not the same port of another transport", ["10.0.0.5 80/tcp"], "10.0.0.5", "80/udp", "none"],
    ["not another address", ["10.0.0.5 80/tcp"], "10.0.0.6", "80/tcp", "none"],
    ["a range", ["10.0.0.5 8000-8010/tcp"], "10.0.0.5", "8010/tcp", "allow"],
    ["any port, for a protocol without one", ["10.0.0.5 any/udp - rtp"], "10.0.0.5", "40000/udp", "allow"],
    ["an address of IPv6", ["fd00::5 80/tcp"], "fd00::5", "80/tcp", "allow"],
    ["servers on the internet", ["internet 443/tcp"], "8.8.8.8", "443/tcp", "allow"],
    ["servers on the internet, IPv6", ["internet 443/tcp"], "2606:4700::1", "443/tcp", "allow"],
    ["no private servers by that", ["internet 443/tcp"], "192.168.1.1", "443/tcp", "none"],
    [
      "a line of the internet holds for an address with lines of its own",
      ["internet 443/tcp", "8.8.8.8 53/udp"],
      "8.8.8.8",
      "443/tcp",
      "allow",
    ],
    [
      "its own line goes before",
      ["internet 443/tcp", "8.8.8.8 443/tcp https - unanswered"],
      "8.8.8.8",
      "443/tcp",
      "deny",
    ],
    [
      "what never answered is not offered",
      ["10.0.0.5 80/tcp http - unanswered"],
      "10.0.0.5",
      "80/tcp",
      "deny",
    ],
    [
      "datagrams need no answer",
      ["10.0.0.5 514/udp syslog syslog unanswered"],
      "10.0.0.5",
      "514/udp",
      "allow",
    ],
    ["a group", ["224.0.0.251 5353/udp mdns mdns"], "224.0.0.251", "5353/udp", "allow"],
    ["nothing at all", [], "10.0.0.5", "80/tcp", "none"],
  ])("%s", (_what, lines, server, port, expected) => {
    expect(decider(lockPolicy(lockOf(...lines)))(server, port)).toBe(expected);
  });

  test("servers of a zone, and one of them by its address", () => {
    const zoned = policyOf("version: 1\nzones: { office: 10.0.0.0/16 }\nrules: []\n");
    const decide = decider(lockPolicy(lockOf("office 443/tcp", "10.0.0.5 22/tcp"), zoned));
    expect([decide("10.0.7.7", "443/tcp"), decide("10.0.0.5", "443/tcp")]).toEqual(["allow", "allow"]);
    expect([decide("10.0.7.7", "22/tcp"), decide("10.0.0.5", "22/tcp")]).toEqual(["none", "allow"]);
    expect(decide("10.1.0.1", "443/tcp")).toBe("none");
  });

  test("servers that offer the same are one rule, which names its lines", () => {
    const lines = [
      "10.0.0.5 80/tcp http",
      "10.0.0.5 443/tcp https",
      "10.0.0.6 80/tcp http",
      "10.0.0.6 443/tcp https",
    ];
    const { allowed, denied } = firewallRulesOf(lockPolicy(lockOf(...lines)));
    expect(allowed).toHaveLength(1);
    expect(denied).toEqual([]);
    const [{ from, to, ports, words }] = allowed;
    expect(from).toBeNull();
    expect(to?.map(({ name }) => name)).toEqual(["10.0.0.5 and 1 more"]);
    expect(ports.map(portWords)).toEqual(["80/tcp", "443/tcp"]);
    expect(words).toBe("lines 2, 3, 4 and 1 more: http and https");
  });

  test("a firewall is told how ports come about that the lock leaves out", () => {
    const text = renderNftables(firewallRulesOf(lockPolicy(lockOf("10.0.0.5 21/tcp ftp"))));
    expect(text).toMatch(/^# 21\/tcp \(ftp\) negotiates ports of further connections: .*ct helper/m);
  });

  test("more addresses than a policy may have are refused", () => {
    const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
    const lines = Array.from({ length: 10_001 }, (_, i) => `${address(i)} 80/tcp`);
    expect(() => lockPolicy(lockOf(...lines))).toThrow(TooManyRules);
    expect(lockPolicy(lockOf(...lines.slice(1))).rules).toHaveLength(1);
  });
});

describe("what is on the internet", () => {
  const decide = decider(lockPolicy(lockOf("internet 443/tcp")));
  const isAllowed = (address: string) => decide(address, "443/tcp") === "allow";
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255));
  // Embedded IPv4 addresses (NAT64, 6to4, mapped ones) are taken for what is around them.
  const word = fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 2, 4, 0x20, 0x30, 0x112, 0xdb8));
  const firstWord = fc.oneof(fc.nat(0xffff), fc.constantFrom(0x2001, 0x3fff, 0xfc00, 0xfe80, 0xff02, 0x100));

  test("of IPv4, as findings see it", () => {
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
        const text = bytes.join(".");
        const isPublic = scopeOfIpv4(readAddressWords(text)?.words[0] ?? 0) === SCOPE_INTERNET;
        expect([text, isAllowed(text)]).toEqual([text, isPublic]);
      }),
      { numRuns: 2000 },
    );
  });

  test("of IPv6, as findings see it", () => {
    fc.assert(
      fc.property(firstWord, fc.array(word, { minLength: 7, maxLength: 7 }), (first, rest) => {
        fc.pre(first !== 0x2002 && first !== 0x64 && first !== 0);
        const value = [first, ...rest].reduce((sum, each) => (sum << 16n) | BigInt(each), 0n);
        const text = addressText({ version: 6, value });
        const [word0, word1, word2, word3] = readAddressWords(text)?.words ?? [];
        const isPublic = scopeOfIpv6(word0, word1, word2, word3) === SCOPE_INTERNET;
        expect([text, isAllowed(text)]).toEqual([text, isPublic]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what would be blocked", () => {
  test("what no line allows, and what was asked for in vain, with the lines", async () => {
    const traffic = await surveyOf([
      ...served(endsOf("10.0.0.5", 80), ...HTTP),
      ...served(endsOf("10.0.0.5", 22)),
      ...refused(endsOf("10.0.0.5", 23)),
    ]);
    const lock = lockOf("10.0.0.5 80/tcp http http", "10.0.0.5 23/tcp telnet - unanswered");
    const rows = [...blockedFlows(traffic, lockPolicy(lock))];
    expect(
      rows.map(({ port, answered, decidedBy }) => [port, answered, decidedBy.line, decidedBy.words]),
    ).toEqual([
      [22, 1, 1, "no line allows it"],
      [23, 0, 3, "line 3: telnet"],
    ]);
  });

  test.each(FIXTURE_CAPTURES)(
    "nothing that was answered but to scanners, of $name and its own lock",
    async ({ path }) => {
      const traffic = await survey(path);
      const { services } = seeServices(traffic);
      const { lock } = readLock(renderLock(services), "ports.lock");
      if (lock === null) throw new TypeError("no lock");
      const blocked = [...blockedFlows(traffic, lockPolicy(lock))];
      const scanners = traffic.found.findings
        .filter(({ rule }) => rule.endsWith("-scan"))
        .flatMap(({ clients }) => clients);
      const ofOthers = blocked.filter(
        ({ client, server }) => !scanners.includes(client) && !scanners.includes(server),
      );
      const missed = ofOthers.filter(({ answered }) => answered > 0);
      expect(missed).toEqual([]);
    },
  );
});
