/**
 * Where things lie in the linear memory that TypeScript and WebAssembly share (see packet-memory.ts): first what
 * has a fixed place and a fixed size, then the reading window, then what the flows stage keeps. Both languages
 * read this file, so it holds integers only.
 *
 *        0   nothing, so that address 0 means nothing
 *     1024   what functions answer beside their return value
 *     4096   columns of the record batch, of the header batch and of the flows stage
 *   65,536   a byte an interface: whether its frames are Ethernet without a frame check sequence
 *  131,072   a byte a UDP port: whether a tunnel is known by it
 *  196,608   packets and bytes by verdict, first payloads of a batch
 *  229,376   what is written there when the loops are made: the table of signatures, the words that they look for
 *  262,144   flow records on their way to another memory
 *  327,680   the reading window; behind it the slots and records of the flow table, which move when it grows
 */

/** Rows of a batch at most; see `RECORD_BATCH_CAPACITY`, which is this number. */
export const BATCH_ROWS = 256;
/** Room for a column of four bytes a row; narrower columns leave the rest unused. */
export const COLUMN_BYTES = 1024;

export const ANSWERS = 1024;

export const RECORD_OFFSET = 4096;
export const RECORD_CAPTURED_LENGTH = 5120;
export const RECORD_ORIGINAL_LENGTH = 6144;
export const RECORD_SECONDS = 7168;
export const RECORD_NANOSECONDS = 8192;
export const RECORD_INTERFACE = 9216;
export const RECORD_TIMELESS = 10_240;

export const HEADER_VERDICT = 11_264;
export const HEADER_ADDRESS_VERSION = 12_288;
export const HEADER_PROTOCOL = 13_312;
export const HEADER_SOURCE_0 = 14_336;
export const HEADER_SOURCE_1 = 15_360;
export const HEADER_SOURCE_2 = 16_384;
export const HEADER_SOURCE_3 = 17_408;
export const HEADER_DESTINATION_0 = 18_432;
export const HEADER_DESTINATION_1 = 19_456;
export const HEADER_DESTINATION_2 = 20_480;
export const HEADER_DESTINATION_3 = 21_504;
export const HEADER_SOURCE_PORT = 22_528;
export const HEADER_DESTINATION_PORT = 23_552;
export const HEADER_EVIDENCE = 24_576;
export const HEADER_SEQUENCE_NUMBER = 25_600;
export const HEADER_PAYLOAD_OFFSET = 26_624;
export const HEADER_PAYLOAD_CAPTURED = 27_648;
export const HEADER_PAYLOAD_LENGTH = 28_672;
export const HEADER_FRAGMENT = 29_696;
export const HEADER_IDENTIFICATION = 30_720;
export const HEADER_QUOTED = 31_744;
export const HEADER_ENCAPSULATION = 32_768;
/** Rows that the short way left to the walk. */
export const HEADER_LEFT = 33_792;

export const FLOW_OF_ROW = 34_816;
export const FLOW_HASH = 35_840;
export const FLOW_SEARCHED = 36_864;
export const FLOW_FROM_B = 37_888;
export const FLOW_PORTS = 38_912;
/** Rows whose flow the table does not know. */
export const FLOW_UNKNOWN = 39_936;
/** By a segment's control bits, a word each: what they are evidence of. */
export const EVIDENCE_OF_CONTROL_BITS = 40_960;
/** By a first payload's first byte: whether it is kept whatever it says, as it may be asked for more than its protocol. */
export const KEPT_FIRST_BYTES = 41_216;
/** Rows of a batch whose payload is to be read, a byte each. */
export const CONTROL_ROWS = 41_472;
/** Of a part of a capture: rows whose quoted flow was not seen before them. */
export const UNKNOWN_QUOTES = 41_984;
/** Of a part of a capture: flow, side (0 for a, 1 for b) and former sequence number where a SYN brought another. */
export const REOPENINGS = 43_008;
/** By row of `ARRIVING_FLOWS`: sequence number of the first SYN from a and from b. */
export const ARRIVING_OPENINGS = 46_080;
/** Of pcapng's section, by interface: units of time a second (0: none that are simple), index, longest packet, unused. */
export const SECTION_INTERFACES = 48_128;
export const SECTION_INTERFACES_KNOWN = 64;
/** Two bits a port: whether what comes from it is read, and whether what goes to it is. Few bytes: they stay in the first cache. */
export const CONTROL_PORTS = 49_152;
export const PORT_IS_READ_FROM = 1;
export const PORT_IS_READ_TO = 2;

export const INTERFACE_IS_ETHERNET = 65_536;
export const PORT_IS_TUNNEL = 131_072;

export const VERDICT_PACKETS = 196_608;
export const VERDICT_BYTES = 197_632;
/** First payloads of a batch that are kept, as entries of the arena (payload-arena.ts): at most 256 times 65 bytes. */
export const PAYLOADS = 200_704;
/** The rows that brought first payloads, kept or not. */
export const PAYLOAD_ROWS = 218_368;
/** A payload that is listened to again, and what was answered to the one that was listened to last. */
export const LISTENED_PAYLOAD = 218_112;
export const LISTENED_ANSWERS = 218_176;
/** What the loops bring with them: the table of signatures and the words that these look for. Up to `ARRIVING_FLOWS`. */
export const STATIC_DATA = 229_376;
/** Room for a batch of flow records from another memory. */
export const ARRIVING_FLOWS = 262_144;

export const WINDOW = 327_680;
