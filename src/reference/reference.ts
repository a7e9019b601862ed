/**
 * The second opinion: everything that is counted of a capture, worked out slowly and obviously, packet by
 * packet, with objects and Maps. It shares no code with the engine that it referees.
 */
import { decodeHeaders } from "./decode.ts";
import { countPacket, noteControl, type Place, type ReferenceFlow, ReferenceFlows } from "./flow.ts";
import type { FragmentHeader, Header, InternetHeader, TransportHeader } from "./header.ts";
import { type CapturedPacket, NotComparable } from "./read-packets.ts";

export interface Count {
  packets: number;
  bytes: number;
}

export interface ReferenceResult {
  readonly packets: number;
  readonly bytes: number;
  readonly capturedBytes: number;
  /** Microseconds since 1970; null where there is no packet. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** By verdict: `flow`, or the reason why not. */
  readonly verdicts: ReadonlyMap<string, Count>;
  readonly flows: ReadonlyMap<string, ReferenceFlow>;
}

export class Reference {
  private readonly tunnels: "inner" | "outer";
  private readonly flows = new ReferenceFlows();
  private readonly placeOfDatagram = new Map<string, Place>();
  private readonly verdicts = new Map<string, Count>();
  private packets = 0;
  private bytes = 0;
  private capturedBytes = 0;
  private firstSeen: number | null = null;
  private lastSeen: number | null = null;

  constructor(tunnels: "inner" | "outer") {
    this.tunnels = tunnels;
  }

  add(packet: CapturedPacket): void {
    this.packets += 1;
    this.bytes += packet.originalLength;
    this.capturedBytes += packet.capturedLength;
    this.firstSeen = Math.min(this.firstSeen ?? packet.time, packet.time);
    this.lastSeen = Math.max(this.lastSeen ?? packet.time, packet.time);
    const verdict = this.verdictOf(packet, decodeHeaders(packet.format, packet.part));
    const count = this.verdicts.get(verdict) ?? { packets: 0, bytes: 0 };
    this.verdicts.set(verdict, {
      packets: count.packets + 1,
      bytes: count.bytes + packet.originalLength,
    });
  }

  result(): ReferenceResult {
    const { packets, bytes, capturedBytes, firstSeen, lastSeen, verdicts } = this;
    return { packets, bytes, capturedBytes, firstSeen, lastSeen, verdicts, flows: this.flows.byKey };
  }

  /** Counts the packet for its flow, where it has one. */
  private verdictOf(packet: CapturedPacket, headers: readonly Header[]): string {
    const at = headers.findIndex(({ kind }) => kind === "internet");
    const innermost = headers.findLastIndex(({ kind }) => kind === "internet");
    const internet = headers[this.tunnels === "outer" ? at : innermost];
    const behind = headers.slice(headers.indexOf(internet) + 1);
    if (internet?.kind !== "internet") return this.reasonOf(packet, headers);
    const fragment = behind[0]?.kind === "fragment" ? behind[0] : null;
    const next = behind.find(({ kind }) => kind !== "fragment");
    if (next?.kind === "transport") return this.carry(packet, internet, fragment, next);
    if (fragment !== null && !fragment.isFirst) return this.carryLater(packet, internet, fragment);
    if (this.tunnels === "outer" && next?.kind === "tunnel") return "other-ip-protocol";
    for (const header of behind) {
      if (header.kind === "quoted" && header.unreachable) this.flows.noteUnreachable(header);
    }
    return this.reasonOf(packet, headers);
  }

  private carry(
    packet: CapturedPacket,
    internet: InternetHeader,
    fragment: FragmentHeader | null,
    transport: TransportHeader,
  ): "flow" {
    const place = this.flows.placeOf(packet, internet, transport);
    countPacket(place, packet, transport.payloadLength);
    if (transport.control !== null) noteControl(place, transport.control);
    if (fragment !== null) this.placeOfDatagram.set(datagramKey(internet, fragment), place);
    return "flow";
  }

  /** Later fragments have no ports: they go where the first fragment of their datagram went. */
  private carryLater(packet: CapturedPacket, internet: InternetHeader, fragment: FragmentHeader): string {
    const place = this.placeOfDatagram.get(datagramKey(internet, fragment));
    if (place === undefined) return "fragment-without-first";
    countPacket(place, packet, fragment.length);
    return "flow";
  }

  private reasonOf(packet: CapturedPacket, headers: readonly Header[]): string {
    const last = headers.at(-1);
    if (last?.kind !== "end") throw new TypeError(`frame ${packet.frame} has neither transport nor reason`);
    if (last.reason === "beyond-the-reference") {
      throw new NotComparable(`frame ${packet.frame} holds 802.11, which the reference does not read`);
    }
    return last.reason;
  }
}

/** RFC 791, section 3.2: addresses, protocol, identification. RFC 8200, section 4.5: without the protocol. */
function datagramKey(internet: InternetHeader, { identification, protocol }: FragmentHeader): string {
  const ends = [internet.source.toString("hex"), internet.destination.toString("hex")];
  return [...ends, identification, internet.version === 4 ? protocol : ""].join(" ");
}
