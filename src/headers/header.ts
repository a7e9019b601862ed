import { RECORD_BATCH_CAPACITY } from "../records/record.ts";

/** Not a fragment, or one that is whole (an IPv6 atomic fragment, RFC 6946, is FRAGMENT_FIRST). */
export const FRAGMENT_NONE = 0;
/** The first fragment: it holds the transport header, more fragments may follow. */
export const FRAGMENT_FIRST = 1;
/** A later fragment: no ports; `identification` leads to its first. */
export const FRAGMENT_LATER = 2;

/** The row quotes nothing. */
export const QUOTED_NONE = 0;
/** An ICMP error that says the destination cannot be reached: the quoted flow was refused. */
export const QUOTED_UNREACHABLE = 1;
/** Any other ICMP error (time exceeded, packet too big, parameter problem, source quench, redirect). */
export const QUOTED_OTHER_ERROR = 2;

/** TCP's control bits (RFC 9293, section 3.1), as the `evidence` column holds them. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

/**
 * What was decoded of a batch of records: row i belongs to record i. A packet has a source and a destination;
 * nothing else is known of it. Where an IP header stands inside another, the columns hold the innermost
 * (or, with `tunnels: "outer"`, the outermost).
 */
export class HeaderBatch {
  count = 0;
  /** One of the VERDICT_ numbers. */
  readonly verdict = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** 4, 6, or 0 where the packet has no IP header. */
  readonly addressVersion = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** Protocol number of the transport (IANA protocol numbers). */
  readonly protocol = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** Addresses as four words each, first word first. An IPv4 address is word 0; the others then mean nothing. */
  readonly source0 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly source1 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly source2 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly source3 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly destination0 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly destination1 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly destination2 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly destination3 = new Int32Array(RECORD_BATCH_CAPACITY);
  readonly sourcePort = new Uint16Array(RECORD_BATCH_CAPACITY);
  readonly destinationPort = new Uint16Array(RECORD_BATCH_CAPACITY);
  /** TCP control bits; SCTP's and DCCP's openings and endings in TCP's terms (INIT and Request are SYN, …). */
  readonly evidence = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** TCP sequence number, SCTP initiate tag or DCCP sequence number: tells a new handshake from a repeated one. */
  readonly sequenceNumber = new Int32Array(RECORD_BATCH_CAPACITY);
  /** Where the transport's payload starts in the record batch's bytes. */
  readonly payloadOffset = new Int32Array(RECORD_BATCH_CAPACITY);
  /** Payload bytes that were captured. */
  readonly payloadCaptured = new Int32Array(RECORD_BATCH_CAPACITY);
  /** Payload bytes that the headers declare. */
  readonly payloadLength = new Uint32Array(RECORD_BATCH_CAPACITY);
  /** One of the FRAGMENT_ numbers. */
  readonly fragment = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** IP identification of a fragment. */
  readonly identification = new Int32Array(RECORD_BATCH_CAPACITY);
  /** One of the QUOTED_ numbers; addresses, ports and protocol are then those of the quoted header. */
  readonly quoted = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** The encapsulations that the packet came in: an id of the decoder's `EncapsulationTable`. */
  readonly encapsulation = new Uint16Array(RECORD_BATCH_CAPACITY);
}
