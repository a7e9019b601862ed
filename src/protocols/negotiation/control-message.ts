/**
 * One packet on a control channel: its payload, in place, and its ends. The control protocols read it; one is filled
 * again for each packet.
 */
import type { HeaderBatch } from "../../headers/header.ts";

/** An address as the columns of a header batch hold it: four words, of which IPv4 has the first. */
export class HostAddress {
  isIpv6 = false;
  readonly words = new Int32Array(4);

  equals({ isIpv6, words }: HostAddress): boolean {
    if (this.isIpv6 !== isIpv6 || this.words[0] !== words[0]) return false;
    return (
      !isIpv6 || (this.words[1] === words[1] && this.words[2] === words[2] && this.words[3] === words[3])
    );
  }

  /** Any address: 0.0.0.0 or `::`, which stands for the sender's own or for none. */
  get isUnspecified(): boolean {
    const { words } = this;
    return (words[0] | words[1] | words[2] | words[3]) === 0;
  }

  set({ isIpv6, words }: HostAddress): void {
    this.setWords(isIpv6, words[0], words[1], words[2], words[3]);
  }

  setIpv4(word: number): void {
    this.setWords(false, word, 0, 0, 0);
  }

  /** Of an IPv4 address the first word counts. */
  setWords(isIpv6: boolean, word0: number, word1: number, word2: number, word3: number): void {
    this.isIpv6 = isIpv6;
    this.words[0] = word0;
    this.words[1] = isIpv6 ? word1 : 0;
    this.words[2] = isIpv6 ? word2 : 0;
    this.words[3] = isIpv6 ? word3 : 0;
  }
}

/** Bytes of a payload that are looked at: a header of SIP and its body seldom take more. */
const MOST_READ = 8192;

export class ControlMessage {
  bytes: Uint8Array = new Uint8Array(0);
  /** The payload is `bytes[start…end − 1]`, as far as it was captured. */
  start = 0;
  end = 0;
  protocol = 0;
  sourcePort = 0;
  destinationPort = 0;
  /** Counted from 1, as everywhere. */
  frame = 0;
  readonly source = new HostAddress();
  readonly destination = new HostAddress();

  /** Whether the packet says anything; only then has it been filled. */
  read(bytes: Uint8Array, headers: HeaderBatch, row: number, frame: number): boolean {
    const captured = headers.payloadCaptured[row];
    if (captured <= 0) return false;
    this.bytes = bytes;
    this.start = headers.payloadOffset[row];
    this.end = this.start + Math.min(captured, MOST_READ);
    this.protocol = headers.protocol[row];
    this.sourcePort = headers.sourcePort[row];
    this.destinationPort = headers.destinationPort[row];
    this.frame = frame;
    const isIpv6 = headers.addressVersion[row] === 6;
    const { source0, source1, source2, source3 } = headers;
    this.source.setWords(isIpv6, source0[row], source1[row], source2[row], source3[row]);
    const { destination0, destination1, destination2, destination3 } = headers;
    this.destination.setWords(
      isIpv6,
      destination0[row],
      destination1[row],
      destination2[row],
      destination3[row],
    );
    return true;
  }
}
