/** What one end of a flow says: the signatures that its first payload answers to. */
import { CERTAIN, DETAIL_SHIFT, LIKELY, NOT_THIS, STRENGTH_MASK } from "../../src/protocols/signature.ts";
import * as speech from "../../src/protocols/speech-word.ts";
import * as at from "../../src/records/memory-layout.ts";
import { byteAt } from "./byte-match.ts";
// Made from the table of signatures (src/protocols/signatures.ts) by scripts/signature-table.ts while compiling.
import { ask, CONDITIONS, LISTS, OFFSETS, PORTS, PORTS_OF_ROW } from "./signature-table.ts";

/** IP protocol numbers (IANA), and their places in the dispatch table. */
const TCP: u32 = 6;
const UDP: u32 = 17;
const UDP_LITE: u32 = 136;
const SCTP: u32 = 132;
const NO_TRANSPORT: i32 = 3;

/** How many answers lie at `LISTENED_ANSWERS`. */
let answers: i32 = 0;

export function answersOfPayload(): i32 {
  return answers;
}

/**
 * Lists the answers to the payload of `length` bytes from `start` on, and answers with what it says as a word;
 * `protocol` is IP's, `ports` the flow's, one in each half of the word.
 */
export function listen(start: i32, length: i32, protocol: u32, ports: u32): u32 {
  answers = 0;
  const transport = transportOf(protocol);
  if (transport === NO_TRANSPORT || length === 0) return speech.UNHEARD;
  const list = LISTS + <usize>load<u16>(OFFSETS + ((<usize>((transport << 8) | byteAt(start))) << 1));
  const end = list + 1 + <usize>load<u8>(list);
  for (let entry = list + 1; entry < end; entry++) {
    const row = <i32>load<u8>(entry);
    const conditions = CONDITIONS + ((<usize>row) << 2);
    if (length < <i32>load<u8>(conditions)) continue;
    const offset = <i32>load<u8>(conditions, 1);
    if (offset !== 0 && load<u8>(start + offset) !== load<u8>(conditions, 2)) continue;
    const answer = ask(row, start, length);
    if (answer === NOT_THIS) continue;
    note(answer, row, <u32>load<u8>(conditions, 3), ports);
    if ((answer & STRENGTH_MASK) === CERTAIN) break;
  }
  return wordOfAnswers();
}

function transportOf(protocol: u32): i32 {
  if (protocol === TCP) return 0;
  if (protocol === UDP || protocol === UDP_LITE) return 1;
  return protocol === SCTP ? 2 : NO_TRANSPORT;
}

function note(answer: i32, row: i32, protocol: u32, ports: u32): void {
  if (answers === speech.MOST_ANSWERS) return;
  const noted = at.LISTENED_ANSWERS + answers++ * speech.ANSWER_BYTES;
  store<u32>(noted, answer);
  store<u8>(noted, <u8>protocol, speech.ANSWER_PROTOCOL);
  store<u8>(noted, <u8>levelOf(answer, row, ports), speech.ANSWER_LEVEL);
}

function levelOf(answer: i32, row: i32, ports: u32): i32 {
  const strength = answer & STRENGTH_MASK;
  if (strength === CERTAIN) return speech.LEVEL_CERTAIN;
  if (strength === LIKELY) return speech.LEVEL_LIKELY;
  return isPortOf(row, ports >>> 16) || isPortOf(row, ports & 0xffff)
    ? speech.LEVEL_WEAK_ON_PORT
    : speech.LEVEL_WEAK;
}

function isPortOf(row: i32, port: u32): bool {
  if (port === 0) return false;
  const first = PORTS + <usize>(row * PORTS_OF_ROW * 2);
  for (let i = 0; i < PORTS_OF_ROW; i++) if (<u32>load<u16>(first + ((<usize>i) << 1)) === port) return true;
  return false;
}

function wordOfAnswers(): u32 {
  if (answers === 0) return speech.HEARD;
  const answer = load<u32>(at.LISTENED_ANSWERS);
  if (answers > 1 || answer >>> DETAIL_SHIFT !== 0) return speech.HEARD_AGAIN;
  const level = <u32>load<u8>(at.LISTENED_ANSWERS, speech.ANSWER_LEVEL) - 1;
  const protocol = <u32>load<u8>(at.LISTENED_ANSWERS, speech.ANSWER_PROTOCOL);
  const sides = (answer & speech.SIDES) << speech.SIDES_SHIFT;
  return speech.HEARD | protocol | (level << speech.LEVEL_SHIFT) | sides;
}
