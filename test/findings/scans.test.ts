/** Scans, and what looks like one: whole small captures, and what is told of scans in them. */
import { describe, expect, test } from "vitest";
import { surveyOf } from "../survey-frames.ts";
import {
  type Contact,
  type Going,
  line,
  linesOf,
  ONE_PORT,
  OTHERS,
  packetsOf,
  scansIn,
  search,
  sweep,
} from "./contacts.ts";

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

  test("open everywhere, and asked again what it is, as nmap -sV does", async () => {
    const contacts = [
      ...sweep({ goes: ["takenBack"], count: 15, port: 22, sourcePort: ONE_PORT }),
      ...sweep({ goes: ["opened"], count: 15, port: 22, sourcePort: 50_000 }),
    ];
    expect(await linesOf(contacts)).toEqual([
      "high horizontal-scan: 10.0.0.1 scanned 15 hosts for 22/tcp (ssh)",
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
