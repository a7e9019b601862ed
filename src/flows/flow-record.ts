/**
 * A flow's record: 128 bytes, two cache lines. The first line holds all that a packet of a known IPv4 flow
 * touches:
 *
 *   word  0  address a, word 0          word  4  packets a → b     doubles 3, 4  bytes a → b, b → a
 *         1  address b, word 0                5  packets b → a     doubles 5, 6  payload bytes a → b, b → a
 *         2  ports, a in the upper half       6…13 (the doubles)   word 14, 15   last seen
 *         3  protocol, version, evidence
 *
 * The second line: words 16–18 and 19–21 the rest of IPv6 addresses a and b, 22 and 23 first seen, 24 first
 * frame, 25 connections, 26 and 27 sequence number of the last SYN from a and from b, 28 and 29 the first
 * payload bytes of a and of b, 30 encapsulation, 31 what these payloads say, that of a in the lower half
 * (src/protocols/speech-word.ts).
 *
 * Of a record that stands for several flows (folded-flows.ts), word 26 is its group's number, and 27 how many flows more
 * than one.
 *
 * WebAssembly reads this file too, so it holds integers only.
 */
export const FLOW_WORDS = 32;
export const FLOW_BYTES = 128;
export const FLOW_DOUBLES = 16;

export const WORD_ADDRESS_A = 0;
export const WORD_ADDRESS_B = 1;
export const WORD_PORTS = 2;
export const WORD_KEY = 3;
export const WORD_PACKETS_A_TO_B = 4;
export const WORD_PACKETS_B_TO_A = 5;
export const DOUBLE_BYTES_A_TO_B = 3;
export const DOUBLE_BYTES_B_TO_A = 4;
export const DOUBLE_PAYLOAD_A_TO_B = 5;
export const DOUBLE_PAYLOAD_B_TO_A = 6;
export const WORD_LAST_SECONDS = 14;
export const WORD_LAST_NANOSECONDS = 15;
export const WORD_ADDRESS_A_REST = 16;
export const WORD_ADDRESS_B_REST = 19;
export const WORD_FIRST_SECONDS = 22;
export const WORD_FIRST_NANOSECONDS = 23;
export const WORD_FIRST_FRAME = 24;
export const WORD_CONNECTIONS = 25;
export const WORD_SYN_SEQUENCE_A = 26;
export const WORD_SYN_SEQUENCE_B = 27;
export const WORD_PAYLOAD_A = 28;
export const WORD_PAYLOAD_B = 29;
export const WORD_ENCAPSULATION = 30;
export const WORD_SPEECH = 31;
/** Of a record that stands for several flows, in the place of sequence numbers. */
export const WORD_GROUP = 26;
export const WORD_FOLDED = 27;

/** Of a payload's position, the bits that say where in its piece of the arena it lies; see payload-arena.ts. */
export const PAYLOAD_PIECE_BITS = 20;
/** How many bytes are kept of the first payload that each side sent. */
export const KEPT_PAYLOAD_LENGTH = 64;
/** What stands before them in the arena: a byte for their length. */
export const PAYLOAD_HEADER_LENGTH = 1;
