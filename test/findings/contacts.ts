/** First contacts, short to write: who asks whom, and how it goes. Raw IP packets with times. */
import type { Finding } from "../../src/findings/finding.ts";
import type { Packet } from "../collect-frames.ts";
import { icmpError, tcpBetween, udpBetween } from "../conversations.ts";
import { ACK, type Bytes, FIN, PSH, SYN, zeros } from "../frames.ts";
import { surveyOf } from "../survey-frames.ts";

type End = readonly [address: string, port: number];

const URG = 0x20;

/** How a contact goes, as packets between the two. */
export const GOES = {
  refused: (client: End, server: End) => {
    const talk = tcpBetween({ client, server });
    return [talk.syn(), talk.serverReset()];
  },
  silent: (client: End, server: End) => [tcpBetween({ client, server }).syn()],
  /** A system tries again for a program that waits. */
  waited: (client: End, server: End) => Array.from({ length: 4 }, () => tcpBetween({ client, server }).syn()),
  halfOpen: (client: End, server: End) => {
    const talk = tcpBetween({ client, server });
    return [talk.syn(), talk.synAck()];
  },
  takenBack: (client: End, server: End) => {
    const talk = tcpBetween({ client, server });
    return [talk.syn(), talk.synAck(), talk.reset()];
  },
  opened: (client: End, server: End) => {
    const talk = tcpBetween({ client, server });
    return [talk.syn(), talk.synAck(), talk.ack(), talk.fin(), talk.serverFin()];
  },
  talked: (client: End, server: End) => {
    const talk = tcpBetween({ client, server });
    return [talk.syn(), talk.synAck(), talk.ack(), talk.request(), talk.response()];
  },
  /** The client's half of it. */
  halfSeen: (client: End, server: End) => {
    const talk = tcpBetween({ client, server });
    return [talk.syn(), talk.ack(), talk.request()];
  },
  unreachable: (client: End, server: End) => {
    const syn = tcpBetween({ client, server }).syn();
    return [syn, icmpError(syn, 3, 1)];
  },
  expired: (client: End, server: End) => {
    const syn = tcpBetween({ client, server }).syn();
    return [syn, icmpError(syn, 11, 0)];
  },
  fin: (client: End, server: End) => [tcpBetween({ client, server }).send(false, FIN)],
  finRefused: (client: End, server: End) => stray(client, server, FIN),
  xmasRefused: (client: End, server: End) => stray(client, server, FIN | PSH | URG),
  null: (client: End, server: End) => [tcpBetween({ client, server }).send(false, 0)],
  nullRefused: (client: End, server: End) => stray(client, server, 0),
  ack: (client: End, server: End) => [tcpBetween({ client, server }).ack()],
  ackRefused: (client: End, server: End) => stray(client, server, ACK),
  finAckRefused: (client: End, server: End) => stray(client, server, FIN | ACK),
  datagram: (client: End, server: End) => [udpBetween({ client, server }).request(zeros(0))],
  datagramRefused: (client: End, server: End) => {
    const request = udpBetween({ client, server }).request(zeros(0));
    return [request, icmpError(request)];
  },
  datagramExpired: (client: End, server: End) => {
    const request = udpBetween({ client, server }).request(zeros(0));
    return [request, icmpError(request, 11, 0)];
  },
  datagramAnswered: (client: End, server: End) => {
    const talk = udpBetween({ client, server });
    return [talk.request(), talk.response()];
  },
  /** The answer to a SYN that somebody else sent in the client's name. */
  strangeAcceptance: (client: End, server: End) => [tcpBetween({ client, server }).synAck()],
  strangeReset: (client: End, server: End) => [tcpBetween({ client, server }).serverReset()],
} satisfies Record<string, (client: End, server: End) => Bytes[]>;

export type Going = keyof typeof GOES;

function stray(client: End, server: End, flags: number): Bytes[] {
  const talk = tcpBetween({ client, server });
  return [talk.send(false, flags & ~SYN), talk.serverReset()];
}

export interface Contact {
  readonly client: End;
  readonly server: End;
  readonly goes: Going;
}

/** The packets of all contacts, one contact every `pause` seconds from `start` on. */
export function packetsOf(contacts: readonly Contact[], { start = 1000, pause = 0.01 } = {}): Packet[] {
  return contacts.flatMap(({ client, server, goes }, i) => {
    const time = start + i * pause;
    return GOES[goes](client, server).map((frame, j) => {
      const at = time + j * 0.0001;
      return { frame, seconds: Math.floor(at), nanoseconds: Math.floor((at % 1) * 1e9) };
    });
  });
}

/** `10.0.0.n` for numbers up to 255, then `10.0.1.n`. */
export function numbered(prefix: string, number: number): string {
  return `${prefix}.${number >> 8}.${number & 0xff}`;
}

interface Asking {
  readonly source?: string;
  /** A port for each contact from here on, as a system gives them out; or one for all. */
  readonly sourcePort?: number | { readonly fixed: number };
  /** How contacts go, in turn. */
  readonly goes: readonly Going[];
  readonly count: number;
}

function contactsOf(
  { source = "10.0.0.1", sourcePort = 40_000, goes, count }: Asking,
  serverOf: (i: number) => End,
): Contact[] {
  return Array.from({ length: count }, (_, i) => ({
    client: [source, typeof sourcePort === "number" ? sourcePort + i : sourcePort.fixed] as const,
    server: serverOf(i),
    goes: goes[i % goes.length],
  }));
}

/** One port of hosts that are neighbours, or scattered over networks. */
export function sweep(asking: Asking & { readonly port: number; readonly scattered?: boolean }): Contact[] {
  const { port, scattered = false } = asking;
  return contactsOf(asking, (i) => [
    scattered
      ? `${20 + (i % 150)}.${(i * 37) % 256}.${(i * 91) % 256}.${1 + (i % 250)}`
      : numbered("10.1", i + 1),
    port,
  ]);
}

/** Many ports of one host. */
export function search(
  asking: Asking & { readonly target?: string; readonly ports?: (i: number) => number },
): Contact[] {
  const { target = "10.1.0.9", ports = (i) => i + 1 } = asking;
  return contactsOf(asking, (i) => [target, ports(i)]);
}

/** What is told of scans. */
export async function scansIn(packets: readonly Packet[]): Promise<Finding[]> {
  const { found } = await surveyOf(packets);
  return found.findings.filter(({ rule }) => rule === "horizontal-scan" || rule === "vertical-scan");
}

export function line({ severity, rule, title }: Finding): string {
  return `${severity} ${rule}: ${title}`;
}

/** What is told of scans in these contacts. */
export async function linesOf(contacts: readonly Contact[]): Promise<string[]> {
  return (await scansIn(packetsOf(contacts))).map(line);
}

/** A few connections of somebody else that go well, so that answers are to be seen. */
export const OTHERS = search({
  source: "10.0.0.77",
  goes: ["talked"],
  count: 3,
  target: "10.9.9.9",
  ports: () => 443,
});

/** Of programs that make their own segments. */
export const ONE_PORT = { fixed: 54_321 };
