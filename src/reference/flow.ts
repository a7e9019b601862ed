/** Flows in a Map, keyed by what a person would write: `tcp 10.0.0.5 51514 10.0.0.9 443`. */
import { addressText } from "./address-text.ts";
import type { Control, InternetHeader, QuotedHeader, TransportHeader, TransportName } from "./header.ts";
import type { CapturedPacket } from "./read-packets.ts";

export interface Direction {
  packets: number;
  bytes: number;
  payloadBytes: number;
}

/** What one end did to open and end connections. */
interface End {
  readonly address: string;
  readonly port: number;
  /** Number of its last opening (a SYN without ACK); null where it sent none. */
  lastOpening: number | null;
  accepted: boolean;
  reset: boolean;
  /** It sent a segment with ACK, and neither SYN nor RST. */
  acknowledged: boolean;
  finished: boolean;
  /** An ICMP error said that what it sent arrived nowhere. */
  unreachable: boolean;
}

export interface ReferenceFlow {
  readonly transport: TransportName;
  /** The ends, in the order of their addresses, then ports. */
  readonly a: End;
  readonly b: End;
  readonly aToB: Direction;
  readonly bToA: Direction;
  /** Handshakes, at least 1. */
  connections: number;
  /** Anything but a first opening was seen: the next opening is another connection. */
  isInUse: boolean;
  /** Microseconds since 1970. */
  firstSeen: number;
  lastSeen: number;
  readonly firstFrame: number;
}

/** Which flow a packet belongs to, and in which direction it goes. */
export interface Place {
  readonly flow: ReferenceFlow;
  readonly isFromA: boolean;
}

type PortHeader = Pick<TransportHeader | QuotedHeader, "transport" | "sourcePort" | "destinationPort">;

export class ReferenceFlows {
  readonly byKey = new Map<string, ReferenceFlow>();

  /** The flow of these headers, made where there is none yet. */
  placeOf(packet: CapturedPacket, internet: InternetHeader, ports: PortHeader): Place {
    const { key, isFromA, a, b } = named(internet, ports);
    let flow = this.byKey.get(key);
    if (flow === undefined) {
      flow = newFlow(ports.transport, newEnd(...a), newEnd(...b), packet);
      this.byKey.set(key, flow);
    }
    return { flow, isFromA };
  }

  /** An ICMP error about a packet: nothing to note where its flow was never seen. */
  noteUnreachable({ internet, ...ports }: QuotedHeader): void {
    const { key, isFromA } = named(internet, ports);
    const flow = this.byKey.get(key);
    if (flow === undefined) return;
    (isFromA ? flow.a : flow.b).unreachable = true;
  }
}

/** Both directions of a flow have the same key. */
function named(internet: InternetHeader, { transport, sourcePort, destinationPort }: PortHeader) {
  const source: [string, number] = [addressText(internet.source), sourcePort];
  const destination: [string, number] = [addressText(internet.destination), destinationPort];
  const order = Buffer.compare(internet.source, internet.destination) || sourcePort - destinationPort;
  const isFromA = order <= 0;
  const [a, b] = isFromA ? [source, destination] : [destination, source];
  return { key: [transport, ...a, ...b].join(" "), isFromA, a, b };
}

function newEnd(address: string, port: number): End {
  return {
    address,
    port,
    lastOpening: null,
    accepted: false,
    reset: false,
    acknowledged: false,
    finished: false,
    unreachable: false,
  };
}

function newFlow(transport: TransportName, a: End, b: End, { time, frame }: CapturedPacket): ReferenceFlow {
  const direction = () => ({ packets: 0, bytes: 0, payloadBytes: 0 });
  return {
    transport,
    a,
    b,
    aToB: direction(),
    bToA: direction(),
    connections: 1,
    isInUse: false,
    firstSeen: time,
    lastSeen: time,
    firstFrame: frame,
  };
}

export function countPacket({ flow, isFromA }: Place, packet: CapturedPacket, payloadLength: number): void {
  const direction = isFromA ? flow.aToB : flow.bToA;
  direction.packets += 1;
  direction.bytes += packet.originalLength;
  direction.payloadBytes += payloadLength;
  flow.firstSeen = Math.min(flow.firstSeen, packet.time);
  flow.lastSeen = Math.max(flow.lastSeen, packet.time);
}

/**
 * Counts connections. An opening is another connection where this end opened one before with another number, or
 * where it is this end's first and the flow was in use; both ends opening at once make one connection.
 */
export function noteControl({ flow, isFromA }: Place, control: Control): void {
  const end = isFromA ? flow.a : flow.b;
  if (control.opens && !control.acknowledges) {
    const isRepeated = end.lastOpening === control.openingNumber;
    const isAnother = end.lastOpening === null ? flow.isInUse : !isRepeated;
    if (isAnother) flow.connections += 1;
    end.lastOpening = control.openingNumber;
  }
  if (control.opens && control.acknowledges) end.accepted = true;
  if (control.resets) end.reset = true;
  if (control.acknowledges && !control.opens && !control.resets) end.acknowledged = true;
  if (control.finishes) end.finished = true;
  if (control.acknowledges || control.finishes || control.resets) flow.isInUse = true;
}

/** Refused: nothing was there to answer, and something said so. */
export function isRefused(flow: ReferenceFlow, serverIsB: boolean): boolean {
  const { transport, a, b, aToB, bToA } = flow;
  if (transport === "udp" || transport === "udplite") {
    const isAnswered = aToB.packets > 0 && bToA.packets > 0;
    return !isAnswered && (a.unreachable || b.unreachable);
  }
  if (a.accepted || b.accepted) return false;
  if (a.lastOpening !== null && b.reset) return true;
  if (b.lastOpening !== null && a.reset) return true;
  const openerIsA = a.lastOpening !== null;
  if (!openerIsA && b.lastOpening === null) {
    // What belongs to no connection is answered with a reset, be the port open or not.
    const [client, server, toServer] = serverIsB ? [a, b, aToB] : [b, a, bToA];
    const onlyResets = server.reset && !server.acknowledged && !server.finished;
    const wasConnected = client.acknowledged && toServer.payloadBytes > 0;
    return transport === "tcp" && onlyResets && !wasConnected;
  }
  const answers = openerIsA ? bToA.packets : aToB.packets;
  return answers === 0 && (openerIsA ? a : b).unreachable;
}
