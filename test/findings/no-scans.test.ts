/** What looks like a scan, and is none, or perhaps none. */
import { describe, expect, test } from "vitest";
import { udpBetween } from "../conversations.ts";
import { type Contact, type Going, linesOf, ONE_PORT, OTHERS, scansIn, search, sweep } from "./contacts.ts";

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
