/** Who asks in vain is a client, however many it asks; whose answers alone were captured is a server. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { certifiedCaptures } from "../../scripts/findings-bench/certificates.ts";
import { survey } from "../../src/analyze.ts";
import { endOf } from "../../src/flows/flow-ends.ts";
import type { Survey } from "../../src/report/survey.ts";
import { CLUES } from "../../src/roles/role.ts";
import { icmpError, tcpBetween, udpBetween } from "../conversations.ts";
import { ACK, type Bytes, FIN } from "../frames.ts";
import { surveyOf } from "../survey-frames.ts";

interface Counted {
  flows: number;
  right: number;
  known: number;
  knownAndWrong: number;
}

/** Counts the flows that `isServer` says anything of: whether the address is the server's, or null. */
function countRoles({ flows, roles }: Survey, serverOf: (a: string, b: string) => string | null): Counted {
  const counted = { flows: 0, right: 0, known: 0, knownAndWrong: 0 };
  for (let flow = 0; flow < flows.count; flow++) {
    const [a, b] = [false, true].map((isB) => endOf(flows, flow, isB).address);
    const server = serverOf(a, b);
    if (server === null) continue;
    const isRight = (roles.serverIsB[flow] === 1 ? b : a) === server;
    counted.flows++;
    if (isRight) counted.right++;
    if (!roles.isKnown(flow)) continue;
    counted.known++;
    if (!isRight) counted.knownAndWrong++;
  }
  return counted;
}

const all = (flows: number, known = flows): Counted => ({ flows, right: flows, known, knownAndWrong: 0 });

/** nmap's targets are in networks whose prefixes the scanners are not in. */
const FAR = ["10.20.1.", "fd00:20:0:1:"];
const isFar = (address: string) => FAR.some((prefix) => address.startsWith(prefix));

describe("in every scan, the scanner is the client", () => {
  const scans = certifiedCaptures(fileURLToPath(new URL("../../fixtures/captures", import.meta.url)))
    .filter((capture) => capture.scans.length > 0)
    .flatMap((capture) => capture.scans.map((scan) => ({ ...scan, path: capture.path, name: capture.name })));

  test.each(scans)("$name: $technique from $sources", async ({ path, sources }) => {
    const found = await survey(path, { threads: 1 });
    const counted = countRoles(found, (a, b) => {
      if (sources.includes(a) && isFar(b)) return b;
      return sources.includes(b) && isFar(a) ? a : null;
    });
    expect(counted.flows).toBeGreaterThan(0);
    expect(counted).toEqual(all(counted.flows));
  });
});

const SCANNER = "10.0.0.66";
const scannedBy = (found: Survey) =>
  countRoles(found, (a, b) => (a === SCANNER ? b : b === SCANNER ? a : null));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("searches", () => {
  const from = (port: number, to: string, toPort: number) => ({
    client: [SCANNER, port] as const,
    server: [to, toPort] as const,
  });
  const sweep = (sourcePort: number, port: number, of: (ends: ReturnType<typeof from>) => Bytes[]) =>
    numbers(60).flatMap((i) => of(from(sourcePort, `10.0.1.${i}`, port)));
  const search = (sourcePort: number, ports: number[], of: (ends: ReturnType<typeof from>) => Bytes[]) =>
    ports.flatMap((port) => of(from(sourcePort, "10.0.1.1", port)));
  const datagram = (ends: ReturnType<typeof from>) => [udpBetween(ends).request("?")];
  const refused = (ends: ReturnType<typeof from>) => [
    ...datagram(ends),
    icmpError(udpBetween(ends).request("?")),
  ];
  const ack = (ends: ReturnType<typeof from>) => [tcpBetween(ends).ack()];
  const maimon = (ends: ReturnType<typeof from>) => [
    tcpBetween(ends).send(false, FIN | ACK),
    tcpBetween(ends).serverReset(),
  ];
  const fin = (ends: ReturnType<typeof from>) => [tcpBetween(ends).send(false, FIN)];
  const high = numbers(60).map((i) => 20_000 + 7 * i);
  const low = numbers(60).map((i) => 3 + 7 * i);

  test.each([
    ["datagrams to one port, from a server's port", sweep(53, 40_125, datagram)],
    ["datagrams to one high port, from a low one", sweep(5000, 60_125, datagram)],
    ["ACKs to one port", sweep(50_000, 60_000, ack)],
    ["ACKs to one port, from a server's port", sweep(443, 60_000, ack)],
    ["datagrams to low ports", search(5000, low, datagram)],
    ["datagrams to high ports, refused", search(5000, high, refused)],
    ["ACKs to low ports", search(5000, low, ack)],
    ["FIN and ACK to high ports, refused", search(30_000, high, maimon)],
    ["FINs to high ports", search(80, high, fin)],
  ])("%s", async (_, packets) => {
    const counted = scannedBy(await surveyOf(packets));
    expect(counted).toEqual(all(60, counted.known));
  });

  test("three flows that are refused, of three hundred that are not, tell a search of the others", async () => {
    const ports = numbers(300).map((i) => 10_000 + 31 * i);
    const packets = ports.flatMap((port, i) =>
      (i % 100 === 0 ? refused : datagram)(from(9000, "10.0.1.1", port)),
    );
    expect(scannedBy(await surveyOf(packets))).toEqual(all(300));
  });

  test("who searches is the client where it is answered, too", async () => {
    const answered = ["10.0.2.1", "10.0.2.2", "10.0.2.3", "10.0.2.4"].flatMap((address) => {
      const talk = udpBetween(from(9000, address, 9999));
      return [talk.request("?"), talk.response("!")];
    });
    const packets = [...sweep(9000, 9999, datagram), ...answered];
    expect(scannedBy(await surveyOf(packets))).toEqual(all(64));
  });
});

const SERVER = "10.0.0.2";
const servedBy = (found: Survey) =>
  countRoles(found, (a, b) => (a === SERVER || b === SERVER ? SERVER : null));

describe("a server of which the answers alone were captured", () => {
  const clients = (first: number, step: number) =>
    numbers(60).map((i) => [`10.0.1.${i % 20}`, first + step * i] as const);
  const served = (port: number, first: number, step = 13) =>
    clients(first, step).map((client) => ({ client, server: [SERVER, port] as const }));
  /** "www.example.org"'s address, as a name server tells it. */
  const dnsAnswer = Uint8Array.from([
    ...[0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0],
    ...[3, 0x77, 0x77, 0x77, 7, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 3, 0x6f, 0x72, 0x67, 0, 0, 1, 0, 1],
    ...[0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 9],
  ]);

  test.each([
    ["DNS", served(53, 40_000).map((ends) => udpBetween(ends).response(dnsAnswer))],
    ["DNS on another port", served(5300, 40_000).map((ends) => udpBetween(ends).response(dnsAnswer))],
    ["datagrams of an unknown protocol", served(7777, 50_000).map((ends) => udpBetween(ends).response())],
    ["TCP's data", served(20_500, 40_000).map((ends) => tcpBetween(ends).response())],
    [
      "TCP's data, from a higher port than the clients'",
      served(40_500, 1024).map((ends) => tcpBetween(ends).response()),
    ],
    [
      "what is left of TCP: acknowledgments",
      served(8765, 50_000).map((ends) => tcpBetween(ends).serverAck()),
    ],
    ["to clients of old systems", served(5900, 1024, 3).map((ends) => tcpBetween(ends).serverAck())],
    ["FIN and ACK", served(8765, 40_000).map((ends) => tcpBetween(ends).serverFin())],
    [
      "to some clients that are gone",
      served(8765, 50_000).flatMap((ends, i) => {
        const talk = tcpBetween(ends);
        return i % 10 === 0 ? [talk.serverFin(), talk.reset()] : [talk.response()];
      }),
    ],
    [
      "NFS, to ports of clients below 1024",
      numbers(60).map((i) =>
        udpBetween({ client: [`10.0.1.${i}`, 700 + i], server: [SERVER, 2049] }).response(),
      ),
    ],
  ])("%s", async (_, packets) => {
    const counted = servedBy(await surveyOf(packets));
    expect(counted).toEqual(all(60, counted.known));
  });
});

describe("what nothing tells is not told as known", () => {
  const anyone = ({ flows, roles }: Survey) =>
    Array.from({ length: flows.count }, (_, flow) => [CLUES[roles.decidedBy[flow]], roles.isKnown(flow)]);

  test.each([
    [
      "one port to many others, without an answer: a server's half, or a program that looks for its peers",
      numbers(90).map((i) =>
        udpBetween({ client: ["10.0.0.2", 20_011], server: [`10.0.1.${i}`, 7000 + 31 * i] }).request(),
      ),
    ],
    [
      "the same of TCP, both in Linux' range of clients' ports",
      numbers(90).map((i) =>
        tcpBetween({ client: ["10.0.0.2", 40_000], server: ["10.0.1.1", 33_000 + 11 * i] }).ack(),
      ),
    ],
    [
      "resets alone: a scan's answers, or connections that were given up",
      numbers(90).map((i) =>
        tcpBetween({ client: ["10.0.0.2", 40_000], server: ["10.0.1.1", 33_000 + 11 * i] }).serverReset(),
      ),
    ],
  ])("%s", async (_, packets) => {
    const told = anyone(await surveyOf(packets));
    expect(told).toHaveLength(90);
    expect(told.filter(([, isKnown]) => isKnown)).toEqual([]);
  });
});
