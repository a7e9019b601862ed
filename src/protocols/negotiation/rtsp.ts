/**
 * RTSP's Transport header (RFC 2326, section 12.39): the client asks
 * with `client_port`, the server answers with `server_port` as well. The first of two ports is RTP's, the second RTCP's.
 */
import { PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { ascii, startsWithAnyCase } from "../byte-match.ts";
import type { AnnouncementLog } from "./announcement.ts";
import { type ControlMessage, HostAddress } from "./control-message.ts";
import { RTSP_PORTS } from "./control-ports.ts";
import { indexOf, portBetween, readAddress } from "./host-text.ts";
import { LEAST_MEDIA_PORT, RTCP, RTP } from "./kinds.ts";
import { readSdp } from "./sdp.ts";

/** Lines of a header at most, and parameters of a line. */
const MOST_PARAMETERS = 64;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const SEMICOLON = 0x3b;

const TRANSPORT = ascii("transport:");
const CLIENT_PORT = ascii("client_port=");
const SERVER_PORT = ascii("server_port=");
const SOURCE = ascii("source=");
const DESTINATION = ascii("destination=");

const serverAddress = new HostAddress();
const clientAddress = new HostAddress();

export function readRtsp(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, end } = message;
  for (let line = message.start; line < end; ) {
    const lineFeed = indexOf(bytes, line, end, LINE_FEED);
    // The header ends with an empty line.
    if (lineFeed === end || lineFeed - line <= 1) break;
    const lineEnd = bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
    if (startsWithAnyCase(bytes, line, lineEnd - line, TRANSPORT)) {
      readTransport(message, line + TRANSPORT.length, lineEnd, log);
    }
    line = lineFeed + 1;
  }
  readSdp(message, log);
}

/** Several ways to transport may be offered, with commas between them. */
function readTransport(message: ControlMessage, at: number, end: number, log: AnnouncementLog): void {
  const { bytes } = message;
  let parameters = 0;
  for (let offer = at; offer < end; ) {
    const offerEnd = indexOf(bytes, offer, end, COMMA);
    const isServers = RTSP_PORTS.includes(message.sourcePort);
    serverAddress.set(isServers ? message.source : message.destination);
    clientAddress.set(isServers ? message.destination : message.source);
    // Addresses may stand behind the ports that they are of.
    parameters += readAddresses(bytes, offer, offerEnd);
    for (let parameter = offer; parameter < offerEnd && parameters < MOST_PARAMETERS; parameters++) {
      const next = indexOf(bytes, parameter, offerEnd, SEMICOLON);
      readPorts(message, parameter, next, log);
      parameter = next + 1;
    }
    offer = offerEnd + 1;
  }
}

function readAddresses(bytes: Uint8Array, at: number, end: number): number {
  let parameters = 0;
  for (let parameter = at; parameter < end && parameters < MOST_PARAMETERS; parameters++) {
    const next = indexOf(bytes, parameter, end, SEMICOLON);
    if (startsWithAnyCase(bytes, parameter, next - parameter, SOURCE)) {
      readAddressOr(bytes, parameter + SOURCE.length, next, serverAddress);
    } else if (startsWithAnyCase(bytes, parameter, next - parameter, DESTINATION)) {
      readAddressOr(bytes, parameter + DESTINATION.length, next, clientAddress);
    }
    parameter = next + 1;
  }
  return parameters;
}

const read = new HostAddress();

/** A host's name, or nothing, leaves the address as it was. */
function readAddressOr(bytes: Uint8Array, at: number, end: number, address: HostAddress): void {
  if (readAddress(bytes, at, end, read) && !read.isUnspecified) address.set(read);
}

function readPorts(message: ControlMessage, at: number, end: number, log: AnnouncementLog): void {
  const { bytes } = message;
  if (startsWithAnyCase(bytes, at, end - at, CLIENT_PORT)) {
    announce(message, clientAddress, at + CLIENT_PORT.length, end, log);
  } else if (startsWithAnyCase(bytes, at, end - at, SERVER_PORT)) {
    announce(message, serverAddress, at + SERVER_PORT.length, end, log);
  }
}

/** `4588-4589`, or RTP's port alone. */
function announce(
  message: ControlMessage,
  address: HostAddress,
  at: number,
  end: number,
  log: AnnouncementLog,
): void {
  const { bytes } = message;
  const firstEnd = indexOf(bytes, at, end, HYPHEN);
  const first = portBetween(bytes, at, firstEnd);
  const second = portBetween(bytes, firstEnd + 1, end);
  if (first >= LEAST_MEDIA_PORT) log.add(message, address, RTP, first, PROTOCOL_UDP);
  if (second >= LEAST_MEDIA_PORT && second !== first) log.add(message, address, RTCP, second, PROTOCOL_UDP);
}
