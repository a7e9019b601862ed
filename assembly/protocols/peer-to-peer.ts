/** Sharing files between equals: BitTorrent (BEP 3, 5, 14, 15, 29) and Gnutella (0.6). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, findWord, hasAt, startsWith, uint16, uint32, uint32LittleEndian } from "./byte-match.ts";

const HANDSHAKE = "\u0013BitTorrent protocol";

/** BEP 3: both ends send it. */
export function bittorrentHandshake(start: i32, length: i32): i32 {
  return startsWith(start, length, HANDSHAKE) ? CERTAIN : NOT_THIS;
}

const QUERY = "d1:ad2:id20:";
const ANSWER = "d1:rd2:id20:";
const ERROR = "d1:eli20";
const ADDRESS = "d2:ip";
const LOCAL_SEARCH = "BT-SEARCH * HTTP/1.";
const QUERY_WITH_READ_ONLY = "d1:ad";

/** BEP 5: dictionaries whose keys are sorted. Nodes ask each other. */
export function distributedHashTable(start: i32, length: i32): i32 {
  if (startsWith(start, length, QUERY)) return CERTAIN | CLIENT | LEANS;
  if (startsWith(start, length, ANSWER)) return CERTAIN | SERVER | LEANS;
  if (startsWith(start, length, ERROR)) return CERTAIN | SERVER | LEANS;
  if (startsWith(start, length, QUERY_WITH_READ_ONLY)) return LIKELY | CLIENT | LEANS;
  return startsWith(start, length, ADDRESS) ? LIKELY | SERVER | LEANS : NOT_THIS;
}

/** BEP 14: an announcement to the group of a local network. */
export function localDiscovery(start: i32, length: i32): i32 {
  return startsWith(start, length, LOCAL_SEARCH) ? CERTAIN | CLIENT : NOT_THIS;
}

const SYN = 0x41;
const STATE = 0x21;
const MICRO_TRANSPORT_HEADER = 20;

/** BEP 29: type and version 1 · extension · connection 2 · time 4 · difference 4 · window 4 · numbers 2 and 2. */
export function microTransport(start: i32, length: i32): i32 {
  if (length < MICRO_TRANSPORT_HEADER || byteAt(start + 1) > 2) return NOT_THIS;
  const hasExtension = byteAt(start + 1) !== 0;
  if (!hasExtension && length !== MICRO_TRANSPORT_HEADER) return NOT_THIS;
  if (hasExtension && length > MICRO_TRANSPORT_HEADER + 20) return NOT_THIS;
  const window = uint32(start + 12);
  if (byteAt(start) === SYN) {
    // The first packet: nothing to compare the time with, number 1 (or any), nothing acknowledged.
    const isFirst = uint32(start + 8) === 0 && uint16(start + 18) === 0;
    return isFirst && window > 0 && window < 0x400_0000 ? LIKELY | CLIENT : NOT_THIS;
  }
  return byteAt(start) === STATE && window < 0x400_0000 ? WEAK | SERVER : NOT_THIS;
}

const CONNECT_REQUEST = 0x417;
const CONNECT_MAGIC = 0x2710_1980;

/** BEP 15, trackers over UDP: the magic number 41727101980, action 0, transaction 4. */
export function trackerConnect(start: i32, length: i32): i32 {
  if (length < 16 || uint32(start) !== CONNECT_REQUEST) return NOT_THIS;
  const isConnect = uint32(start + 4) === CONNECT_MAGIC && uint32(start + 8) === 0;
  return isConnect ? CERTAIN | CLIENT : NOT_THIS;
}

const GNUTELLA = "GNUTELLA CONNECT/";
const GNUTELLA_STATUS = "GNUTELLA/";
const OUT_OF_BAND = "GND";

/** Gnutella 0.6, section 2.1. */
export function gnutellaHandshake(start: i32, length: i32): i32 {
  if (startsWith(start, length, GNUTELLA)) return CERTAIN | CLIENT;
  return startsWith(start, length, GNUTELLA_STATUS) ? CERTAIN | SERVER : NOT_THIS;
}

const PING = 0;
const PONG = 1;
const EXTENSION = 0x31;
const PUSH = 0x40;
const DESCRIPTOR_QUERY = 0x80;
const HITS = 0x81;
const DESCRIPTOR_HEADER = 23;
const GGEP = 0xc3;
const SCP = "scp";

/** `GND` stands before a reliable datagram. */
export function gnutellaOutOfBand(start: i32, length: i32): i32 {
  if (!startsWith(start, length, OUT_OF_BAND)) return NOT_THIS;
  return length >= 8 && byteAt(start + 3) < 4 ? LIKELY : NOT_THIS;
}

/**
 * Gnutella 0.6, section 2.2: id 16 · descriptor · time to live · hops · length 4, little endian; over UDP one descriptor a
 * datagram.
 */
export function gnutellaDatagram(start: i32, length: i32): i32 {
  if (startsWith(start, length, OUT_OF_BAND)) return NOT_THIS;
  if (length < DESCRIPTOR_HEADER) return NOT_THIS;
  const kind = byteAt(start + 16);
  const isKind =
    kind <= PONG || kind === EXTENSION || kind === PUSH || kind === DESCRIPTOR_QUERY || kind === HITS;
  if (!isKind || byteAt(start + 17) + byteAt(start + 18) > 8) return NOT_THIS;
  const declared = uint32LittleEndian(start + 19) + DESCRIPTOR_HEADER;
  if (declared !== length && !(length === KEPT_PAYLOAD_LENGTH && declared > 64 && declared <= 4096))
    return NOT_THIS;
  // Extensions of a ping and of others start with their magic; SCP asks for supernodes.
  const isExtended =
    (length > DESCRIPTOR_HEADER && byteAt(start + DESCRIPTOR_HEADER) === GGEP) ||
    findWord(start, length, SCP) > DESCRIPTOR_HEADER;
  if (kind === PING) return (isExtended || declared === length ? LIKELY : WEAK) | CLIENT | LEANS;
  if (kind === PONG || kind === HITS) return LIKELY | SERVER | LEANS;
  return hasAt(start, length, 8, ALL_ONES) ? LIKELY : WEAK;
}

/** Ids of newer servants bear FF in their ninth byte. */
const ALL_ONES = "\u00ff";
