/**
 * What has been seen of a flow, as bits of its record's key word (bits 9 and up; below them stand protocol and
 * address version). Bits come in pairs, the first for what endpoint a sent, the second for endpoint b. WebAssembly reads
 * this file too.
 */
export const KEY_MASK = 0x1ff;
export const KEY_IPV6 = 0x100;

export const SYN_FROM_A = 1 << 9;
export const SYN_FROM_B = 1 << 10;
export const SYN_ACK_FROM_A = 1 << 11;
export const SYN_ACK_FROM_B = 1 << 12;
export const FIN_FROM_A = 1 << 13;
export const FIN_FROM_B = 1 << 14;
export const RST_FROM_A = 1 << 15;
export const RST_FROM_B = 1 << 16;
/** An acknowledgment that is neither part of an opening nor a reset: the sender took part in a connection. */
export const ACK_FROM_A = 1 << 17;
export const ACK_FROM_B = 1 << 18;
/** Bytes of a payload were captured. */
export const PAYLOAD_CAPTURED_FROM_A = 1 << 19;
export const PAYLOAD_CAPTURED_FROM_B = 1 << 20;
/** An ICMP error said that what a (or b) sent could not be delivered. */
export const UNREACHABLE_FOR_A = 1 << 21;
export const UNREACHABLE_FOR_B = 1 << 22;
/** Any other ICMP error about what a (or b) sent. */
export const OTHER_ERROR_FOR_A = 1 << 23;
export const OTHER_ERROR_FOR_B = 1 << 24;
/** The flow's first packet came from b (else from a). */
export const FIRST_FROM_B = 1 << 25;

/** The first SYN of a (or b) came when the connection was in use already. */
export const SYN_FROM_A_IN_USE = 1 << 26;
export const SYN_FROM_B_IN_USE = 1 << 27;

/** The record stands for several flows of one client, whose server is a (or b); see folded-flows.ts. */
export const FOLDED_SERVER_A = 1 << 28;
export const FOLDED_SERVER_B = 1 << 29;
export const FOLDED = FOLDED_SERVER_A | FOLDED_SERVER_B;
/** The flow has been folded before and came back: packets that a (or b) sent are counted by another record. */
export const EARLIER_FROM_A = 1 << 30;
export const EARLIER_FROM_B = 1 << 31;

/** Anything that says that a connection was there before the first SYN of a side. */
export const IN_USE =
  SYN_ACK_FROM_A |
  SYN_ACK_FROM_B |
  FIN_FROM_A |
  FIN_FROM_B |
  RST_FROM_A |
  RST_FROM_B |
  ACK_FROM_A |
  ACK_FROM_B;
