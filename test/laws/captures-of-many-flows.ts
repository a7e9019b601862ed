/** Captures of clients that open connection after connection, so that most flows can be folded into few. */
import { type Ends, icmpError, tcpBetween, udpBetween } from "../conversations.ts";
import type { Bytes } from "../frames.ts";
import * as frames from "../frames.ts";
import { pcapFile } from "../records/capture-writer.ts";
import type { SyntheticCapture } from "./synthetic-captures.ts";

const LINK_RAW = 101;
const START = 1_700_000_000;

/** A packet every tenth of a second. */
function capture(name: string, packets: readonly Bytes[]): SyntheticCapture {
  const written = packets.map((data, i) => ({
    data,
    seconds: START + Math.floor(i / 10),
    fraction: (i % 10) * 100_000,
  }));
  return { name, bytes: pcapFile({ linkType: LINK_RAW, packets: written }) };
}

function ends(i: number, server: Ends["server"], clients = 1): Ends {
  return { client: [`10.1.0.${i % clients}`, 20_000 + i], server };
}

/** Of many connections, each has so much of: SYN, SYN-ACK, ACK, request, response, FIN, FIN, ACK. */
function connection(on: Ends): Bytes[] {
  const { syn, synAck, ack, request, response, fin, serverFin } = tcpBetween(on);
  return [syn(), synAck(), ack(), request(), response(), fin(), serverFin(), ack()];
}

function times(count: number, make: (i: number) => Bytes[]): Bytes[] {
  return Array.from({ length: count }, (_, i) => make(i)).flat();
}

const FTP = "10.2.0.21";
const WEB: Ends["server"] = ["10.2.0.1", 443];
const DNS: Ends["server"] = ["10.2.0.53", 53];
/** Above the ports of its clients. */
const HIGH: Ends["server"] = ["10.2.0.9", 60_000];
const WEB6: Ends["server"] = ["2001:db8::1", 443];

export const MANY_FLOWS: readonly SyntheticCapture[] = [
  capture(
    "5,000 connections of one client",
    times(5000, (i) => connection(ends(i, WEB)).slice(0, 1 + (i % 8))),
  ),
  capture(
    "connections that go on long after",
    [0, 1, 2, 3, 4].flatMap((round) =>
      times(400, (i) => connection(ends(i, i % 3 === 0 ? HIGH : WEB, 3)).slice(round, round + 1 + (i % 2))),
    ),
  ),
  capture(
    "connections opened anew on old ports",
    [100, 100, 200, 300].flatMap((sequence) =>
      times(300, (i) => {
        const { syn, synAck, ack, reset } = tcpBetween(ends(i, WEB, 2));
        return [
          syn(sequence + (i % 2)),
          ...(i % 3 === 0 ? [] : [synAck(), ack()]),
          ...(i % 5 === 0 ? [reset()] : []),
        ];
      }),
    ),
  ),
  capture(
    "answers and refusals that come late",
    [
      times(600, (i) => [tcpBetween(ends(i, HIGH, 2)).syn()]),
      times(600, (i) => {
        const { serverReset, synAck } = tcpBetween(ends(i, HIGH, 2));
        return i % 3 === 0 ? [serverReset()] : i % 3 === 1 ? [synAck()] : [];
      }),
    ].flat(),
  ),
  capture(
    "a port a question",
    times(2000, (i) => {
      const { request, response } = udpBetween(ends(i, DNS, 4));
      return i % 10 === 0 ? [request()] : [request(), response()];
    }),
  ),
  capture(
    "a scan of one port",
    times(3000, (i) => {
      const { syn, serverReset, synAck } = tcpBetween({
        client: ["10.3.0.1", 1024 + i],
        server: [`10.4.${(i % 1000) >> 8}.${i & 255}`, 22],
      });
      return i % 2 === 0 ? [syn()] : i % 7 === 0 ? [syn(), synAck()] : [syn(), serverReset()];
    }),
  ),
  capture(
    "errors about flows of long ago",
    [
      times(500, (i) => [udpBetween(ends(i, DNS, 2)).request()]),
      times(500, (i) => (i % 2 === 0 ? [icmpError(udpBetween(ends(i, DNS, 2)).request())] : [])),
      times(100, (i) => [udpBetween(ends(i, DNS, 2)).response()]),
    ].flat(),
  ),
  capture(
    "fragments of flows of long ago",
    [
      times(500, (i) => [fragment(i, true)]),
      times(500, (i) => [udpBetween(ends(i + 500, DNS)).request()]),
      times(500, (i) => [fragment(i, false)]),
    ].flat(),
  ),
  // Data ports come again, for other transfers, for other clients, and for connections that nobody announced.
  capture(
    "FTP's data connections",
    times(900, (i) => {
      const { request, response } = tcpBetween({ client: [`10.1.0.${i % 3}`, 5000], server: [FTP, 21] });
      const port = 40_000 + (i % 7);
      const said = i % 2 === 0 ? `227 (10,2,0,21,156,${64 + (i % 7)})\r\n` : `229 (|||${port}|)\r\n`;
      const client: Ends["client"] = [`10.1.0.${(i >> 2) % 3}`, 20_000 + (i % 400)];
      const data = connection({ client, server: [FTP, port] });
      return [request("PASV\r\n"), ...(i % 5 === 0 ? [] : [response(said)]), ...data];
    }),
  ),
  // Fan-in tells nothing of the last flows, since the client's ports have two flows each; one of them is folded.
  capture("ports of a client that has used them before", [
    ...times(300, (i) => [udpBetween(ends(i, ["10.2.0.7", 45_000])).request()]),
    ...times(600, (i) => [udpBetween(ends(i + 300, DNS)).request()]),
    ...times(3, (i) => [udpBetween(ends(i, ["10.2.0.8", 46_000])).request()]),
  ]),
  capture(
    "IPv6",
    [0, 1].flatMap(() =>
      times(600, (i) =>
        connection({ client: ["2001:db8::2", 30_000 + i], server: WEB6 }).slice(0, 1 + (i % 8)),
      ),
    ),
  ),
  capture(
    "both ends on one address",
    times(1500, (i) =>
      connection({ client: ["127.0.0.1", 1024 + i * 40], server: ["127.0.0.1", 30_000] }).slice(
        0,
        1 + (i % 8),
      ),
    ),
  ),
];

function fragment(i: number, isFirst: boolean): Bytes {
  const [source, sourcePort] = ends(i, DNS).client;
  const datagram = frames.udp(frames.zeros(16), { sourcePort, destinationPort: DNS[1], length: 64 });
  return frames.ipv4(isFirst ? datagram.subarray(0, 24) : frames.zeros(40), {
    source,
    destination: DNS[0],
    protocol: 17,
    identification: i,
    moreFragments: isFirst,
    fragmentOffset: isFirst ? 0 : 24,
  });
}
