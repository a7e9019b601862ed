/** What one end of a flow says: the signatures that its first payload answers to. */

import type { FlowTable } from "../flows/flow.ts";
import { type Dispatch, NO_TRANSPORT } from "./dispatch.ts";
import { PROTOCOL_NAMES, protocolId } from "./protocol.ts";
import { CERTAIN, STRENGTH_MASK, WEAK } from "./signature.ts";
import { SIGNATURES } from "./signatures.ts";

/** More than as many protocols never look alike. */
const MOST_ANSWERS = 8;

/** Levels of sureness: those of signatures, and between weak and likely a weak one on a port of its protocol. */
export const LEVEL_NONE = 0;
export const LEVEL_WEAK = 1;
export const LEVEL_WEAK_ON_PORT = 2;
export const LEVEL_LIKELY = 3;
export const LEVEL_CERTAIN = 4;
const LEVEL_OF_STRENGTH = Uint8Array.of(LEVEL_NONE, LEVEL_WEAK, LEVEL_LIKELY, LEVEL_CERTAIN);

const SIGNATURE_OF_ROW = SIGNATURES.map(({ signature }) => signature);
const PROTOCOL_OF_ROW = Uint8Array.from(SIGNATURES, ({ protocol }) => protocolId(protocol));
const LEAST_OF_ROW = Uint8Array.from(SIGNATURES, ({ least = 1, at = [0, 0] }) => Math.max(least, at[0] + 1));
/** 0 where no byte is looked at beforehand. */
const OFFSET_OF_ROW = Uint8Array.from(SIGNATURES, ({ at = [0, 0] }) => at[0]);
const VALUE_OF_ROW = Uint8Array.from(SIGNATURES, ({ at = [0, 0] }) => at[1]);
/** Up to `PORTS_OF_ROW` ports a row, 0 for none. */
const PORTS_OF_ROW = 5;
const ROW_PORTS = new Uint16Array(SIGNATURES.length * PORTS_OF_ROW);
for (const [row, { ports = [] }] of SIGNATURES.entries()) ROW_PORTS.set(ports, row * PORTS_OF_ROW);

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
}

/** Fills `speech` with what the payload at a position of the arena says; `transport` is an index of the dispatch table. */
export function listen(
  speech: Speech,
  flows: FlowTable,
  flow: number,
  position: number,
  transport: number,
  { offsets, rows }: Dispatch,
): void {
  speech.count = 0;
  speech.isSilent = true;
  if (position === 0 || transport === NO_TRANSPORT) return;
  const bytes = flows.payloads.pieceOf(position);
  const start = flows.payloads.offsetOf(position) + 1;
  const length = bytes[start - 1];
  if (length === 0) return;
  speech.isSilent = false;
  const entry = transport * 256 + bytes[start];
  const end = offsets[entry + 1];
  for (let i = offsets[entry]; i < end; i++) {
    const row = rows[i];
    if (length < LEAST_OF_ROW[row]) continue;
    const offset = OFFSET_OF_ROW[row];
    if (offset !== 0 && bytes[start + offset] !== VALUE_OF_ROW[row]) continue;
    const answer = SIGNATURE_OF_ROW[row](bytes, start, length);
    if (answer === 0) continue;
    note(speech, PROTOCOL_OF_ROW[row], levelOf(answer, row, flows, flow), answer);
    if ((answer & STRENGTH_MASK) === CERTAIN) return;
  }
}

function note(speech: Speech, protocol: number, level: number, answer: number): void {
  if (speech.count === MOST_ANSWERS) return;
  speech.protocols[speech.count] = protocol;
  speech.levels[speech.count] = level;
  speech.answers[speech.count++] = answer;
}

function levelOf(answer: number, row: number, flows: FlowTable, flow: number): number {
  const strength = answer & STRENGTH_MASK;
  if (strength !== WEAK || ROW_PORTS[row * PORTS_OF_ROW] === 0) return LEVEL_OF_STRENGTH[strength];
  const isOnPort = isPortOf(row, flows.portA(flow)) || isPortOf(row, flows.portB(flow));
  return isOnPort ? LEVEL_WEAK_ON_PORT : LEVEL_WEAK;
}

function isPortOf(row: number, port: number): boolean {
  for (let i = row * PORTS_OF_ROW; i < (row + 1) * PORTS_OF_ROW; i++) {
    if (ROW_PORTS[i] === port) return port !== 0;
  }
  return false;
}

/** By protocol: the one whose messages its own open or are, 0 for none. */
export function hostProtocols(): Uint8Array {
  const hosts = new Uint8Array(PROTOCOL_NAMES.length);
  hosts[protocolId("websocket")] = protocolId("http");
  hosts[protocolId("nfs")] = protocolId("sunrpc");
  hosts[protocolId("smb")] = protocolId("nbss");
  return hosts;
}
