/** Control channels: who reads what is said over which port. Requests of HTTP are read over any port. */
import { FRAGMENT_LATER, type HeaderBatch } from "../../headers/header.ts";
import { PROTOCOL_TCP, PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { VERDICT_FLOW } from "../../headers/verdict.ts";
import {
  ftpSignOn,
  imapSignOn,
  nntpSignOn,
  pop3SignOn,
  readFtpReply,
  readSignOn,
  saslSignOn,
} from "../sign-on/commands.ts";
import { readHttpSignOn } from "../sign-on/http-sign-on.ts";
import { readLdapSignOn } from "../sign-on/ldap-sign-on.ts";
import type { AnnouncementLog } from "./announcement.ts";
import { ControlMessage } from "./control-message.ts";
import {
  ENDPOINT_MAPPER_PORT,
  FTP_PORT,
  IMAP_PORT,
  LDAP_PORTS,
  NNTP_PORT,
  POP3_PORT,
  PORTMAPPER_PORT,
  RTSP_PORTS,
  SIP_PORT,
  SMTP_PORTS,
  TFTP_PORT,
} from "./control-ports.ts";
import { readEndpointMapper } from "./endpoint-mapper.ts";
import { readFtp } from "./ftp.ts";
import { readPortmapper } from "./portmapper.ts";
import { readRtsp } from "./rtsp.ts";
import { readSdp } from "./sdp.ts";
import { readTftp } from "./tftp.ts";

type Read = (message: ControlMessage, log: AnnouncementLog) => void;

/** Both ends are listened to: either may announce a port. */
const OVER_TCP: ReadonlyMap<number, Read> = new Map([
  [FTP_PORT, readFtpChannel],
  [SIP_PORT, readText(readSdp)],
  ...RTSP_PORTS.map((port) => [port, readText(readRtsp)] as const),
  [PORTMAPPER_PORT, readPortmapper],
  [ENDPOINT_MAPPER_PORT, readEndpointMapper],
]);
const OVER_UDP: ReadonlyMap<number, Read> = new Map([
  [TFTP_PORT, readTftp],
  [SIP_PORT, readText(readSdp)],
  [PORTMAPPER_PORT, readPortmapper],
]);
/** Over TCP, what is said to the server alone: how the client signs on. */
const SIGN_ONS: ReadonlyMap<number, Read> = new Map([
  [FTP_PORT, readSignOn(ftpSignOn)],
  [POP3_PORT, readSignOn(pop3SignOn)],
  [IMAP_PORT, readSignOn(imapSignOn)],
  [NNTP_PORT, readSignOn(nntpSignOn)],
  ...SMTP_PORTS.map((port) => [port, readSignOn(saslSignOn)] as const),
  ...LDAP_PORTS.map((port) => [port, readLdapSignOn] as const),
]);

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
    const isMessage = isCapital(bytes[start]) && isCapital(bytes[start + 1]) && isCapital(bytes[start + 2]);
    if (isMessage || (bytes[start] === SMALL_V && bytes[start + 1] === EQUALS)) read(message, log);
  };
}

function isCapital(byte: number): boolean {
  return byte >= FIRST_LETTER && byte <= LAST_LETTER;
}

/** Rows of a batch whose payload is to be read (`FlowCollector.controlRows`), the first `count` of `rows`. */
export interface ControlRows {
  /** What the rows' payloads point into. */
  readonly bytes: Uint8Array;
  readonly headers: HeaderBatch;
  readonly rows: Uint8Array;
  readonly count: number;
  readonly framesBefore: number;
}

/** Reads control channels, batch after batch. */
export class ControlChannels {
  private readonly message = new ControlMessage();

  read({ bytes, headers, rows, count, framesBefore }: ControlRows, log: AnnouncementLog): void {
    for (let i = 0; i < count; i++) {
      const row = rows[i];
      if (headers.verdict[row] !== VERDICT_FLOW || headers.fragment[row] === FRAGMENT_LATER) continue;
      if (this.message.read(bytes, headers, row, framesBefore + row + 1)) this.readMessage(log);
    }
  }

  /** By the port that it came from, else by the one that it went to. */
  private readMessage(log: AnnouncementLog): void {
    const { message } = this;
    const readers = readersOf(message.protocol);
    const read = readers?.get(message.sourcePort) ?? readers?.get(message.destinationPort);
    read?.(message, log);
    if (message.protocol !== PROTOCOL_TCP) return;
    const readSignOns = SIGN_ONS.get(message.destinationPort) ?? readHttpSignOn;
    readSignOns(message, log);
  }
}

function readFtpChannel(message: ControlMessage, log: AnnouncementLog): void {
  readFtp(message, log);
  readFtpReply(message, log);
}

function readersOf(protocol: number): ReadonlyMap<number, Read> | null {
  if (protocol === PROTOCOL_TCP) return OVER_TCP;
  return protocol === PROTOCOL_UDP ? OVER_UDP : null;
}
