/** Who signed on in the clear where, by client, server and the server's port: what the log of control channels says of it. */
import {
  FLOW_WORDS,
  type FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "../../flows/flow.ts";
import { hashOfFour, hashOfThree } from "../../headers/seeded-hash.ts";
import {
  type AnnouncementLog,
  endpointOf,
  ROW_WORDS,
  WORD_ADDRESS,
  WORD_ENDPOINT,
  WORD_FRAME,
  WORD_PEER,
  WORD_VALUE,
  WORD_WHAT,
} from "../negotiation/announcement.ts";
import { KIND_MASK, SIGN_ON, SIGN_ON_SHIFT } from "../negotiation/kinds.ts";
import { REPLIES } from "./sign-on.ts";

/** Client, server, the server's port, and transport with version. */
const KEY_WORDS = 10;
const SERVER = 4;
const PORT = 8;
const TRANSPORT = 9;

export class SignOns {
  /** Pairs of client and service. */
  count = 0;
  /** Per port: 1 where anybody signed on at it. */
  readonly hasPort: Uint8Array = new Uint8Array(65_536);
  private readonly keys: Int32Array;
  private readonly bits: Int32Array;
  private readonly frames: Uint32Array;
  /** A pair's number plus 1; 0 is empty. */
  private readonly slots: Int32Array;
  private readonly sought = new Int32Array(KEY_WORDS);

  constructor({ words, count }: AnnouncementLog) {
    const rows = rowsOfSignOns(words, count);
    this.keys = new Int32Array(rows.length * KEY_WORDS);
    this.bits = new Int32Array(rows.length);
    this.frames = new Uint32Array(rows.length);
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(rows.length * 2 + 2)));
    for (const row of rows) this.take(words, row);
  }

  /** The number of the pair of the flow's ends; −1 where nobody signed on. */
  find(flows: FlowTable, flow: number, serverIsB: boolean): number {
    const port = serverIsB ? flows.portB(flow) : flows.portA(flow);
    if (this.count === 0 || this.hasPort[port] === 0) return -1;
    const { words } = flows;
    const { sought } = this;
    const base = flow * FLOW_WORDS;
    const isIpv6 = flows.isIpv6(flow);
    const clientAt = serverIsB ? 0 : SERVER;
    sought[clientAt] = words[base + WORD_ADDRESS_A];
    sought[SERVER - clientAt] = words[base + WORD_ADDRESS_B];
    for (let i = 0; i < 3; i++) {
      sought[clientAt + 1 + i] = isIpv6 ? words[base + WORD_ADDRESS_A_REST + i] : 0;
      sought[SERVER - clientAt + 1 + i] = isIpv6 ? words[base + WORD_ADDRESS_B_REST + i] : 0;
    }
    sought[PORT] = port;
    sought[TRANSPORT] = endpointOf(0, flows.protocol(flow), isIpv6);
    return this.slots[this.slotOf(sought, 0)] - 1;
  }

  /** What was said, bits of sign-on.ts. */
  bitsOf(pair: number): number {
    return this.bits[pair];
  }

  /** The frame in which the client said the first of it. */
  frameOf(pair: number): number {
    return this.frames[pair];
  }

  private take(words: Int32Array, row: number): void {
    const { keys } = this;
    const at = this.count * KEY_WORDS;
    for (let word = 0; word < 4; word++) {
      keys[at + word] = words[row + WORD_ADDRESS + word];
      keys[at + SERVER + word] = words[row + WORD_PEER + word];
    }
    keys[at + PORT] = words[row + WORD_VALUE];
    keys[at + TRANSPORT] = words[row + WORD_ENDPOINT];
    const slot = this.slotOf(keys, at);
    if (this.slots[slot] === 0) {
      this.slots[slot] = ++this.count;
      this.hasPort[keys[at + PORT]] = 1;
    }
    const pair = this.slots[slot] - 1;
    const bits = words[row + WORD_WHAT] >>> SIGN_ON_SHIFT;
    this.bits[pair] |= bits;
    if (this.frames[pair] === 0 && (bits & ~REPLIES) !== 0) this.frames[pair] = words[row + WORD_FRAME];
  }

  private slotOf(words: Int32Array, at: number): number {
    const { slots, keys } = this;
    const mask = slots.length - 1;
    const client = hashOfThree(words[at + 1], words[at + 2], words[at + 3]);
    const server = hashOfFour(
      words[at + SERVER],
      words[at + SERVER + 1],
      words[at + SERVER + 2],
      words[at + SERVER + 3],
    );
    let slot = hashOfFour(words[at], client, server, words[at + PORT]) & mask;
    while (slots[slot] !== 0 && !isEqual(keys, (slots[slot] - 1) * KEY_WORDS, words, at))
      slot = (slot + 1) & mask;
    return slot;
  }
}

function rowsOfSignOns(words: Int32Array, count: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < count * ROW_WORDS; row += ROW_WORDS) {
    if ((words[row + WORD_WHAT] & KIND_MASK) === SIGN_ON) rows.push(row);
  }
  return rows;
}

function isEqual(keys: Int32Array, key: number, words: Int32Array, at: number): boolean {
  for (let word = 0; word < KEY_WORDS; word++) if (keys[key + word] !== words[at + word]) return false;
  return true;
}
