/**
 * A flow is what two endpoints exchanged over one transport: all packets of one protocol between address and
 * port a and address and port b, over the whole capture, in both directions. Flows are neutral: a and b stand
 * in canonical order (by address, then port) and nothing is guessed about who serves whom.
 *
 * A flow is a record of 128 bytes, two cache lines, in one ArrayBuffer. The first line holds all that a packet
 * of a known IPv4 flow touches:
 *
 *   word  0  address a, word 0          word  4  packets a → b     doubles 3, 4  bytes a → b, b → a
 *         1  address b, word 0                5  packets b → a     doubles 5, 6  payload bytes a → b, b → a
 *         2  ports, a in the upper half       6…13 (the doubles)   word 14, 15   last seen
 *         3  protocol, version, evidence
 *
 * The second line: words 16–18 and 19–21 the rest of IPv6 addresses a and b, 22 and 23 first seen, 24 first
 * frame, 25 connections, 26 and 27 sequence number of the last SYN from a and from b, 28 and 29 the first
 * payload bytes of a and of b, 30 encapsulation, 31 unused.
 */
import { KEY_IPV6, KEY_MASK } from "./evidence.ts";

export const FLOW_WORDS = 32;
export const FLOW_DOUBLES = FLOW_WORDS / 2;

export const WORD_ADDRESS_A = 0;
export const WORD_ADDRESS_B = 1;
export const WORD_PORTS = 2;
export const WORD_KEY = 3;
export const WORD_PACKETS_A_TO_B = 4;
export const WORD_PACKETS_B_TO_A = 5;
export const DOUBLE_BYTES_A_TO_B = 3;
export const DOUBLE_BYTES_B_TO_A = 4;
export const DOUBLE_PAYLOAD_A_TO_B = 5;
export const DOUBLE_PAYLOAD_B_TO_A = 6;
export const WORD_LAST_SECONDS = 14;
export const WORD_LAST_NANOSECONDS = 15;
export const WORD_ADDRESS_A_REST = 16;
export const WORD_ADDRESS_B_REST = 19;
export const WORD_FIRST_SECONDS = 22;
export const WORD_FIRST_NANOSECONDS = 23;
export const WORD_FIRST_FRAME = 24;
export const WORD_CONNECTIONS = 25;
export const WORD_SYN_SEQUENCE_A = 26;
export const WORD_SYN_SEQUENCE_B = 27;
export const WORD_PAYLOAD_A = 28;
export const WORD_PAYLOAD_B = 29;
export const WORD_ENCAPSULATION = 30;

/** How many bytes are kept of the first payload that each side sent. */
export const KEPT_PAYLOAD_LENGTH = 64;

const FIRST_CAPACITY = 1024;
const FIRST_PAYLOAD_CAPACITY = 16_384;
const MAXIMUM_PAYLOAD_CAPACITY = 0x7fff_0000;
const NOTHING = new Uint8Array(0);

const CACHE_LINE = 64;
/**
 * Large blocks of memory start 16 bytes behind a cache line on Linux with glibc, which puts its own header there.
 * Records that lie across lines cost a fifth of the time (measured with a million flows in random order); where
 * the guess is wrong, nothing else is.
 */
const ALLOCATOR_HEADER = 16;

function alignedWords(length: number): Int32Array<ArrayBuffer> {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  return new Int32Array(new ArrayBuffer(bytes + CACHE_LINE), CACHE_LINE - ALLOCATOR_HEADER, length);
}

/** All flows of a run, row i being flow i in the order of first packets. */
export class FlowTable {
  count = 0;
  words = alignedWords(FIRST_CAPACITY * FLOW_WORDS);
  doubles = new Float64Array(this.words.buffer, this.words.byteOffset);
  /** Kept payload: at each position a length byte, then so many bytes. Position 0 is nobody's. */
  private payload = new Uint8Array(FIRST_PAYLOAD_CAPACITY);
  private payloadEnd = 1;

  get capacity(): number {
    return this.words.length / FLOW_WORDS;
  }

  /** Doubles the room for flows. Columns that were hoisted before are stale afterwards. */
  grow(): void {
    const words = alignedWords(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    this.doubles = new Float64Array(words.buffer, words.byteOffset);
  }

  /** Keeps up to `KEPT_PAYLOAD_LENGTH` bytes; answers with their position, 0 where no more room may be taken. */
  keepPayload(bytes: Uint8Array, offset: number, captured: number): number {
    const length = captured < KEPT_PAYLOAD_LENGTH ? captured : KEPT_PAYLOAD_LENGTH;
    const position = this.payloadEnd;
    if (position + 1 + length > this.payload.length && !this.growPayload()) return 0;
    const { payload } = this;
    payload[position] = length;
    for (let i = 0; i < length; i++) payload[position + 1 + i] = bytes[offset + i];
    this.payloadEnd = position + 1 + length;
    return position;
  }

  private growPayload(): boolean {
    if (this.payload.length >= MAXIMUM_PAYLOAD_CAPACITY) return false;
    const payload = new Uint8Array(Math.min(this.payload.length * 2, MAXIMUM_PAYLOAD_CAPACITY));
    payload.set(this.payload);
    this.payload = payload;
    return true;
  }

  /** The first payload bytes that endpoint a (or b) sent, as a view; empty where it sent none. */
  firstPayload(flow: number, fromB: boolean): Uint8Array {
    const position = this.words[flow * FLOW_WORDS + (fromB ? WORD_PAYLOAD_B : WORD_PAYLOAD_A)];
    return position === 0
      ? NOTHING
      : this.payload.subarray(position + 1, position + 1 + this.payload[position]);
  }

  protocol(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_KEY] & 0xff;
  }

  isIpv6(flow: number): boolean {
    return (this.words[flow * FLOW_WORDS + WORD_KEY] & KEY_IPV6) !== 0;
  }

  /** The evidence bits of evidence.ts. */
  evidence(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_KEY] & ~KEY_MASK;
  }

  portA(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_PORTS] >>> 16;
  }

  portB(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_PORTS] & 0xffff;
  }

  packetsAToB(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_PACKETS_A_TO_B] >>> 0;
  }

  packetsBToA(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_PACKETS_B_TO_A] >>> 0;
  }

  bytesAToB(flow: number): number {
    return this.doubles[flow * FLOW_DOUBLES + DOUBLE_BYTES_A_TO_B];
  }

  bytesBToA(flow: number): number {
    return this.doubles[flow * FLOW_DOUBLES + DOUBLE_BYTES_B_TO_A];
  }

  payloadBytesAToB(flow: number): number {
    return this.doubles[flow * FLOW_DOUBLES + DOUBLE_PAYLOAD_A_TO_B];
  }

  payloadBytesBToA(flow: number): number {
    return this.doubles[flow * FLOW_DOUBLES + DOUBLE_PAYLOAD_B_TO_A];
  }

  firstSeconds(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_FIRST_SECONDS] >>> 0;
  }

  firstNanoseconds(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_FIRST_NANOSECONDS];
  }

  lastSeconds(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_LAST_SECONDS] >>> 0;
  }

  lastNanoseconds(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_LAST_NANOSECONDS];
  }

  /** Number of the flow's first frame, counted from 1 over all captures of the run. */
  firstFrame(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_FIRST_FRAME] >>> 0;
  }

  /** TCP, SCTP and DCCP: handshakes that were seen, at least 1. Other transports: 1. */
  connections(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_CONNECTIONS] >>> 0;
  }

  /** Id in the decoder's `EncapsulationTable` of the way that the flow's first packet came in. */
  encapsulation(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_ENCAPSULATION];
  }
}
