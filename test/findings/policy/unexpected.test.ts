import { describe, expect, test } from "vitest";
import { survey } from "../../../src/analyze.ts";
import { CASES_OF_ZONES, PORTS_OF_ONE_CLIENT } from "../../../src/findings/policy/unexpected-cases.ts";
import { tcpBetween, udpBetween } from "../../conversations.ts";
import { fixtureCapture } from "../../fixture-captures.ts";
import { surveyOf } from "../../survey-frames.ts";
import {
  asked,
  ends,
  heldAgainst,
  opened,
  policyOf,
  refused,
  unanswered,
  unexpectedIn,
} from "./held-against.ts";

const ZONES = `version: 1
zones:
  office: [10.0.0.0/16, "fd00:1::/48"]
  servers: [10.0.1.0/24, "fd00:1:0:1::/64"]
`;
const NOTHING = `${ZONES}rules: []\n`;
const withRules = (...rules: string[]) => `${ZONES}rules:\n${rules.map((rule) => `  - ${rule}\n`).join("")}`;

const A = "10.0.7.5";
const B = "10.0.7.6";
const SERVER = "10.0.1.9";

describe("what no rule allows", () => {
  test("is one finding a service between two zones, with all of its clients and servers", async () => {
    const packets = [
      ...opened(ends(B, 40_000, SERVER, 8081)),
      ...opened(ends(A, 40_000, SERVER, 8081)),
      ...opened(ends(A, 40_001, "10.0.1.10", 8081)),
      ...opened(ends("fd00:1::5", 40_001, "fd00:1:0:1::9", 8081)),
      ...refused(ends(A, 40_002, "10.0.1.2", 8081)),
      ...opened(ends(A, 40_003, "192.0.2.1", 8081)),
      ...opened(ends(A, 40_004, SERVER, 443)),
    ];
    const found = await unexpectedIn(packets, withRules("{ allow: https, from: office, to: servers }"));
    expect(found).toHaveLength(2);
    expect(found[1]).toEqual({
      rule: "unexpected-port",
      severity: "medium",
      key: "office > servers 8081/tcp",
      title: "8081/tcp (http-alt) from office to servers, which no rule allows",
      detail:
        "5 flows from 3 clients (10.0.7.5, 10.0.7.6 and fd00:1::5) to 4 servers (10.0.1.2, 10.0.1.9, 10.0.1.10 and 1 more): " +
        "4 answered, 1 refused. No rule of ports.yaml allows it.",
      advice:
        "If it is meant to be, add the rule - { allow: 8081/tcp, from: office, to: servers } to ports.yaml; " +
        "if not, find out what listens there, and close it.",
      clients: [A, B, "fd00:1::5"],
      servers: ["10.0.1.2", "10.0.1.9", "10.0.1.10", "fd00:1:0:1::9"],
      ports: [{ transport: "tcp", first: 8081, last: 8081 }],
      flows: 5,
      frames: [1, 6, 11, 16, 21],
      displayFilter:
        "(ip.addr in {10.0.7.5, 10.0.7.6} || ipv6.addr == fd00:1::5) && " +
        "(ip.addr in {10.0.1.2, 10.0.1.9, 10.0.1.10} || ipv6.addr == fd00:1:0:1::9) && tcp.port == 8081",
      decidedBy: { path: "ports.yaml", line: 5, column: 1, words: "no rule allows it" },
    });
    expect(found[0].key).toBe("office > internet 8081/tcp");
  });

  test("weighs what came of it", async () => {
    const severityOf = async (packets: Parameters<typeof unexpectedIn>[0]) =>
      (await unexpectedIn(packets, NOTHING)).map(({ severity }) => severity);
    const between = ends(A, 40_000, SERVER, 22);
    expect(await severityOf(opened(between))).toEqual(["medium"]);
    expect(await severityOf(unanswered(between))).toEqual(["low"]);
    expect(await severityOf(refused(between))).toEqual(["info"]);
    expect(await severityOf([...refused(between), ...opened(ends(B, 40_000, SERVER, 22))])).toEqual([
      "medium",
    ]);
  });

  test("of flows that were not selected is not asked", async () => {
    const packets = [...opened(ends(A, 40_000, SERVER, 22)), ...opened(ends(A, 40_001, SERVER, 23))];
    const traffic = await surveyOf(packets, { selection: { ports: [{ from: 23, to: 23 }] } });
    expect((await heldAgainst(policyOf(NOTHING), traffic)).findings.map(({ key }) => key)).toEqual([
      "office > servers 23/tcp",
    ]);
  });
});

describe("rules", () => {
  const packets = opened(ends(A, 40_000, SERVER, 23));
  const keys = async (...rules: string[]) =>
    (await unexpectedIn(packets, withRules(...rules))).map(({ decidedBy }) => decidedBy?.line);

  test.each<[string, string[], number[]]>([
    [
      "the first decides: allow",
      ["{ allow: telnet, from: office, to: servers }", "{ deny: any, from: any, to: any }"],
      [],
    ],
    [
      "the first decides: deny",
      ["{ deny: telnet, from: any, to: any }", "{ allow: any, from: any, to: any }"],
      [6],
    ],
    [
      "others are passed over",
      [
        "{ deny: ssh, from: any, to: any }",
        "{ deny: any, from: any, to: office }",
        "{ allow: 23/tcp, from: [servers, office], to: [internet, servers] }",
      ],
      [],
    ],
    ["another transport is another port", ["{ allow: any/udp, from: any, to: any }"], [5]],
    ["answers are part of the flow, not a flow back", ["{ allow: any, from: servers, to: office }"], [5]],
    ["the longest prefix is the zone", ["{ allow: any, from: office, to: office }"], [5]],
  ])("%s", async (_what, rules, lines) => {
    expect(await keys(...rules)).toEqual(lines);
  });

  test("a denial is told with its line, words, reason and severity", async () => {
    const [found] = await unexpectedIn(
      packets,
      withRules(
        "{ allow: ssh, from: any, to: any }",
        "{ deny: telnet, from: any, to: servers, severity: critical, reason: clear text }",
      ),
    );
    expect(found).toMatchObject({
      severity: "critical",
      title: "23/tcp (telnet) from office to servers, which rule 2 denies",
      detail:
        "1 flow from 10.0.7.5 to 10.0.1.9: answered. ports.yaml, line 7, rule 2: deny telnet from any to servers (clear text).",
      decidedBy: { path: "ports.yaml", line: 7, column: 5, words: "rule 2: deny telnet from any to servers" },
    });
  });
});

describe("multicast and broadcast", () => {
  const announce = (server: string, port = 5353) => [udpBetween(ends(A, 5353, server, port)).request()];
  const packets = [
    ...announce("224.0.0.251"),
    ...announce("239.255.255.250", 1900),
    ...announce("255.255.255.255", 67),
    udpBetween(ends("fd00:1::5", 5353, "ff02::fb", 5353)).request(),
  ];

  test("are left alone, even where everything is denied", async () => {
    expect(await unexpectedIn(packets, NOTHING)).toEqual([]);
    expect(await unexpectedIn(packets, withRules("{ deny: any, from: any, to: any }"))).toEqual([]);
  });

  test("are a zone for rules that name it", async () => {
    const found = await unexpectedIn(
      packets,
      withRules("{ allow: mdns, from: any, to: multicast }", "{ deny: any, from: any, to: multicast }"),
    );
    expect(found.map(({ key }) => key).sort()).toEqual([
      "office > multicast 1900/udp",
      "office > multicast 67/udp",
    ]);
  });

  test("a zone of multicast addresses is a zone as any other", async () => {
    const text = "version: 1\nzones: { iptv: 239.0.0.0/8 }\nrules: []\n";
    expect((await unexpectedIn(packets, text)).map(({ key }) => key)).toEqual(["internet > iptv 1900/udp"]);
  });

  test("a network's last address is its broadcast, for a datagram that nobody answers", async () => {
    const last = "10.0.1.255";
    expect(await unexpectedIn(announce(last, 137), NOTHING)).toEqual([]);
    expect(await unexpectedIn(asked(ends(A, 137, last, 137)), NOTHING)).toHaveLength(1);
    expect(await unexpectedIn(unanswered(ends(A, 4000, last, 137)), NOTHING)).toHaveLength(1);
    expect(await unexpectedIn(announce("10.0.1.254", 137), NOTHING)).toHaveLength(1);
    const host = `version: 1\nzones: { a: 10.0.1.0/24, b: ${last} }\nrules: []\n`;
    expect(await unexpectedIn(announce(last, 137), host)).toHaveLength(1);
  });
});

describe("zones", () => {
  test.each([
    ["127.0.0.1", "loopback"],
    ["::1", "loopback"],
    ["169.254.7.7", "link-local"],
    ["fe80::1", "link-local"],
    ["8.8.8.8", "internet"],
    ["2001:db8::1", "internet"],
    ["fd00:1::1", "office"],
    ["fd00:1:0:1::1", "servers"],
  ])("%s is in %s", async (address, zone) => {
    const [found] = await unexpectedIn(opened(ends(address, 40_000, address, 8081)), NOTHING);
    expect(found.key).toBe(`${zone} > ${zone} 8081/tcp`);
  });

  test("another default zone, and one that has addresses too", async () => {
    const packets = opened(ends("8.8.8.8", 40_000, "9.9.9.9", 8081));
    expect((await unexpectedIn(packets, "version: 1\ndefault-zone: outside\nrules: []\n"))[0].key).toBe(
      "outside > outside 8081/tcp",
    );
    const text = "version: 1\nzones: { a: 9.0.0.0/8, b: 9.9.9.0/24 }\ndefault-zone: b\nrules: []\n";
    expect((await unexpectedIn(packets, text))[0].key).toBe("b > b 8081/tcp");
  });
});

describe("flows whose direction is a guess", () => {
  // Neither port tells anything, and neither the beginning nor any known payload was seen.
  const midstream = (client: string, server: string) => {
    const talk = tcpBetween(ends(client, 40_001, server, 40_002));
    return [talk.request("?"), talk.response("!")];
  };

  test("raise no alarm, and are told to be guesses", async () => {
    const [found] = await unexpectedIn(midstream(A, SERVER), NOTHING);
    expect(found.severity).toBe("low");
    expect(found.detail).toContain("Who of the two is the client is a guess.");
    const [denied] = await unexpectedIn(
      midstream(A, SERVER),
      withRules("{ deny: any, from: any, to: any, severity: critical }"),
    );
    expect(denied.severity).toBe("low");
  });

  test("are expected if either end may be the server", async () => {
    const rules = [
      "{ allow: 40002/tcp, from: office, to: servers }",
      "{ allow: 40001/tcp, from: servers, to: office }",
    ];
    for (const rule of rules) expect(await unexpectedIn(midstream(A, SERVER), withRules(rule))).toEqual([]);
    expect(
      await unexpectedIn(midstream(A, SERVER), withRules("{ allow: 40002/tcp, from: servers, to: any }")),
    ).toHaveLength(1);
  });
});

describe("many ports", () => {
  const scan = (ports: number, from = 1) =>
    Array.from({ length: ports }, (_, i) => unanswered(ends(A, 40_000, SERVER, from + i))).flat();

  test("of one client that got no answer are one finding", async () => {
    const found = await unexpectedIn(scan(3000), NOTHING);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      severity: "low",
      key: "office > servers 10.0.7.5 many ports, not answered",
      title: "10.0.7.5 (office) tried 3,000 ports of servers that no rule allows, none of which answered",
      flows: 3000,
      clients: [A],
      servers: [SERVER],
      ports: [{ transport: "tcp", first: 1, last: 3000 }],
      displayFilter: "ip.addr == 10.0.7.5 && ip.addr == 10.0.1.9 && tcp.port in {1..3000}",
    });
    expect(found[0].frames).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("what answered among them is told by itself", async () => {
    const found = await unexpectedIn([...scan(100), ...opened(ends(A, 50_000, SERVER, 22))], NOTHING);
    expect(found.map(({ key, severity }) => [key, severity])).toEqual([
      ["office > servers 22/tcp", "medium"],
      ["office > servers 10.0.7.5 many ports, not answered", "low"],
    ]);
    // One flow of the scan asked the open port as well.
    expect(found.map(({ flows }) => flows)).toEqual([2, 99]);
  });

  test("are few up to a number", async () => {
    const few = PORTS_OF_ONE_CLIENT - 1;
    expect(await unexpectedIn(scan(few), NOTHING)).toHaveLength(few);
    expect(await unexpectedIn(scan(few + 1), NOTHING)).toHaveLength(1);
  });

  test("one port of many servers is one service", async () => {
    const packets = Array.from({ length: 200 }, (_, i) =>
      unanswered(ends(A, 40_000, `10.0.1.${i}`, 445)),
    ).flat();
    expect((await unexpectedIn(packets, NOTHING)).map(({ key }) => key)).toEqual([
      "office > servers 445/tcp",
    ]);
  });

  test("that answered are one finding too", async () => {
    const packets = Array.from({ length: 40 }, (_, i) =>
      opened(ends(A, 40_000 + i, `192.0.2.${i}`, 20_000 + 7 * i)),
    );
    const found = await unexpectedIn(packets.flat(), NOTHING);
    expect(found.map(({ key, severity }) => [key, severity])).toEqual([
      ["office > internet 10.0.7.5 many ports, answered", "medium"],
    ]);
    expect(found[0].title).toBe("10.0.7.5 (office) used 40 ports of internet that no rule allows");
  });

  test("of many clients between two zones are one finding", async () => {
    const packets = Array.from({ length: CASES_OF_ZONES + 1 }, (_, i) =>
      unanswered(ends(`10.0.7.${i}`, 40_000, SERVER, 100 + i)),
    );
    expect(await unexpectedIn(packets.slice(1).flat(), NOTHING)).toHaveLength(CASES_OF_ZONES);
    const found = await unexpectedIn(packets.flat(), NOTHING);
    expect(found.map(({ key, title }) => [key, title])).toEqual([
      [
        "office > servers many ports, not answered",
        "Clients of office tried 31 ports of servers that no rule allows, none of which answered",
      ],
    ]);
    expect(found[0].clients).toHaveLength(CASES_OF_ZONES + 1);
  });

  test("rules are told apart", async () => {
    const found = await unexpectedIn(
      scan(100),
      withRules("{ deny: 1-50/tcp, from: any, to: any, severity: high }"),
    );
    expect(found.map(({ key, severity, decidedBy }) => [key, severity, decidedBy?.line])).toEqual([
      ["office > servers 10.0.7.5 many ports, not answered, deny 1-50/tcp from any to any", "medium", 6],
      ["office > servers 10.0.7.5 many ports, not answered", "low", 5],
    ]);
  });
});

test("negotiated ports count for their service", async () => {
  const traffic = await survey(fixtureCapture("ftp.pcap").path);
  const text = (rule: string) =>
    `version: 1\nzones: { lan: [10.20.0.0/24, "fd00:20::/64"] }\nrules:\n  - ${rule}\n`;
  const all = policyOf(text("{ allow: [ftp, 20/tcp], from: lan, to: lan }"));
  expect((await heldAgainst(all, traffic)).findings).toEqual([]);
  const { findings } = await heldAgainst(policyOf(text("{ allow: ftp, from: lan, to: lan }")), traffic);
  const [data, ...others] = findings;
  expect(others).toEqual([]);
  expect(data.title).toBe("20/tcp (ftp-data) from lan to lan, which no rule allows");
  // On the wire the ports are others.
  expect(data.displayFilter).not.toContain("tcp.port");
});
