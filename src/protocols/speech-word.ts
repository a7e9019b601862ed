/**
 * What one end says, as a word of 16 bits that stands in the flow's record (flow-record.ts): bits 0 to 6 the
 * protocol (0: of none), 7 and 8 its level less 1, 9 to 11 CLIENT, SERVER and LEANS, 15 that it was listened to. What does
 * not fit (several answers, a detail) has to be listened to again.
 *
 * WebAssembly writes the words (assembly/protocols/listen.ts) and reads this file too, so it holds integers only.
 */

/** Of a payload that nobody has listened to. */
export const UNHEARD = 0;
export const HEARD = 0x8000;
export const HEARD_AGAIN = 0xffff;
export const PROTOCOL_MASK = 0x7f;
export const LEVEL_SHIFT = 7;
export const LEVEL_MASK = 3;
/** CLIENT, SERVER and LEANS; and from an answer's bits to the word's. */
export const SIDES = 28;
export const SIDES_SHIFT = 7;

/** Levels of sureness: those of signatures, and between weak and likely a weak one on a port of its protocol. */
export const LEVEL_NONE = 0;
export const LEVEL_WEAK = 1;
export const LEVEL_WEAK_ON_PORT = 2;
export const LEVEL_LIKELY = 3;
export const LEVEL_CERTAIN = 4;

/** More than as many protocols never look alike. */
export const MOST_ANSWERS = 8;
/** Of an answer in memory: the answer in four bytes, its protocol, its level. */
export const ANSWER_BYTES = 8;
export const ANSWER_PROTOCOL = 4;
export const ANSWER_LEVEL = 5;
