/** What the protocols stage reads of flows, so that another thread can read it, too. */
import { FLOW_WORDS, WORD_PORTS } from "../flows/flow-record.ts";
import { PayloadArena } from "../flows/payload-arena.ts";

/** A flow table is such. */
export interface PayloadFlows {
  /** Records, as flow-record.ts tells. */
  readonly words: Int32Array;
  readonly payloads: PayloadArena;
  portA(flow: number): number;
  portB(flow: number): number;
}

/** The flows of another thread. */
export class SharedFlows implements PayloadFlows {
  readonly words: Int32Array;
  readonly payloads: PayloadArena;

  constructor(words: Int32Array, pieces: readonly Uint8Array[]) {
    this.words = words;
    this.payloads = new PayloadArena();
    this.payloads.adopt(pieces);
  }

  portA(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_PORTS] >>> 16;
  }

  portB(flow: number): number {
    return this.words[flow * FLOW_WORDS + WORD_PORTS] & 0xffff;
  }
}
