/**
 * A few link types put bytes before each packet that were never on the wire: a direction, an ATM channel. They
 * are no part of the packet's length, as in Wireshark's `frame.len`.
 */
import type { CaptureInterface, RecordBatch } from "./record.ts";

/** LINKTYPE_ values and the length of their pseudo-header, as tshark 4.0 was seen to leave out. */
const PSEUDO_HEADER_LENGTHS: ReadonlyMap<number, number> = new Map([
  [123, 4], // SunATM
  [139, 4], // MTP2 with pseudo-header
  [196, 5], // SITA
  [201, 4], // Bluetooth HCI UART with direction
  [204, 1], // PPP with direction
  [209, 5], // Linux I²C
  [245, 2], // NFC LLCP
  [254, 4], // Bluetooth Linux monitor
]);

/** Bytes that stand before each packet of the link type, LINKTYPE_ value, and are no part of it. */
export function pseudoHeaderLength(linkType: number): number {
  return PSEUDO_HEADER_LENGTHS.get(linkType) ?? 0;
}

/** Moves every packet of the batch that has a pseudo-header behind it. */
export function takeOffPseudoHeaders(batch: RecordBatch): void {
  if (!hasAny(batch.interfaces)) return;
  for (let row = 0; row < batch.count; row++) {
    const { linkType } = batch.interfaces[batch.interfaceIndex[row]];
    const length = Math.min(pseudoHeaderLength(linkType), batch.capturedLength[row]);
    batch.offset[row] += length;
    batch.capturedLength[row] -= length;
    batch.originalLength[row] -= length;
  }
}

function hasAny(interfaces: readonly CaptureInterface[]): boolean {
  for (const { linkType } of interfaces) if (PSEUDO_HEADER_LENGTHS.has(linkType)) return true;
  return false;
}
