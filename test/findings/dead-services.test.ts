/** Ports that answer nobody. */
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.ts";
import type { Packet } from "../collect-frames.ts";
import { udpBetween } from "../conversations.ts";
import { surveyOf } from "../survey-frames.ts";
import { type Contact, type Going, line, packetsOf, search, sweep } from "./contacts.ts";

async function deadIn(packets: readonly Packet[], options = {}): Promise<Finding[]> {
  const { found } = await surveyOf(packets, options);
  return found.findings.filter(({ rule }) => rule === "refused-service" || rule === "unanswered-service");
}

const linesOf = async (contacts: readonly Contact[], times = {}) =>
  (await deadIn(packetsOf(contacts, times))).map(line);

const SERVER = ["10.1.0.9", 8080] as const;

/** So many clients, each `tries` times. */
function clients(
  count: number,
  goes: Going,
  { tries = 1, server = SERVER as readonly [string, number] } = {},
): Contact[] {
  return Array.from({ length: count * tries }, (_, i) => ({
    client: [`10.0.0.${1 + (i % count)}`, 40_000 + i] as const,
    server,
    goes,
  }));
}

/** Every client hears of somebody, so that silence tells something. */
const heard = (count: number) => clients(count, "talked", { server: ["10.1.0.1", 443] });

describe("told", () => {
  test.each<[string, readonly Contact[], string]>([
    [
      "three clients, refused",
      clients(3, "refused"),
      "low refused-service: 10.1.0.9 refuses 8080/tcp (http-alt)",
    ],
    [
      "three clients, the way is closed",
      clients(3, "unreachable"),
      "low refused-service: 10.1.0.9 refuses 8080/tcp (http-alt)",
    ],
    [
      "three clients, no answer",
      [...heard(3), ...clients(3, "silent")],
      "low unanswered-service: 10.1.0.9 does not answer on 8080/tcp (http-alt)",
    ],
    [
      "one client, again and again",
      clients(1, "refused", { tries: 12 }),
      "info refused-service: 10.1.0.9 refuses 8080/tcp (http-alt)",
    ],
    ["a name server that is gone", [], "low unanswered-service: 10.1.0.9 does not answer on 53/udp (dns)"],
    [
      "a collector of logs that is not there",
      clients(3, "datagramRefused", { server: ["10.1.0.9", 514] }),
      "low refused-service: 10.1.0.9 refuses 514/udp (syslog)",
    ],
  ])("%s", async (name, contacts, expected) => {
    const packets = name.startsWith("a name server")
      ? [...packetsOf(heard(3)), ...questions(3)]
      : packetsOf(contacts, { pause: 1 });
    expect((await deadIn(packets)).map(line)).toEqual([expected]);
  });

  /** A question for an address of each client. */
  function questions(count: number): Packet[] {
    const question = new Uint8Array([
      0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 119, 119, 119, 7, 101, 120, 97, 109, 112, 108, 101, 0, 0,
      1, 0, 1,
    ]);
    return Array.from({ length: count }, (_, i) => ({
      frame: udpBetween({ client: [`10.0.0.${1 + i}`, 50_000], server: ["10.1.0.9", 53] }).request(question),
    }));
  }

  test("ten servers and more with the same dead port in one", async () => {
    const contacts = Array.from({ length: 36 }, (_, i) => ({
      client: [`10.0.0.${i}`, 40_000] as const,
      server: [`10.1.0.${i % 12}`, 8080] as const,
      goes: "refused" as const,
    }));
    expect(await linesOf(contacts)).toEqual(["low refused-service: 12 servers refuse 8080/tcp (http-alt)"]);
  });

  test("with who asked, how often, and where to look", async () => {
    const [finding] = await deadIn(packetsOf(clients(4, "refused", { tries: 3 }), { pause: 10 }));
    expect(finding).toMatchObject({
      key: "10.1.0.9 8080/tcp",
      detail:
        "10.1.0.9: 4 clients (10.0.0.1, 10.0.0.2, 10.0.0.3 and 1 more) made 12 tries in 1.8 min, none of which was answered (12 refused).",
      clients: ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"],
      servers: ["10.1.0.9"],
      ports: [{ transport: "tcp", first: 8080, last: 8080 }],
      flows: 12,
      frames: [1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
      displayFilter:
        "ip.addr in {10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4} && ip.addr == 10.1.0.9 && tcp.port == 8080",
    });
  });
});

describe("not told", () => {
  test.each<[string, readonly Contact[]]>([
    ["a browser's six connections at once", clients(1, "refused", { tries: 12 }).slice(0, 6)],
    ["somebody was answered", [...clients(5, "refused"), ...clients(1, "talked")]],
    ["somebody was accepted", [...clients(5, "refused"), ...clients(1, "halfOpen")]],
    ["what a scanner asked", search({ goes: ["refused"], count: 40 })],
    [
      "what three scanners asked",
      ["10.0.0.1", "10.0.0.2", "10.0.0.3"].flatMap((source) =>
        sweep({ source, goes: ["silent", "refused"], count: 40, port: 22 }),
      ),
    ],
    ["half of the traffic, the clients'", clients(9, "halfSeen")],
    ["what a filter on SYN keeps", clients(9, "silent")],
    [
      "a flood from addresses that are made up",
      Array.from({ length: 60 }, (_, i) => ({
        client: [`172.16.3.${i}`, 1024 + i] as const,
        server: SERVER,
        goes: "silent" as const,
      })),
    ],
    [
      "lines to a collector of logs, which answers nobody",
      [...heard(5), ...clients(5, "datagram", { server: ["10.1.0.9", 514] })],
    ],
  ])("%s", async (_, contacts) => {
    expect(await linesOf(contacts, { pause: 0.1 })).toEqual([]);
  });

  test("services that were not selected", async () => {
    const selection = { ports: [{ from: 443, to: 443 }] };
    expect(await deadIn(packetsOf(clients(3, "refused"), { pause: 1 }), { selection })).toEqual([]);
  });
});
