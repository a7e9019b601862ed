/** What all transports with ports have in common: the row that says who talks to whom. */
import type { Cursor } from "./cursor.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_FLOW } from "./verdict.ts";

/** Both ports stand in the first four bytes of TCP, UDP, UDP-Lite, SCTP and DCCP. */
export const PORTS_LENGTH = 4;

/** Where a transport without any tunnel inside ends: the packet is carried by its flow. */
export const CARRIED = ~VERDICT_FLOW;

/**
 * Fills the row's ports and marks the packet as carried. A header that the snap length cut behind its ports
 * still names the flow; it has no payload then, and `flags` is 0.
 */
export function carry(cursor: Cursor, flags: number, sequenceNumber: number): void {
  const { bytes, offset, row, headers } = cursor;
  headers.sourcePort[row] = uint16(bytes, offset);
  headers.destinationPort[row] = uint16(bytes, offset + 2);
  headers.evidence[row] = flags;
  headers.sequenceNumber[row] = sequenceNumber;
  headers.encapsulation[row] = cursor.encapsulation;
  cursor.carried = true;
}

/** The payload starts `headerLength` bytes behind the cursor and runs to the packet's end. */
export function carryPayload(cursor: Cursor, headerLength: number): void {
  const { headers, row } = cursor;
  const start = cursor.offset + headerLength;
  headers.payloadOffset[row] = start;
  headers.payloadCaptured[row] = start < cursor.capturedEnd ? cursor.capturedEnd - start : 0;
  headers.payloadLength[row] = start < cursor.declaredEnd ? cursor.declaredEnd - start : 0;
}
