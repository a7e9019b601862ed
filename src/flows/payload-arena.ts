/**
 * The first payload bytes of flows, kept one behind the other: at each position a length byte, then so many bytes. Grows by pieces, so that nothing is ever copied; an entry lies in one piece. The pieces are shared, so that
 * another thread can read them.
 */
import {
  FLOW_WORDS,
  PAYLOAD_HEADER_LENGTH,
  PAYLOAD_PIECE_BITS,
  WORD_PAYLOAD_A,
  WORD_PAYLOAD_B,
} from "./flow-record.ts";

const PAYLOAD_WORDS = [WORD_PAYLOAD_A, WORD_PAYLOAD_B];
const PIECE_LENGTH = 1 << PAYLOAD_PIECE_BITS;
/** Positions are 31 bits. */
const MAXIMUM_PIECES = 2047;
const NOTHING = new Uint8Array(0);

export class PayloadArena {
  readonly pieces: Uint8Array[] = [];
  /** Where the next entry goes; position 0 is nobody's. */
  private end = 1;
  /** Pieces that nothing is in any more: memory that is shared is given back late. */
  private readonly spare: Uint8Array[];

  constructor(spare: Uint8Array[] = []) {
    this.spare = spare;
  }

  /** The position from which on `length` bytes of entries may be added; 0 where no more memory may be taken. */
  reserve(length: number): number {
    const used = this.end & (PIECE_LENGTH - 1);
    if (this.end >>> PAYLOAD_PIECE_BITS < this.pieces.length && used + length <= PIECE_LENGTH)
      return this.end;
    if (this.pieces.length === MAXIMUM_PIECES) return 0;
    if (this.pieces.length > 0) this.end = this.pieces.length << PAYLOAD_PIECE_BITS;
    this.pieces.push(this.spare.pop() ?? new Uint8Array(new SharedArrayBuffer(PIECE_LENGTH)));
    return this.end;
  }

  /** Adds entries, no longer than what was reserved. */
  add(entries: Uint8Array): void {
    this.pieces[this.pieces.length - 1].set(entries, this.end & (PIECE_LENGTH - 1));
    this.end += entries.length;
  }

  /**
   * Takes over another arena's pieces as they are. A position there is the same entry's position here plus `shift`;
   * of pieces from `pieces` on nothing is kept, as no more memory may be taken.
   */
  adopt(others: readonly Uint8Array[]): { readonly shift: number; readonly pieces: number } {
    const first = this.pieces.length;
    const pieces = MAXIMUM_PIECES - first;
    this.pieces.push(...others.slice(0, pieces));
    // What is added from now on starts a piece of its own.
    this.end = this.pieces.length << PAYLOAD_PIECE_BITS;
    return { shift: first << PAYLOAD_PIECE_BITS, pieces };
  }

  /** Keeps the entries that records still point to, at new positions; gives up the room of the others. */
  keepOnly(words: Int32Array, records: number): void {
    const kept = new PayloadArena(this.spare);
    for (let record = 0; record < records; record++) {
      for (const word of PAYLOAD_WORDS) {
        const at = record * FLOW_WORDS + word;
        if (words[at] !== 0) words[at] = kept.take(this, words[at]);
      }
    }
    this.spare.push(...this.pieces);
    this.pieces.splice(0, this.pieces.length, ...kept.pieces);
    this.end = kept.end;
  }

  private take(other: PayloadArena, position: number): number {
    const piece = other.pieceOf(position);
    const start = other.offsetOf(position);
    const entry = piece.subarray(start, start + PAYLOAD_HEADER_LENGTH + piece[start]);
    const taken = this.reserve(entry.length);
    if (taken !== 0) this.add(entry);
    return taken;
  }

  /** The piece in which the entry at a position (not 0) lies, for reading in place. */
  pieceOf(position: number): Uint8Array {
    return this.pieces[position >>> PAYLOAD_PIECE_BITS];
  }

  /** Where in its piece the entry at a position lies. */
  offsetOf(position: number): number {
    return position & (PIECE_LENGTH - 1);
  }

  /** The payload at a position, as a view; empty at position 0. */
  read(position: number): Uint8Array {
    if (position === 0) return NOTHING;
    const piece = this.pieceOf(position);
    const entry = this.offsetOf(position);
    const start = entry + PAYLOAD_HEADER_LENGTH;
    return piece.subarray(start, start + piece[entry]);
  }
}
