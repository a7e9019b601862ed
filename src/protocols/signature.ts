/**
 * A signature looks at the first payload bytes that one end of a flow sent and answers whether they are a
 * protocol's, who speaks so, and how sure that is. Signatures (assembly/protocols/) are pure functions that make
 * nothing: they read in place, and nothing outside `length` bytes from `start` on counts for their answer. What the
 * table (signatures.ts) asks of a payload before (its first byte, its least length) they need not ask again.
 *
 * `length` is at most 64 (KEPT_PAYLOAD_LENGTH). Of a payload that fills them all, more may follow; one that is
 * shorter is whole, unless the capture cut it. So a length that a header declares may exceed what is there, and
 * that it is met to the byte only adds to the strength.
 *
 * An answer is the bits below. WebAssembly reads this file too, so it holds integers only.
 */
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
