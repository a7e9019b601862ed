/** Control channels: which ports they are known by, and who reads what is said over them. */

import type { HeaderBatch } from "../../headers/header.ts";
import { FRAGMENT_LATER } from "../../headers/header.ts";
import { PROTOCOL_TCP, PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { VERDICT_FLOW } from "../../headers/verdict.ts";
import { AnnouncementLog } from "./announcement.ts";
import { ControlMessage } from "./control-message.ts";
import { ENDPOINT_MAPPER_PORT, readEndpointMapper } from "./endpoint-mapper.ts";
import { FTP_PORT, readFtp } from "./ftp.ts";
import { PORTMAPPER_PORT, readPortmapper } from "./portmapper.ts";
import { RTSP_PORTS, readRtsp } from "./rtsp.ts";
import { readSdp } from "./sdp.ts";
import { readTftp, TFTP_PORT } from "./tftp.ts";

type Read = (message: ControlMessage, log: AnnouncementLog) => void;

const SIP_PORT = 5060;

const OVER_TCP = new Map<number, Read>([
  [FTP_PORT, readFtp],
  [SIP_PORT, readText(readSdp)],
  ...RTSP_PORTS.map((port) => [port, readText(readRtsp)] as const),
  [PORTMAPPER_PORT, readPortmapper],
  [ENDPOINT_MAPPER_PORT, readEndpointMapper],
]);
const OVER_UDP = new Map<number, Read>([
  [TFTP_PORT, readTftp],
  [SIP_PORT, readText(readSdp)],
  [PORTMAPPER_PORT, readPortmapper],
]);

export const CONTROL_PORTS: readonly number[] = [...OVER_TCP.keys(), ...OVER_UDP.keys()];

const FIRST_LETTER = 0x41;
const LAST_LETTER = 0x5a;
const SMALL_V = 0x76;
const EQUALS = 0x3d;

/**
 * Only what begins as a message does, with a method or a version, or as the body of one. Media over the same connection
 * (RFC 2326, section 10.12) and the rest of what was cut into segments is not searched.
 */
function readText(read: Read): Read {
  return (message, log) => {
    const { bytes, start, end } = message;
    if (end - start < 4) return;
    const isMessage = isLetter(bytes[start]) && isLetter(bytes[start + 1]) && isLetter(bytes[start + 2]);
    if (isMessage || (bytes[start] === SMALL_V && bytes[start + 1] === EQUALS)) read(message, log);
  };
}

function isLetter(byte: number): boolean {
  return byte >= FIRST_LETTER && byte <= LAST_LETTER;
}

/** Reads the control channels of a capture, batch after batch. */
export class ControlChannels {
  readonly log = new AnnouncementLog();
  private readonly message = new ControlMessage();

  /** The first `count` of `rows` are the rows of a batch that have a control port at either end. */
  take(bytes: Uint8Array, headers: HeaderBatch, rows: Int32Array, count: number, framesBefore: number): void {
    for (let i = 0; i < count; i++) {
      const row = rows[i];
      if (headers.verdict[row] !== VERDICT_FLOW || headers.fragment[row] === FRAGMENT_LATER) continue;
      if (this.message.read(bytes, headers, row, framesBefore + row + 1)) this.readMessage();
    }
  }

  /** By the port that it came from, else by the one that it went to. */
  private readMessage(): void {
    const { message, log } = this;
    const readers = readersOf(message.protocol);
    const read = readers?.get(message.sourcePort) ?? readers?.get(message.destinationPort);
    read?.(message, log);
  }
}

function readersOf(protocol: number): ReadonlyMap<number, Read> | null {
  if (protocol === PROTOCOL_TCP) return OVER_TCP;
  return protocol === PROTOCOL_UDP ? OVER_UDP : null;
}
