/**
 * Sun RPC's portmapper (RFC 1833): on which port a program listens. A reply holds the port alone, so the call is noted
 * too, and both are brought together when all frames have been seen (announced-endpoints.ts): they may lie in two parts
 * of a capture.
 */
import { PROTOCOL_TCP, PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { ascii, startsWith, uint32 } from "../byte-match.ts";
import type { AnnouncementLog } from "./announcement.ts";
import type { ControlMessage } from "./control-message.ts";
import { PORTMAPPER_PORT } from "./control-ports.ts";
import { digitsAt, numberOf } from "./host-text.ts";
import { kindOfProgram, LISTENS, RPC_CALL, RPC_REPLY } from "./kinds.ts";

const PORTMAPPER = 100_000;
const CALL = 0;
const REPLY = 1;
const RPC_VERSION = 2;
/** RFC 5531, section 8.2: no credentials and no verifier are longer. */
const MOST_CREDENTIALS = 400;
const LONGEST_UNIVERSAL_ADDRESS = 64;
const MOST_ENTRIES = 256;

/** Of version 2, GETPORT and DUMP; of 3 and 4, GETADDR has the number of GETPORT, and 4 has GETVERSADDR. */
const GET_PORT = 3;
const GET_VERSION_ADDRESS = 9;

const DOT = 0x2e;
const TCP = ascii("tcp");
const UDP = ascii("udp");

export function readPortmapper(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, end } = message;
  // RFC 5531, section 11: over TCP, a word with the length stands before a record.
  const start = message.protocol === PROTOCOL_TCP ? message.start + 4 : message.start;
  if (end - start < 24) return;
  const type = uint32(bytes, start + 4);
  if (type === CALL && message.destinationPort === PORTMAPPER_PORT) readCall(message, start, log);
  else if (type === REPLY && message.sourcePort === PORTMAPPER_PORT) readReply(message, start, log);
}

/** xid · 0 · RPC version · program · version · procedure · credentials · verifier · arguments. */
function readCall(message: ControlMessage, start: number, log: AnnouncementLog): void {
  const { bytes, end } = message;
  if (uint32(bytes, start + 8) !== RPC_VERSION || uint32(bytes, start + 12) !== PORTMAPPER) return;
  const version = uint32(bytes, start + 16);
  const procedure = uint32(bytes, start + 20);
  const asksPort = procedure === GET_PORT || (procedure === GET_VERSION_ADDRESS && version === 4);
  if (!asksPort || version < 2 || version > 4) return;
  const verifier = behindOpaque(bytes, start + 24, end);
  const at = verifier < 0 ? -1 : behindOpaque(bytes, verifier, end);
  if (at < 0 || at + 12 > end) return;
  const protocol = version === 2 ? uint32(bytes, at + 8) : netidProtocol(bytes, at + 8, end);
  if (protocol !== PROTOCOL_TCP && protocol !== PROTOCOL_UDP) return;
  const kind = kindOfProgram(uint32(bytes, at));
  const value = kind | (protocol << 16);
  log.add(
    message,
    message.source,
    RPC_CALL,
    message.sourcePort,
    message.protocol,
    uint32(bytes, start),
    value,
  );
}

/** Flavour, length, and as many bytes, rounded up to words: where what follows begins, or −1. */
function behindOpaque(bytes: Uint8Array, at: number, end: number): number {
  if (at + 8 > end) return -1;
  const length = uint32(bytes, at + 4);
  if (length > MOST_CREDENTIALS) return -1;
  const next = at + 8 + ((length + 3) & ~3);
  return next <= end ? next : -1;
}

/** `tcp`, `udp6`, …: a length, and so many letters (RFC 5665, section 5.1). */
function netidProtocol(bytes: Uint8Array, at: number, end: number): number {
  const length = uint32(bytes, at);
  if (length < 3 || length > 4) return 0;
  if (startsWith(bytes, at + 4, end - at - 4, TCP)) return PROTOCOL_TCP;
  return startsWith(bytes, at + 4, end - at - 4, UDP) ? PROTOCOL_UDP : 0;
}

/** xid · 1 · accepted 0 · verifier · success 0 · result. */
function readReply(message: ControlMessage, start: number, log: AnnouncementLog): void {
  const { bytes, end } = message;
  if (uint32(bytes, start + 8) !== 0) return;
  const at = behindOpaque(bytes, start + 12, end);
  if (at < 0 || at + 8 > end || uint32(bytes, at) !== 0) return;
  const result = at + 4;
  const word = uint32(bytes, result);
  const isPort = end - result === 4;
  if (!isPort && word === 1) readDump(message, result, log);
  const port = isPort ? word : universalPort(bytes, result, end);
  if (port < 1 || port > 0xffff) return;
  const { sourcePort, destinationPort } = message;
  // Of a reply, the announced end is where the portmapper is, and the transaction is that of the end it goes to.
  log.add(
    message,
    message.source,
    RPC_REPLY,
    sourcePort,
    message.protocol,
    uint32(bytes, start),
    (destinationPort << 16) | port,
  );
}

/** A universal address (RFC 5665, section 5.2.3) ends with the port, a byte and another in decimal: answers with it, or 0. */
function universalPort(bytes: Uint8Array, at: number, end: number): number {
  const length = uint32(bytes, at);
  const textEnd = at + 4 + length;
  if (length < 3 || length > LONGEST_UNIVERSAL_ADDRESS || textEnd > end || end - textEnd > 3) return 0;
  let dots = 0;
  let dot = textEnd;
  while (dot > at + 4 && dots < 2) if (bytes[--dot] === DOT) dots++;
  if (dots < 2) return 0;
  const highDigits = digitsAt(bytes, dot + 1, textEnd, 4);
  const low = dot + 2 + highDigits;
  const lowDigits = digitsAt(bytes, low, textEnd, 4);
  if (highDigits === 0 || lowDigits === 0 || low + lowDigits !== textEnd) return 0;
  const high = numberOf(bytes, dot + 1, highDigits);
  const rest = numberOf(bytes, low, lowDigits);
  return high > 255 || rest > 255 ? 0 : (high << 8) | rest;
}

/** Version 2's list: 1 · program · version · protocol · port, again and again, then 0. It tells all by itself. */
function readDump(message: ControlMessage, list: number, log: AnnouncementLog): void {
  const { bytes, end } = message;
  for (let entry = 0, at = list; entry < MOST_ENTRIES && at + 20 <= end; entry++, at += 20) {
    if (uint32(bytes, at) !== 1) return;
    const program = uint32(bytes, at + 4);
    const protocol = uint32(bytes, at + 12);
    const port = uint32(bytes, at + 16);
    const isKnown = protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP;
    if (!isKnown || port < 1 || port > 0xffff || uint32(bytes, at + 8) > 0xffff) return;
    if (program === PORTMAPPER) continue;
    log.add(message, message.source, kindOfProgram(program) | LISTENS, port, protocol);
  }
}
