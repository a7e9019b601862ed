/** Which signatures a payload's transport and first byte leave: a table, so that a flow asks few of them. */
import { firstBytes } from "./first-bytes.ts";
import { OVER_SCTP, OVER_TCP, OVER_UDP, type SignatureRow } from "./signatures.ts";

const FIRST_BYTES = 256;

/** The transports in the order of the table, which assembly/protocols/listen.ts knows. */
const TRANSPORTS = [OVER_TCP, OVER_UDP, OVER_SCTP];

export interface Dispatch {
  /** By transport × 256 + first byte: where in `lists` its list starts. */
  readonly offsets: readonly number[];
  /** Lists of rows of the table of signatures, in its order, each behind its length. Equal lists stand there once. */
  readonly lists: readonly number[];
}

export function dispatchOf(signatures: readonly SignatureRow[]): Dispatch {
  const rowsOf: number[][] = Array.from({ length: TRANSPORTS.length * FIRST_BYTES }, () => []);
  for (const [row, { transports, first }] of signatures.entries()) {
    for (const [transport, bit] of TRANSPORTS.entries()) {
      if ((transports & bit) === 0) continue;
      for (const byte of firstBytes(first)) rowsOf[transport * FIRST_BYTES + byte].push(row);
    }
  }
  const lists: number[] = [];
  const known = new Map<string, number>();
  const offsets = rowsOf.map((rows) => {
    const key = rows.join();
    const offset = known.get(key) ?? lists.length;
    if (offset === lists.length) lists.push(rows.length, ...rows);
    known.set(key, offset);
    return offset;
  });
  return { offsets, lists };
}
