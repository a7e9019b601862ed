/** npm pcap-parser 0.2.1 has no types of its own; these are the parts that the reference uses. */
declare module "pcap-parser" {
  import type { EventEmitter } from "node:events";

  export interface FileHeader {
    readonly snapshotLength: number;
    /** The whole last field of the file header, with the length of frame check sequences in its upper bits. */
    readonly linkLayerType: number;
  }

  export interface Packet {
    readonly header: {
      readonly timestampSeconds: number;
      readonly timestampMicroseconds: number;
      readonly capturedLength: number;
      readonly originalLength: number;
    };
    readonly data: Buffer;
  }

  export interface Parser extends EventEmitter {
    /** Bytes that wait for the rest of their record. */
    buffer: Buffer | null;
    on(event: "globalHeader", listener: (header: FileHeader) => void): this;
    on(event: "packet", listener: (packet: Packet) => void): this;
  }

  /** Anything that emits `data` and `end` and can be told to pause will do for a stream. */
  export function parse(stream: EventEmitter & { pause(): void; resume(): void }): Parser;
}
