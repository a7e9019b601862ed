/**
 * A signature looks at the first payload bytes that one end of a flow sent and answers whether they are a
 * protocol's, who speaks so, and how sure that is. Signatures are pure functions that make nothing: they read
 * in place, never before `start` and never from `start + length` on. What the
 * table (signatures.ts) asks of a payload before (its first byte, its least length) they need not ask again.
 *
 * `length` is at most 64 (KEPT_PAYLOAD_LENGTH). Of a payload that fills them all, more may follow; one that is
 * shorter is whole, unless the capture cut it. So a length that a header declares may exceed what is there, and
 * that it is met to the byte only adds to the strength.
 */
export type Signature = (bytes: Uint8Array, start: number, length: number) => number;

export const NOT_THIS = 0;

/**
 * How strong: the bits of an answer that say how seldom other bytes look so. WEAK fixes fewer than about 20 bits of
 * the payload: it is never told alone, only where the other end agrees or the port is the protocol's own. LIKELY fixes
 * at least 20, CERTAIN at least 32, words of the protocol among them.
 */
export const WEAK = 1;
export const LIKELY = 2;
export const CERTAIN = 3;
export const STRENGTH_MASK = 3;

/** Who speaks so. Neither bit: either end does. */
export const CLIENT = 4;
export const SERVER = 8;
/** With CLIENT or SERVER: mostly this end, but the other may as well. */
export const LEANS = 16;

/**
 * From this bit on stands what both ends of a flow have in common where the protocol is what it seems, for instance
 * RTP's payload type; answers whose details differ do not agree.
 */
export const DETAIL_SHIFT = 8;

/** WEAK where it is a guess, else LIKELY. */
export function strengthOf(isLikely: boolean): number {
  return isLikely ? LIKELY : WEAK;
}

/** CERTAIN where all was seen, else LIKELY. */
export function certainIf(isCertain: boolean): number {
  return isCertain ? CERTAIN : LIKELY;
}
