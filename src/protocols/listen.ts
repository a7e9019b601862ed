/** What one end of a flow says: its word, which was written as its payload came; where that is not enough, its answers. */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import * as layout from "../records/memory-layout.ts";
import type { PacketLoops, PacketMemory } from "../records/packet-memory.ts";
import { PROTOCOL_NAMES, protocolId } from "./protocol.ts";
import {
  ANSWER_BYTES,
  ANSWER_LEVEL,
  ANSWER_PROTOCOL,
  HEARD,
  LEVEL_MASK,
  LEVEL_SHIFT,
  MOST_ANSWERS,
  PROTOCOL_MASK,
  SIDES,
  SIDES_SHIFT,
  UNHEARD,
} from "./speech-word.ts";

/** One end's answers, made once and filled again for each flow. */
export class Speech {
  /** Whether the end sent anything that was kept. */
  isSilent = true;
  count = 0;
  readonly protocols: Uint8Array = new Uint8Array(MOST_ANSWERS);
  readonly levels: Uint8Array = new Uint8Array(MOST_ANSWERS);
  /** As the signatures gave them. */
  readonly answers: Int32Array = new Int32Array(MOST_ANSWERS);

  /** Index of the surest answer, the first of the table where several are; -1 where there is none. */
  surest(): number {
    let best = -1;
    for (let i = 0; i < this.count; i++) if (best < 0 || this.levels[i] > this.levels[best]) best = i;
    return best;
  }

  silence(): void {
    this.isSilent = true;
    this.count = 0;
  }

  /** Takes over what a word says that is plain. */
  recall(word: number): void {
    this.isSilent = false;
    this.count = word === HEARD ? 0 : 1;
    this.protocols[0] = word & PROTOCOL_MASK;
    this.levels[0] = ((word >>> LEVEL_SHIFT) & LEVEL_MASK) + 1;
    this.answers[0] = (word >>> SIDES_SHIFT) & SIDES;
  }
}

/** Listens to payloads that lie elsewhere than in the memory of the loops (assembly/protocols/listen.ts). */
export class Listener {
  private readonly loops: PacketLoops;
  private readonly payload: Uint8Array;
  private readonly noted: DataView;

  constructor({ buffer, loops }: PacketMemory) {
    this.loops = loops;
    this.payload = new Uint8Array(buffer, layout.LISTENED_PAYLOAD, KEPT_PAYLOAD_LENGTH);
    this.noted = new DataView(buffer, layout.LISTENED_ANSWERS, MOST_ANSWERS * ANSWER_BYTES);
  }

  /**
   * Fills `speech` with what the payload of `length` bytes from `start` on says, which came over the IP protocol
   * `protocol`; `ports` are the flow's, one in each half of the word.
   */
  listen(
    speech: Speech,
    bytes: Uint8Array,
    start: number,
    length: number,
    protocol: number,
    ports: number,
  ): void {
    for (let i = 0; i < length; i++) this.payload[i] = bytes[start + i];
    const word = this.loops.listen(layout.LISTENED_PAYLOAD, length, protocol, ports);
    speech.isSilent = word === UNHEARD;
    speech.count = this.loops.answersOfPayload();
    for (let i = 0; i < speech.count; i++) {
      const answer = i * ANSWER_BYTES;
      speech.answers[i] = this.noted.getInt32(answer, true);
      speech.protocols[i] = this.noted.getUint8(answer + ANSWER_PROTOCOL);
      speech.levels[i] = this.noted.getUint8(answer + ANSWER_LEVEL);
    }
  }
}

/** By protocol: the one whose messages its own open or are, 0 for none. */
export function hostProtocols(): Uint8Array {
  const hosts = new Uint8Array(PROTOCOL_NAMES.length);
  hosts[protocolId("websocket")] = protocolId("http");
  hosts[protocolId("nfs")] = protocolId("sunrpc");
  hosts[protocolId("smb")] = protocolId("nbss");
  return hosts;
}
