import * as at from "../records/memory-layout.ts";
import type { PacketMemory } from "../records/packet-memory.ts";
import { RECORD_BATCH_CAPACITY } from "../records/record.ts";

export * from "./header-codes.ts";

/**
 * What was decoded of a batch of records: row i belongs to record i. A packet has a source and a destination;
 * nothing else is known of it. Where an IP header stands inside another, the columns hold the innermost
 * (or, with `tunnels: "outer"`, the outermost). The columns lie in the memory of one analysis.
 */
export class HeaderBatch {
  readonly memory: PacketMemory;
  count = 0;
  /** One of the VERDICT_ numbers. */
  readonly verdict: Uint8Array;
  /** 4, 6, or 0 where the packet has no IP header. */
  readonly addressVersion: Uint8Array;
  /** Protocol number of the transport (IANA protocol numbers). */
  readonly protocol: Uint8Array;
  /** Addresses as four words each, first word first. An IPv4 address is word 0; the others then mean nothing. */
  readonly source0: Int32Array;
  readonly source1: Int32Array;
  readonly source2: Int32Array;
  readonly source3: Int32Array;
  readonly destination0: Int32Array;
  readonly destination1: Int32Array;
  readonly destination2: Int32Array;
  readonly destination3: Int32Array;
  readonly sourcePort: Uint16Array;
  readonly destinationPort: Uint16Array;
  /** TCP control bits; SCTP's and DCCP's openings and endings in TCP's terms (INIT and Request are SYN, …). */
  readonly evidence: Uint8Array;
  /** TCP sequence number, SCTP initiate tag or DCCP sequence number: tells a new handshake from a repeated one. */
  readonly sequenceNumber: Int32Array;
  /** Where the transport's payload starts in the record batch's bytes. */
  readonly payloadOffset: Int32Array;
  /** Payload bytes that were captured. */
  readonly payloadCaptured: Int32Array;
  /** Payload bytes that the headers declare. */
  readonly payloadLength: Uint32Array;
  /** One of the FRAGMENT_ numbers. */
  readonly fragment: Uint8Array;
  /** IP identification of a fragment. */
  readonly identification: Int32Array;
  /** One of the QUOTED_ numbers; addresses, ports and protocol are then those of the quoted header. */
  readonly quoted: Uint8Array;
  /** The encapsulations that the packet came in: an id of the decoder's `EncapsulationTable`. */
  readonly encapsulation: Uint16Array;

  constructor(memory: PacketMemory) {
    const { buffer } = memory;
    this.memory = memory;
    this.verdict = new Uint8Array(buffer, at.HEADER_VERDICT, RECORD_BATCH_CAPACITY);
    this.addressVersion = new Uint8Array(buffer, at.HEADER_ADDRESS_VERSION, RECORD_BATCH_CAPACITY);
    this.protocol = new Uint8Array(buffer, at.HEADER_PROTOCOL, RECORD_BATCH_CAPACITY);
    this.source0 = new Int32Array(buffer, at.HEADER_SOURCE_0, RECORD_BATCH_CAPACITY);
    this.source1 = new Int32Array(buffer, at.HEADER_SOURCE_1, RECORD_BATCH_CAPACITY);
    this.source2 = new Int32Array(buffer, at.HEADER_SOURCE_2, RECORD_BATCH_CAPACITY);
    this.source3 = new Int32Array(buffer, at.HEADER_SOURCE_3, RECORD_BATCH_CAPACITY);
    this.destination0 = new Int32Array(buffer, at.HEADER_DESTINATION_0, RECORD_BATCH_CAPACITY);
    this.destination1 = new Int32Array(buffer, at.HEADER_DESTINATION_1, RECORD_BATCH_CAPACITY);
    this.destination2 = new Int32Array(buffer, at.HEADER_DESTINATION_2, RECORD_BATCH_CAPACITY);
    this.destination3 = new Int32Array(buffer, at.HEADER_DESTINATION_3, RECORD_BATCH_CAPACITY);
    this.sourcePort = new Uint16Array(buffer, at.HEADER_SOURCE_PORT, RECORD_BATCH_CAPACITY);
    this.destinationPort = new Uint16Array(buffer, at.HEADER_DESTINATION_PORT, RECORD_BATCH_CAPACITY);
    this.evidence = new Uint8Array(buffer, at.HEADER_EVIDENCE, RECORD_BATCH_CAPACITY);
    this.sequenceNumber = new Int32Array(buffer, at.HEADER_SEQUENCE_NUMBER, RECORD_BATCH_CAPACITY);
    this.payloadOffset = new Int32Array(buffer, at.HEADER_PAYLOAD_OFFSET, RECORD_BATCH_CAPACITY);
    this.payloadCaptured = new Int32Array(buffer, at.HEADER_PAYLOAD_CAPTURED, RECORD_BATCH_CAPACITY);
    this.payloadLength = new Uint32Array(buffer, at.HEADER_PAYLOAD_LENGTH, RECORD_BATCH_CAPACITY);
    this.fragment = new Uint8Array(buffer, at.HEADER_FRAGMENT, RECORD_BATCH_CAPACITY);
    this.identification = new Int32Array(buffer, at.HEADER_IDENTIFICATION, RECORD_BATCH_CAPACITY);
    this.quoted = new Uint8Array(buffer, at.HEADER_QUOTED, RECORD_BATCH_CAPACITY);
    this.encapsulation = new Uint16Array(buffer, at.HEADER_ENCAPSULATION, RECORD_BATCH_CAPACITY);
  }
}
