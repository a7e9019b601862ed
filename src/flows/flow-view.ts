/**
 * What the records of flows tell, wherever they lie: in a table (flow.ts), or in that of another thread (shared-flows.ts).
 * flow-record.ts tells what a record holds.
 */
import { EARLIER_FROM_A, EARLIER_FROM_B, FOLDED, KEY_IPV6, KEY_MASK } from "./evidence.ts";
import * as layout from "./flow-record.ts";

/** Row i is flow i in the order of first packets. */
export abstract class FlowView {
  abstract readonly count: number;
  abstract readonly words: Int32Array;
  abstract readonly doubles: Float64Array;
  /** Records that stand for several flows; see `flowsOf`. */
  abstract readonly folded: { readonly groups: number };

  /** How many flows the record stands for: 1, or more where flows of one client were folded. */
  flowsOf(flow: number): number {
    // The word lies in the record's second cache line: without folded flows nobody has to wait for it.
    if (this.folded.groups === 0 || (this.evidence(flow) & FOLDED) === 0) return 1;
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FOLDED] + 1;
  }

  /** Whether endpoint a (or b) sent anything, be it before the flow was folded and came back. */
  hasSent(flow: number, fromB: boolean): boolean {
    const base = flow * layout.FLOW_WORDS;
    const packets = this.words[base + (fromB ? layout.WORD_PACKETS_B_TO_A : layout.WORD_PACKETS_A_TO_B)];
    const earlier = this.words[base + layout.WORD_KEY] & (fromB ? EARLIER_FROM_B : EARLIER_FROM_A);
    return packets !== 0 || earlier !== 0;
  }

  protocol(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] & 0xff;
  }

  isIpv6(flow: number): boolean {
    return (this.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] & KEY_IPV6) !== 0;
  }

  /** The evidence bits of evidence.ts. */
  evidence(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] & ~KEY_MASK;
  }

  portA(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PORTS] >>> 16;
  }

  portB(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PORTS] & 0xffff;
  }

  packetsAToB(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PACKETS_A_TO_B] >>> 0;
  }

  packetsBToA(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PACKETS_B_TO_A] >>> 0;
  }

  bytesAToB(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_BYTES_A_TO_B];
  }

  bytesBToA(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_BYTES_B_TO_A];
  }

  payloadBytesAToB(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_PAYLOAD_A_TO_B];
  }

  payloadBytesBToA(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_PAYLOAD_B_TO_A];
  }

  firstSeconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FIRST_SECONDS] >>> 0;
  }

  firstNanoseconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FIRST_NANOSECONDS];
  }

  lastSeconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_LAST_SECONDS] >>> 0;
  }

  lastNanoseconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_LAST_NANOSECONDS];
  }

  /** Number of the flow's first frame, counted from 1 over all captures of the run. */
  firstFrame(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FIRST_FRAME] >>> 0;
  }

  /**
   * TCP, SCTP and DCCP: handshakes that were seen, at least 1. Other transports: 1. Where the record stands for
   * several flows, of all; where the flow was folded before, without those that stayed there, so it may be 0.
   */
  connections(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_CONNECTIONS] >>> 0;
  }

  /** Id in the decoder's `EncapsulationTable` of the way that the flow's first packet came in. */
  encapsulation(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_ENCAPSULATION];
  }
}
