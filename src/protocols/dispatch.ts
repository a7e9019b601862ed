/** Which signatures a payload's transport and first byte leave: a table, so that a flow asks few of them. */
import { OVER_SCTP, OVER_TCP, OVER_UDP, type SignatureRow } from "./signatures.ts";

const FIRST_BYTES = 256;

/** The transports in the order of the table. */
const TRANSPORTS = [OVER_TCP, OVER_UDP, OVER_SCTP];
export const NO_TRANSPORT = TRANSPORTS.length;

/** Index of a transport in the table, by IP protocol number: TCP; UDP and UDP-Lite; SCTP; else `NO_TRANSPORT`. */
export function transportIndexes(): Uint8Array {
  const indexes = new Uint8Array(256).fill(NO_TRANSPORT);
  indexes[6] = 0;
  indexes[17] = 1;
  indexes[136] = 1;
  indexes[132] = 2;
  return indexes;
}

export interface Dispatch {
  /** By transport × 256 + first byte: where its rows start in `rows`; they end where the next ones start. */
  readonly offsets: Uint16Array;
  /** Numbers of rows of the table of signatures, in its order. */
  readonly rows: Uint8Array;
}

export function dispatchOf(signatures: readonly SignatureRow[]): Dispatch {
  const lists: number[][] = Array.from({ length: TRANSPORTS.length * FIRST_BYTES }, () => []);
  for (const [row, { transports, first }] of signatures.entries()) {
    const bytes = firstBytes(first);
    for (const [transport, bit] of TRANSPORTS.entries()) {
      if ((transports & bit) === 0) continue;
      for (const byte of bytes) lists[transport * FIRST_BYTES + byte].push(row);
    }
  }
  const offsets = new Uint16Array(lists.length + 1);
  for (const [entry, { length }] of lists.entries()) offsets[entry + 1] = offsets[entry] + length;
  return { offsets, rows: Uint8Array.from(lists.flat()) };
}

/** The bytes that a row's `first` names; see there. */
export function firstBytes(first: string | undefined): ReadonlySet<number> {
  const bytes = new Set<number>();
  for (const part of (first ?? "00-ff").split(" ")) {
    if (part.startsWith("'")) {
      for (const letter of part.slice(1)) {
        bytes.add(letter.charCodeAt(0));
        bytes.add(letter.toUpperCase().charCodeAt(0));
      }
      continue;
    }
    const [from, to = from] = part.split("-").map((digits) => Number.parseInt(digits, 16));
    for (let byte = from; byte <= to; byte++) bytes.add(byte);
  }
  return bytes;
}
