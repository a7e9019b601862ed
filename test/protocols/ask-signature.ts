/** Asks a signature in the memory that it reads (assembly/protocols/), between bytes that are not the payload's. */
import { SIGNATURES, type SignatureRow } from "../../src/protocols/signatures.ts";
import { WINDOW } from "../../src/records/memory-layout.ts";
import { PacketMemory } from "../../src/records/packet-memory.ts";

/** More than any signature looks ahead or back. */
const AROUND = 80;
const memory = new PacketMemory();
const window = memory.window(1024);

/** What the row's signature answers to a payload with bytes of the value `poison` before and behind it. */
export function askSignature(row: SignatureRow, payload: Uint8Array, poison = 0): number {
  window.fill(poison, 0, 2 * AROUND + payload.length);
  window.set(payload, AROUND);
  return memory.loops.ask(SIGNATURES.indexOf(row), WINDOW + AROUND, payload.length);
}
