import { ACK, FIN, RST, SYN } from "../headers/header-codes.ts";
import { ACK_FROM_A, FIN_FROM_A, RST_FROM_A, SYN_ACK_FROM_A, SYN_FROM_A } from "./evidence.ts";

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
