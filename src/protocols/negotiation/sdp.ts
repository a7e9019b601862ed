/**
 * Media sessions: SDP (RFC 8866) as SIP (RFC 3261) and RTSP (RFC 2326) carry it. The address of a media line is that of its
 * own `c=` line, else the session's; RTP goes to the port of the line, RTCP to the next one (RFC 3550, section 11), to
 * the one that `a=rtcp` names (RFC 3605), or to the same (`a=rtcp-mux`, RFC 5761). Either end sends from where it
 * receives, so nothing tells a server.
 */
import { PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { ascii, startsWith } from "../byte-match.ts";
import type { AnnouncementLog } from "./announcement.ts";
import { type ControlMessage, HostAddress } from "./control-message.ts";
import { indexOf, portBetween, readAddress } from "./host-text.ts";
import { LEAST_MEDIA_PORT, RTCP, RTP } from "./kinds.ts";

/** `m=audio 5004/2` is two pairs of ports. */
const MOST_PAIRS = 8;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const SLASH = 0x2f;

const VERSION = ascii("v=0");
const CONNECTION = ascii("c=IN IP");
const MEDIA = ascii("m=");
const RTCP_PORT = ascii("a=rtcp:");
const RTCP_MUX = ascii("a=rtcp-mux");
const INTERNET = ascii("IN IP");
const OVER_UDP = ["RTP/AVP", "RTP/SAVP", "UDP/TLS/RTP/SAVP"].map(ascii);

/** What the lines so far have told of the session, and of the media that are being described. */
class SessionReader {
  private isSession = false;
  private readonly session = new HostAddress();
  private isMedia = false;
  private readonly media = new HostAddress();
  private port = 0;
  private pairs = 0;
  private isMuxed = false;
  private controlPort = 0;
  private readonly control = new HostAddress();

  read(message: ControlMessage, log: AnnouncementLog): void {
    const { bytes, end } = message;
    this.isSession = false;
    this.isMedia = false;
    for (let line = message.start; line < end; ) {
      const lineFeed = indexOf(bytes, line, end, LINE_FEED);
      if (lineFeed === end) break;
      const lineEnd = lineFeed > line && bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
      this.readLine(message, line, lineEnd, log);
      line = lineFeed + 1;
    }
    this.announce(message, log);
  }

  private readLine(message: ControlMessage, line: number, lineEnd: number, log: AnnouncementLog): void {
    const { bytes } = message;
    const length = lineEnd - line;
    if (length === VERSION.length && startsWith(bytes, line, length, VERSION)) {
      this.announce(message, log);
      this.isSession = true;
      this.session.setIpv4(0);
    } else if (!this.isSession) return;
    else if (startsWith(bytes, line, length, MEDIA)) {
      this.announce(message, log);
      this.openMedia(bytes, line + MEDIA.length, lineEnd);
    } else if (startsWith(bytes, line, length, CONNECTION)) {
      readConnection(bytes, line + CONNECTION.length, lineEnd, this.isMedia ? this.media : this.session);
    } else if (startsWith(bytes, line, length, RTCP_PORT)) {
      this.readRtcpPort(bytes, line + RTCP_PORT.length, lineEnd);
    } else if (length === RTCP_MUX.length && startsWith(bytes, line, length, RTCP_MUX)) {
      this.isMuxed = true;
    }
  }

  /** `audio 5004/2 RTP/AVP 0 8` */
  private openMedia(bytes: Uint8Array, at: number, end: number): void {
    const kindEnd = indexOf(bytes, at, end, SPACE);
    const portsEnd = indexOf(bytes, kindEnd + 1, end, SPACE);
    const portEnd = indexOf(bytes, kindEnd + 1, portsEnd, SLASH);
    this.isMedia = true;
    this.port = isOverUdp(bytes, portsEnd + 1, end) ? portBetween(bytes, kindEnd + 1, portEnd) : 0;
    this.pairs = portEnd < portsEnd ? Math.min(portBetween(bytes, portEnd + 1, portsEnd), MOST_PAIRS) : 1;
    this.controlPort = 0;
    this.isMuxed = false;
    this.media.set(this.session);
  }

  /** `53020 IN IP4 192.0.2.1`, the address being optional. */
  private readRtcpPort(bytes: Uint8Array, at: number, end: number): void {
    const portEnd = indexOf(bytes, at, end, SPACE);
    this.controlPort = portBetween(bytes, at, portEnd);
    this.control.setIpv4(0);
    const address = portEnd + 1;
    if (!startsWith(bytes, address, end - address, INTERNET)) return;
    readConnection(bytes, address + INTERNET.length, end, this.control);
  }

  /** Port 0 refuses the media (RFC 3264, section 6), address 0.0.0.0 puts them on hold (RFC 2543, appendix B.5). */
  private announce(message: ControlMessage, log: AnnouncementLog): void {
    const { media, control, port, controlPort } = this;
    if (!this.isMedia) return;
    this.isMedia = false;
    if (port < LEAST_MEDIA_PORT || media.isUnspecified) return;
    for (let pair = 0; pair < this.pairs; pair++) {
      const ofPair = port + 2 * pair;
      if (ofPair > 0xffff) return;
      log.add(message, media, RTP, ofPair, PROTOCOL_UDP);
      if (this.isMuxed) continue;
      const isNamed = controlPort >= LEAST_MEDIA_PORT && pair === 0;
      const address = isNamed && !control.isUnspecified ? control : media;
      const ofControl = isNamed ? controlPort : ofPair + 1;
      if (ofControl <= 0xffff && ofControl !== ofPair)
        log.add(message, address, RTCP, ofControl, PROTOCOL_UDP);
    }
  }
}

function isOverUdp(bytes: Uint8Array, at: number, end: number): boolean {
  for (const protocol of OVER_UDP) if (startsWith(bytes, at, end - at, protocol)) return true;
  return false;
}

/** `4 192.0.2.1/127`: version, address, and for a group its time to live. A name, or nothing, leaves no address. */
function readConnection(bytes: Uint8Array, at: number, end: number, address: HostAddress): void {
  const addressEnd = indexOf(bytes, at + 2, indexOf(bytes, at + 2, end, SPACE), SLASH);
  const isRead = at + 2 < end && bytes[at + 1] === SPACE && readAddress(bytes, at + 2, addressEnd, address);
  if (!isRead) address.setIpv4(0);
}

const reader = new SessionReader();

/** From each line `v=0` on. A line that is cut says nothing. */
export function readSdp(message: ControlMessage, log: AnnouncementLog): void {
  reader.read(message, log);
}
