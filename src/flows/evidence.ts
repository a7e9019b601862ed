import { ACK, FIN, RST, SYN } from "../headers/header.ts";

/**
 * What has been seen of a flow, as bits of its record's key word (bits 9 and up; below them stand protocol and
 * address version). Bits come in pairs, the first for what endpoint a sent, the second for endpoint b.
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
export const PAYLOAD_KEPT_FROM_A = 1 << 19;
export const PAYLOAD_KEPT_FROM_B = 1 << 20;
/** An ICMP error said that what a (or b) sent could not be delivered. */
export const UNREACHABLE_FOR_A = 1 << 21;
export const UNREACHABLE_FOR_B = 1 << 22;
/** Any other ICMP error about what a (or b) sent. */
export const OTHER_ERROR_FOR_A = 1 << 23;
export const OTHER_ERROR_FOR_B = 1 << 24;
/** The flow's first packet came from b (else from a). */
export const FIRST_FROM_B = 1 << 25;

/** By the control bits FIN, SYN, RST, PSH and ACK of one segment: the bits for endpoint a; shift by one for b. */
export const EVIDENCE_OF_CONTROL_BITS = Int32Array.from({ length: 32 }, (_, bits) => {
  let evidence = 0;
  if ((bits & (SYN | ACK)) === SYN) evidence |= SYN_FROM_A;
  if ((bits & (SYN | ACK)) === (SYN | ACK)) evidence |= SYN_ACK_FROM_A;
  if ((bits & FIN) !== 0) evidence |= FIN_FROM_A;
  if ((bits & RST) !== 0) evidence |= RST_FROM_A;
  if ((bits & (SYN | ACK | RST)) === ACK) evidence |= ACK_FROM_A;
  return evidence;
});
