/**
 * How the tables of the services stage lie in linear memory. WebAssembly (assembly/services/) reads this file too, so it
 * holds integers only.
 */

/** A service: sums as doubles, its first and its last time (seconds above nanoseconds), protocol and port as one word. */
export const SERVICE_BYTES = 96;
export const SERVICE_FLOWS = 0;
export const SERVICE_CONNECTIONS = 8;
export const SERVICE_CLIENTS = 16;
export const SERVICE_SERVERS = 24;
export const SERVICE_PACKETS = 32;
export const SERVICE_BYTE_SUM = 40;
export const SERVICE_BYTES_TO_SERVER = 48;
export const SERVICE_UNANSWERED = 56;
export const SERVICE_REFUSED = 64;
export const SERVICE_FIRST_SEEN = 72;
export const SERVICE_LAST_SEEN = 80;
export const SERVICE_KEY = 88;

/** By port: the number of the service plus 1, for each transport, and for what has no ports by protocol. */
export const PORTS = 65_536;
export const PORT_TABLES = 6;

/**
 * What a server's socket or a client did: words that stand together in its row. In a scan there are as many rows as flows,
 * so sums of packets and bytes have four bytes each, and what they carry over stands apart.
 */
export const TRAFFIC_FLOWS = 0;
export const TRAFFIC_PACKETS = 1;
export const TRAFFIC_BYTES = 2;
export const TRAFFIC_PARTNERS = 3;

/** A socket: the number of its address and of its service, and what it did. */
export const SOCKET_WORDS = 6;
export const SOCKET_ADDRESS = 0;
export const SOCKET_SERVICE = 1;
export const SOCKET_TRAFFIC = 2;

/** An address as a client: the first socket that it was a client of, plus 1 (0 for none), and what it did. */
export const CLIENT_WORDS = 5;
export const CLIENT_FIRST_SOCKET = 0;
export const CLIENT_TRAFFIC = 1;

/** A carry: whose sum it is, its row, and how many times 2³² it has passed. */
export const CARRY_WORDS = 3;
export const OF_SOCKET_PACKETS = 0;
export const OF_SOCKET_BYTES = 1;
export const OF_CLIENT_PACKETS = 2;
export const OF_CLIENT_BYTES = 3;

/** Flows that are worked together: each step walks over the whole block, so that its memory reads overlap. */
export const BLOCK_FLOWS = 256;
export const BLOCK_ROW_BYTES = 48;
/** Each flow of a block adds to four sums. */
export const BLOCK_CARRIES = 1024;

/** Below are the facts of a flow that its outcome depends on; see assembly/services/outcome-facts.ts. */
export const OUTCOME_FACTS = 262_144;

/** A slot of the table of pairs. */
export const PAIR_BYTES = 8;
