/** Scans, and what looks like one: whole small captures, and what is told of scans in them. */
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.ts";
import type { Packet } from "../collect-frames.ts";
import { udpBetween } from "../conversations.ts";
import { surveyOf } from "../survey-frames.ts";
import { type Contact, type Going, packetsOf, search, sweep } from "./contacts.ts";

async function scansIn(packets: readonly Packet[]): Promise<Finding[]> {
  const { found } = await surveyOf(packets);
  return found.findings.filter(({ rule }) => rule === "horizontal-scan" || rule === "vertical-scan");
}

const line = ({ severity, rule, title }: Finding) => `${severity} ${rule}: ${title}`;

async function linesOf(contacts: readonly Contact[], times = {}): Promise<string[]> {
  return (await scansIn(packetsOf(contacts, times))).map(line);
}

/** A few connections of somebody else that go well, so that answers are to be seen. */
const OTHERS = search({
  source: "10.0.0.77",
  goes: ["talked"],
  count: 3,
  target: "10.9.9.9",
  ports: () => 443,
});
const ONE_PORT = { fixed: 54_321 };

describe("scans of fifteen targets", () => {
  const vertical = (severity: string) => [
    `${severity} vertical-scan: 10.0.0.1 scanned 15 ports (tcp) of 10.1.0.9`,
  ];
  test.each<[string, readonly Going[], string]>([
    ["SYN, all closed", ["refused"], "medium"],
    ["SYN, some open", ["refused", "refused", "takenBack"], "high"],
    ["SYN, all open", ["takenBack"], "high"],
    ["SYN, half open and left so", ["refused", "halfOpen", "refused"], "high"],
    ["SYN, filtered", ["silent"], "medium"],
    ["SYN, no such host", ["unreachable"], "medium"],
    ["connect, some open", ["refused", "opened", "refused"], "high"],
    ["FIN", ["finRefused"], "medium"],
    ["FIN, filtered", ["fin"], "medium"],
    ["Xmas", ["xmasRefused"], "medium"],
    ["NULL", ["nullRefused"], "medium"],
    ["NULL, filtered", ["null"], "medium"],
    ["ACK", ["ackRefused"], "medium"],
    ["ACK, filtered", ["ack"], "medium"],
    ["Maimon's", ["finAckRefused"], "medium"],
  ])("ports of one host: %s", async (_, goes, severity) => {
    const contacts = search({ goes, count: 15, sourcePort: goes[0] === "refused" ? 40_000 : ONE_PORT });
    expect(await linesOf([...OTHERS, ...contacts])).toEqual(vertical(severity));
  });

  test.each<[string, readonly Going[], string]>([
    ["refused", ["datagramRefused"], "medium"],
    ["a few refused, as systems limit their errors", ["datagram", "datagram", "datagramRefused"], "medium"],
    ["one answers", [...Array(14).fill("datagramRefused"), "datagramAnswered"] as Going[], "high"],
  ])("UDP ports of one host: %s", async (_, goes, severity) => {
    expect(await linesOf(search({ goes, count: 15, sourcePort: ONE_PORT }))).toEqual([
      `${severity} vertical-scan: 10.0.0.1 scanned 15 ports (udp) of 10.1.0.9`,
    ]);
  });

  test.each<[string, readonly Going[], string]>([
    ["SYN", ["refused", "silent", "takenBack"], "high"],
    ["nobody there", ["silent"], "medium"],
    ["connect", ["refused", "silent", "opened", "silent"], "high"],
    ["ACK", ["ackRefused"], "medium"],
  ])("one port of neighbours: %s", async (_, goes, severity) => {
    const contacts = sweep({
      goes,
      count: 15,
      port: 22,
      sourcePort: goes[0] === "ackRefused" ? ONE_PORT : 40_000,
    });
    expect(await linesOf([...OTHERS, ...contacts])).toEqual([
      `${severity} horizontal-scan: 10.0.0.1 scanned 15 hosts for 22/tcp (ssh)`,
    ]);
  });

  test("one port of strangers", async () => {
    const contacts = sweep({ goes: ["silent", "refused"], count: 15, port: 23, scattered: true });
    expect(await linesOf([...OTHERS, ...contacts])).toEqual([
      "medium horizontal-scan: 10.0.0.1 scanned 15 hosts for 23/tcp (telnet)",
    ]);
  });

  test("three ports of eight hosts", async () => {
    const contacts = [22, 80, 3389].flatMap((port, i) =>
      sweep({ goes: ["refused"], count: 8, port, sourcePort: 40_000 + 100 * i }),
    );
    expect(await linesOf(contacts)).toEqual([
      "medium horizontal-scan: 10.0.0.1 scanned 8 hosts for 3 ports (tcp)",
    ]);
  });
});

describe("one scan is one finding", () => {
  test("twenty ports of twenty hosts, port by port", async () => {
    const contacts = Array.from({ length: 20 }, (_, i) =>
      sweep({ goes: ["refused", "silent"], count: 20, port: 1000 + i, sourcePort: 40_000 + 20 * i }),
    ).flat();
    expect(await linesOf(contacts)).toEqual([
      "medium horizontal-scan: 10.0.0.1 scanned 20 hosts for 20 ports (tcp)",
    ]);
  });

  test("the same ports of three hosts, host by host", async () => {
    const contacts = ["10.1.0.1", "10.1.0.2", "10.1.0.3"].flatMap((target, i) =>
      search({ goes: ["refused"], count: 50, target, sourcePort: 40_000 + 50 * i }),
    );
    expect(await linesOf(contacts)).toEqual([
      "medium vertical-scan: 10.0.0.1 scanned 50 ports (tcp) of 3 hosts",
    ]);
  });

  test("a sweep, and a search of the host that it found, are two", async () => {
    const contacts = [
      ...sweep({ goes: ["silent"], count: 60, port: 22 }),
      ...search({ goes: ["refused"], count: 100, target: "10.1.0.9", sourcePort: 50_000 }),
    ];
    expect((await linesOf(contacts)).sort()).toEqual([
      "medium horizontal-scan: 10.0.0.1 scanned 60 hosts for 22/tcp (ssh)",
      "medium vertical-scan: 10.0.0.1 scanned 100 ports (tcp) of 10.1.0.9",
    ]);
  });

  test("decoys: all sources in one", async () => {
    const sources = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
    const each = sources.map((source) => search({ source, goes: ["refused"], count: 30 }));
    const contacts = Array.from({ length: 30 }, (_, i) => each.map((one) => one[i])).flat();
    const [finding, ...others] = await scansIn(packetsOf(contacts));
    expect(others).toEqual([]);
    expect(finding.title).toBe("3 hosts scanned 30 ports (tcp) of 10.1.0.9");
    expect(finding.clients).toEqual(sources);
    expect(finding.flows).toBe(90);
  });

  test("the same scan again a day later by another host is another", async () => {
    const packets = [
      ...packetsOf(search({ goes: ["refused"], count: 30 })),
      ...packetsOf(search({ source: "10.0.0.2", goes: ["refused"], count: 30 }), { start: 90_000 }),
    ];
    expect(await scansIn(packets)).toHaveLength(2);
  });

  test("a hundred hosts that look for the same port of the same network", async () => {
    const contacts = Array.from({ length: 100 }, (_, i) =>
      sweep({ source: `10.8.0.${i}`, goes: ["silent"], count: 40, port: 23 }).slice(i % 20, 20 + (i % 20)),
    ).flat();
    const [finding, ...others] = await scansIn(packetsOf([...OTHERS, ...contacts]));
    expect(others).toEqual([]);
    expect(finding.title).toBe("100 hosts scanned at least 20 hosts for 23/tcp (telnet)");
  });
});

describe("found whatever happens around it", () => {
  test("a probe an hour, between connections that go well", async () => {
    const scan = search({ goes: ["refused"], count: 20 });
    const work = search({
      goes: ["talked"],
      count: 60,
      target: "10.9.0.1",
      ports: () => 443,
      sourcePort: 50_000,
    });
    const packets = [...packetsOf(scan, { pause: 3600 }), ...packetsOf(work, { pause: 1200 })].sort(
      (one, other) => (one.seconds ?? 0) - (other.seconds ?? 0),
    );
    expect((await scansIn(packets)).map(line)).toEqual([
      "medium vertical-scan: 10.0.0.1 scanned 20 ports (tcp) of 10.1.0.9",
    ]);
  });

  test("a sweep of a port on which the host talked to hundreds before", async () => {
    const contacts = [
      ...sweep({ goes: ["talked"], count: 300, port: 443, scattered: true }),
      ...sweep({ goes: ["silent", "refused"], count: 254, port: 443, sourcePort: 50_000 }),
    ];
    expect(await linesOf(contacts)).toEqual([
      "medium horizontal-scan: 10.0.0.1 scanned 254 hosts for 443/tcp (https)",
    ]);
  });

  test("flows that are folded", async () => {
    const twice = (contacts: readonly Contact[]) =>
      contacts.flatMap((contact) =>
        [0, 1, 2].map((i) => ({
          ...contact,
          client: [contact.client[0], contact.client[1] + 200 * i] as const,
        })),
      );
    const packets = packetsOf(twice(search({ goes: ["refused"], count: 100 })));
    const { found, services } = await surveyOf(packets, { maxFlows: 150, threads: 1 });
    expect(services.totals.folded).toBeGreaterThan(100);
    const scans = found.findings.filter(({ rule }) => rule === "vertical-scan");
    expect(scans.map(line)).toEqual(["medium vertical-scan: 10.0.0.1 scanned 100 ports (tcp) of 10.1.0.9"]);
    expect(scans[0].flows).toBe(300);
  });

  test("only what the scanner sent", async () => {
    const silent: readonly Going[] = ["silent"];
    expect(await linesOf(search({ goes: silent, count: 20, sourcePort: ONE_PORT }))).toHaveLength(1);
    expect(await linesOf(search({ goes: silent, count: 20 }))).toHaveLength(1);
    expect(await linesOf(sweep({ goes: silent, count: 20, port: 445, sourcePort: ONE_PORT }))).toHaveLength(
      1,
    );
    expect(await linesOf(sweep({ goes: silent, count: 20, port: 445 }))).toHaveLength(1);
    expect(await linesOf(sweep({ goes: silent, count: 256, port: 80 }))).toHaveLength(1);
  });
});

describe("no scan", () => {
  const web = (contacts: readonly Going[], count: number) =>
    sweep({ goes: contacts, count, port: 443, scattered: true });
  test.each<[string, readonly Contact[]]>([
    ["fourteen targets less three", search({ goes: ["refused"], count: 11 })],
    [
      "a browser, one server in six is gone",
      web(["talked", "talked", "silent", "talked", "talked", "talked"], 200),
    ],
    ["a way out that is closed: the servers of a morning", [...OTHERS, ...web(["waited"], 45)]],
    ["the same, refused by a firewall", [...OTHERS, ...web(["refused", "silent"], 45)]],
    ["the client's half of a browser's traffic", web(["halfSeen"], 60)],
    ["what a filter on SYN keeps of it", web(["silent"], 60)],
    ["what a filter on SYN and SYN-ACK keeps of it", web(["halfOpen"], 14)],
    ["guesses at a password", search({ goes: ["talked", "refused"], count: 200, ports: () => 22 })],
    ["a flood at one port", search({ goes: ["silent"], count: 500, ports: () => 80 })],
    [
      "a flood from addresses that are made up",
      Array.from(
        { length: 300 },
        (_, i) =>
          search({ source: `172.16.${i >> 8}.${i & 0xff}`, goes: ["silent"], count: 1, ports: () => 80 })[0],
      ),
    ],
    [
      "what comes back from such a flood",
      sweep({ goes: ["strangeAcceptance", "strangeReset"], count: 200, port: 80, scattered: true }).map(
        ({ client, server, goes }, i) => ({
          client: [server[0], 1024 + i] as const,
          server: ["10.0.0.1", client[1] % 2 === 0 ? 80 : 443] as const,
          goes,
        }),
      ),
    ],
    [
      "a monitor: opens, says nothing, comes back; a tenth is down",
      [0, 1, 2].flatMap((round) =>
        sweep({
          goes: [...Array(9).fill("opened"), "refused"] as Going[],
          count: 40,
          port: 80,
          sourcePort: 40_000 + 100 * round,
        }),
      ),
    ],
    [
      "ends of connections from before the capture",
      [...OTHERS, ...web(["ackRefused", "ack", "finAckRefused"], 40)],
    ],
    [
      "traceroute",
      search({
        goes: ["datagramExpired", "datagram"],
        count: 90,
        ports: (i) => 33_434 + i,
        sourcePort: ONE_PORT,
      }),
    ],
    [
      "traceroute without the errors",
      [...OTHERS, ...search({ goes: ["datagram"], count: 90, ports: (i) => 33_434 + i })],
    ],
    [
      "mtr over UDP: a port for each of a hundred probes",
      search({
        goes: [...Array(9).fill("datagramExpired"), "datagramRefused"] as Going[],
        count: 100,
        ports: (i) => 33_000 + i,
      }),
    ],
    ["traceroute with SYNs", sweep({ goes: ["expired"], count: 30, port: 80, scattered: true })],
    [
      "a name server's questions, one in five unanswered",
      sweep({
        goes: [...Array(4).fill("datagramAnswered"), "datagram"] as Going[],
        count: 200,
        port: 53,
        scattered: true,
      }),
    ],
    ["clocks", sweep({ goes: ["datagramAnswered"], count: 16, port: 123, scattered: true })],
    [
      "peers, each on a port of its own, most of them gone",
      Array.from(
        { length: 200 },
        (_, i) => sweep({ goes: ["silent", "talked", "refused"], count: 200, port: 0, scattered: true })[i],
      ).map(({ client, server, goes }, i) => ({
        client,
        server: [server[0], 2000 + ((i * 7919) % 60_000)] as const,
        goes,
      })),
    ],
    [
      "peers, many of them on the usual port",
      sweep({ goes: ["silent", "silent", "talked", "refused"], count: 200, port: 6881, scattered: true }).map(
        ({ client, server, goes }, i) => ({
          client,
          server: [server[0], i % 2 ? 6881 : 2000 + ((i * 7919) % 60_000)] as const,
          goes,
        }),
      ),
    ],
    [
      "peers on the usual port, a third of them there",
      sweep({ goes: ["silent", "talked", "refused"], count: 200, port: 8333, scattered: true }),
    ],
    [
      "many tries at five hosts",
      sweep({ goes: ["silent"], count: 5, port: 5222, scattered: true }).flatMap((contact) =>
        Array.from({ length: 40 }, (_, i) => ({ ...contact, client: ["10.0.0.1", 40_000 + i * 7] as const })),
      ),
    ],
    [
      "FTP's data connections, when all is inside TLS",
      [
        ...search({ goes: ["talked"], count: 1, ports: () => 21 }),
        ...search({ goes: ["silent"], count: 40, ports: (i) => 20_000 + i * 31, sourcePort: 50_000 }),
      ],
    ],
  ])("%s", async (_, contacts) => {
    expect(await linesOf(contacts)).toEqual([]);
  });

  test("answers of a server whose clients' questions were not seen", async () => {
    const packets = Array.from({ length: 60 }, (_, i) => ({
      frame: udpBetween({ client: ["10.0.0.5", 40_000 + i * 13], server: ["10.0.0.9", 27_015] }).response(),
    }));
    expect(await scansIn(packets)).toEqual([]);
  });

  test("multicast and broadcast", async () => {
    const packets = Array.from({ length: 60 }, (_, i) => ({
      frame: udpBetween({
        client: ["10.0.0.5", 40_000],
        server: [i % 2 ? "255.255.255.255" : "239.1.2.3", 1000 + i],
      }).request(),
    }));
    expect(await scansIn(packets)).toEqual([]);
  });
});

describe("what is doubtful is told as such", () => {
  test.each<[string, readonly Contact[], string]>([
    [
      "sixty servers of the web that do not answer: perhaps the way out is closed",
      [...OTHERS, ...sweep({ goes: ["silent"], count: 60, port: 443, scattered: true })],
      "low horizontal-scan: 10.0.0.1 may have scanned 60 hosts for 443/tcp (https)",
    ],
    [
      "neighbours who hand on updates, half of them off",
      [...OTHERS, ...sweep({ goes: ["silent", "silent", "talked"], count: 36, port: 7680 })],
      "low horizontal-scan: 10.0.0.1 may have scanned 36 hosts for 7680/tcp (ms-do)",
    ],
    [
      "a monitor of which most are down, asked again and again",
      [0, 1, 2, 3, 4, 5].flatMap((round) =>
        sweep({
          goes: ["opened", "silent", "silent"],
          count: 18,
          port: 9100,
          sourcePort: 40_000 + 100 * round,
        }),
      ),
      "low horizontal-scan: 10.0.0.1 may have scanned 18 hosts for 9100/tcp (jetdirect)",
    ],
    [
      "fifteen ports of a host that drops all, tried by connections, and nothing else in the capture",
      search({ goes: ["silent"], count: 15 }),
      "low vertical-scan: 10.0.0.1 may have scanned 15 ports (tcp) of 10.1.0.9",
    ],
  ])("%s", async (_, contacts, expected) => {
    expect(await linesOf(contacts)).toEqual([expected]);
  });
});

describe("a finding of a scan", () => {
  test("says who, what, how it went and how sure", async () => {
    const contacts = search({ goes: ["refused", "silent", "takenBack"], count: 30, sourcePort: ONE_PORT });
    const [finding] = await scansIn(packetsOf(contacts, { pause: 1 }));
    expect(finding).toEqual({
      rule: "vertical-scan",
      severity: "high",
      key: "10.0.0.1 → 10.1.0.9 tcp",
      title: "10.0.0.1 scanned 30 ports (tcp) of 10.1.0.9",
      detail:
        "SYN scan: 30 targets (1 host, 30 ports) in 29 s. 10 accepted, 10 refused, 10 gave no answer. " +
        "Confidence 0.99 (random walk over first contacts).",
      advice:
        "Find out who runs the scan on 10.0.0.1; if nobody meant to, treat the host as taken over. " +
        "Then look at the ports that accepted: the first frames lead to them.",
      clients: ["10.0.0.1"],
      servers: ["10.1.0.9"],
      ports: [{ transport: "tcp", first: 1, last: 30 }],
      flows: 30,
      frames: [4, 10, 16, 22, 28, 34, 40, 46, 52, 58],
      displayFilter: "ip.addr == 10.0.0.1 && ip.addr == 10.1.0.9 && tcp.port in {1..30}",
      decidedBy: null,
    });
  });

  test("its key holds no figures of the capture", async () => {
    const [once] = await scansIn(
      packetsOf(sweep({ goes: ["silent"], count: 40, port: 22, sourcePort: ONE_PORT })),
    );
    const [again] = await scansIn(
      packetsOf(sweep({ goes: ["refused"], count: 90, port: 22 }), { start: 5000, pause: 3 }),
    );
    expect(again.key).toBe(once.key);
    expect(once.key).toBe("10.0.0.1 → 22 tcp");
  });

  test("lists some of very many targets", async () => {
    const contacts = sweep({ goes: ["silent"], count: 3000, port: 22, sourcePort: ONE_PORT });
    const [finding] = await scansIn(packetsOf(contacts));
    expect(finding.title).toBe("10.0.0.1 scanned 3,000 hosts for 22/tcp (ssh)");
    expect(finding.servers).toHaveLength(1024);
  });
});
