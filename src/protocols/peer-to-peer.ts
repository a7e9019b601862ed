/** Sharing files between equals: BitTorrent (BEP 3, 5, 14, 15, 29) and Gnutella (0.6). */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import { ascii, findWord, hasAt, startsWith, uint16, uint32, uint32LittleEndian } from "./byte-match.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "./signature.ts";

const HANDSHAKE = ascii("\u0013BitTorrent protocol");

/** BEP 3: both ends send it. */
export function bittorrentHandshake(bytes: Uint8Array, start: number, length: number): number {
  return startsWith(bytes, start, length, HANDSHAKE) ? CERTAIN : NOT_THIS;
}

const QUERY = ascii("d1:ad2:id20:");
const ANSWER = ascii("d1:rd2:id20:");
const ERROR = ascii("d1:eli20");
const ADDRESS = ascii("d2:ip");
const LOCAL_SEARCH = ascii("BT-SEARCH * HTTP/1.");
const QUERY_WITH_READ_ONLY = ascii("d1:ad");

/** BEP 5: dictionaries whose keys are sorted. Nodes ask each other. */
export function distributedHashTable(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, QUERY)) return CERTAIN | CLIENT | LEANS;
  if (startsWith(bytes, start, length, ANSWER)) return CERTAIN | SERVER | LEANS;
  if (startsWith(bytes, start, length, ERROR)) return CERTAIN | SERVER | LEANS;
  if (startsWith(bytes, start, length, QUERY_WITH_READ_ONLY)) return LIKELY | CLIENT | LEANS;
  return startsWith(bytes, start, length, ADDRESS) ? LIKELY | SERVER | LEANS : NOT_THIS;
}

/** BEP 14: an announcement to the group of a local network. */
export function localDiscovery(bytes: Uint8Array, start: number, length: number): number {
  return startsWith(bytes, start, length, LOCAL_SEARCH) ? CERTAIN | CLIENT : NOT_THIS;
}

const SYN = 0x41;
const STATE = 0x21;
const MICRO_TRANSPORT_HEADER = 20;

/** BEP 29: type and version 1 · extension · connection 2 · time 4 · difference 4 · window 4 · numbers 2 and 2. */
export function microTransport(bytes: Uint8Array, start: number, length: number): number {
  if (length < MICRO_TRANSPORT_HEADER || bytes[start + 1] > 2) return NOT_THIS;
  const hasExtension = bytes[start + 1] !== 0;
  if (!hasExtension && length !== MICRO_TRANSPORT_HEADER) return NOT_THIS;
  if (hasExtension && length > MICRO_TRANSPORT_HEADER + 20) return NOT_THIS;
  const window = uint32(bytes, start + 12);
  if (bytes[start] === SYN) {
    // The first packet: nothing to compare the time with, number 1 (or any), nothing acknowledged.
    const isFirst = uint32(bytes, start + 8) === 0 && uint16(bytes, start + 18) === 0;
    return isFirst && window > 0 && window < 0x400_0000 ? LIKELY | CLIENT : NOT_THIS;
  }
  return bytes[start] === STATE && window < 0x400_0000 ? WEAK | SERVER : NOT_THIS;
}

const CONNECT_REQUEST = 0x417;
const CONNECT_MAGIC = 0x2710_1980;

/** BEP 15, trackers over UDP: the magic number 41727101980, action 0, transaction 4. */
export function trackerConnect(bytes: Uint8Array, start: number, length: number): number {
  if (length < 16 || uint32(bytes, start) !== CONNECT_REQUEST) return NOT_THIS;
  const isConnect = uint32(bytes, start + 4) === CONNECT_MAGIC && uint32(bytes, start + 8) === 0;
  return isConnect ? CERTAIN | CLIENT : NOT_THIS;
}

const GNUTELLA = ascii("GNUTELLA CONNECT/");
const GNUTELLA_STATUS = ascii("GNUTELLA/");
const OUT_OF_BAND = ascii("GND");

/** Gnutella 0.6, section 2.1. */
export function gnutellaHandshake(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, GNUTELLA)) return CERTAIN | CLIENT;
  return startsWith(bytes, start, length, GNUTELLA_STATUS) ? CERTAIN | SERVER : NOT_THIS;
}

const PING = 0;
const PONG = 1;
const EXTENSION = 0x31;
const PUSH = 0x40;
const DESCRIPTOR_QUERY = 0x80;
const HITS = 0x81;
const DESCRIPTOR_HEADER = 23;
const GGEP = 0xc3;
const SCP = ascii("scp");

/**
 * Gnutella 0.6, section 2.2: id 16 · descriptor · time to live · hops · length 4, little endian; over UDP one descriptor a
 * datagram, or `GND` before a reliable one.
 */
export function gnutellaDatagram(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, OUT_OF_BAND))
    return length >= 8 && bytes[start + 3] < 4 ? LIKELY : NOT_THIS;
  if (length < DESCRIPTOR_HEADER) return NOT_THIS;
  const kind = bytes[start + 16];
  const isKind =
    kind <= PONG || kind === EXTENSION || kind === PUSH || kind === DESCRIPTOR_QUERY || kind === HITS;
  if (!isKind || bytes[start + 17] + bytes[start + 18] > 8) return NOT_THIS;
  const declared = uint32LittleEndian(bytes, start + 19) + DESCRIPTOR_HEADER;
  if (declared !== length && !(length === KEPT_PAYLOAD_LENGTH && declared > 64 && declared <= 4096))
    return NOT_THIS;
  // Extensions of a ping and of others start with their magic; SCP asks for supernodes.
  const isExtended =
    (length > DESCRIPTOR_HEADER && bytes[start + DESCRIPTOR_HEADER] === GGEP) ||
    findWord(bytes, start, length, SCP) > DESCRIPTOR_HEADER;
  if (kind === PING) return (isExtended || declared === length ? LIKELY : WEAK) | CLIENT | LEANS;
  if (kind === PONG || kind === HITS) return LIKELY | SERVER | LEANS;
  return hasAt(bytes, start, length, 8, ALL_ONES) ? LIKELY : WEAK;
}

/** Ids of newer servants bear FF in their ninth byte. */
const ALL_ONES = Uint8Array.of(0xff);
