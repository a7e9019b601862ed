/** Keeping networks: NTP (RFC 5905), SNMP (RFC 3416, RFC 3412), syslog (RFC 5424, RFC 3164), IPMI, sFlow, NetFlow. */
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { berContent, OCTET_STRING, SEQUENCE } from "./ber.ts";
import { byteAt, isDigit, isText, startsWithOneOf, uint16, uint32 } from "./byte-match.ts";
import { certainIf, strengthOf } from "./strength.ts";

const NTP_LENGTH = 48;
const NTP_CLIENT = 3;
const NTP_SERVER = 4;
const NTP_BROADCAST = 5;
const NTP_CONTROL = 6;
const NTP_PRIVATE = 7;

/**
 * RFC 5905, section 7.3: leap, version, mode · stratum · poll · precision · root delay 4 · root dispersion 4 · …; 48 bytes,
 * and what authenticates them. Delays are below 16 seconds, precisions powers of two below one second.
 */
export function ntpPacket(start: i32, length: i32): i32 {
  const version = (byteAt(start) >>> 3) & 7;
  const mode = byteAt(start) & 7;
  if (version === 0 || version > 4 || mode === 0) return NOT_THIS;
  if (mode >= NTP_CONTROL) return ntpControl(start, length, mode);
  if (length < NTP_LENGTH || (length > NTP_LENGTH && length < 52)) return NOT_THIS;
  const precision = byteAt(start + 3);
  if (byteAt(start + 1) > 16 || (byteAt(start + 2) > 17 && byteAt(start + 2) < 0xf8)) return NOT_THIS;
  if (precision !== 0 && precision < 0xe0 && precision > 16) return NOT_THIS;
  if (uint16(start + 4) > 15 || uint16(start + 8) > 63) return NOT_THIS;
  return certainIf(length === NTP_LENGTH) | ntpSide(mode);
}

function ntpSide(mode: i32): i32 {
  if (mode === NTP_CLIENT) return CLIENT;
  // Broadcasts go to a group, a destination.
  return mode === NTP_SERVER ? SERVER : mode === NTP_BROADCAST ? CLIENT | LEANS : 0;
}

/** RFC 9327, section 2 (mode 6: length at 10), and ntpd's private mode 7 (implementation 3 at 2, as monlist). */
function ntpControl(start: i32, length: i32, mode: i32): i32 {
  if (mode === NTP_PRIVATE) {
    if (length < 8 || byteAt(start + 2) > 3 || byteAt(start + 3) > 45) return NOT_THIS;
    return WEAK | ((byteAt(start) & 0x80) === 0 ? CLIENT : SERVER);
  }
  if (length < 12 || (byteAt(start + 1) & 0x1f) > 12 || uint16(start + 8) > 468) return NOT_THIS;
  return WEAK | ((byteAt(start + 1) & 0x80) === 0 ? CLIENT : SERVER);
}

/** RFC 3416, section 3: tags of the PDUs. Traps and informs go to a manager that waits for them. */
const SNMP_RESPONSE = 0xa2;
const SNMP_REPORT = 0xa8;

/** RFC 3416 and RFC 1157, section 4: SEQUENCE · version · community · PDU; RFC 3412, section 6: version 3 · header · … */
export function snmpMessage(start: i32, length: i32): i32 {
  const version = berContent(start, length, 1);
  if (version === 0 || version + 5 > length || byteAt(start) !== SEQUENCE) return NOT_THIS;
  if (uint16(start + version) !== 0x0201) return NOT_THIS;
  const number = byteAt(start + version + 2);
  if (number === 3) return snmpVersion3(start, length, version + 3);
  if (number > 2 || byteAt(start + version + 3) !== OCTET_STRING) return NOT_THIS;
  const community = byteAt(start + version + 4);
  const tagAt = version + 5 + community;
  if (community > 0x7f) return NOT_THIS;
  if (tagAt >= length) return LIKELY;
  const tag = byteAt(start + tagAt);
  if (tag < 0xa0 || tag > SNMP_REPORT) return NOT_THIS;
  return CERTAIN | (tag === SNMP_RESPONSE || tag === SNMP_REPORT ? SERVER : CLIENT);
}

/** Of the header's flags, reportable stands in what asks for an answer (RFC 3412, section 6.4). */
function snmpVersion3(start: i32, length: i32, header: i32): i32 {
  if (byteAt(start + header) !== SEQUENCE || byteAt(start + header + 2) !== 2 || header + 4 > length)
    return NOT_THIS;
  const size = header + 4 + byteAt(start + header + 3);
  if (size + 2 > length || byteAt(start + size) !== 2) return LIKELY;
  const flags = size + 2 + byteAt(start + size + 1);
  if (flags + 3 > length) return LIKELY;
  if (byteAt(start + flags) !== OCTET_STRING || byteAt(start + flags + 1) !== 1) return NOT_THIS;
  return CERTAIN | ((byteAt(start + flags + 2) & 4) !== 0 ? CLIENT | LEANS : 0);
}

const MONTHS: StaticArray<string> = [
  "jan ",
  "feb ",
  "mar ",
  "apr ",
  "may ",
  "jun ",
  "jul ",
  "aug ",
  "sep ",
  "oct ",
  "nov ",
  "dec ",
];
const HIGHEST_PRIORITY = 191;

/** RFC 5424, section 6, and RFC 3164, section 4: a priority in angle brackets, then version or date; it goes to a server. */
export function syslogMessage(start: i32, length: i32): i32 {
  let offset = 1;
  let priority = 0;
  while (offset < length && offset < 4 && isDigit(byteAt(start + offset))) {
    priority = priority * 10 + byteAt(start + offset) - 0x30;
    offset++;
  }
  if (offset === 1 || offset >= length || byteAt(start + offset) !== 0x3e || priority > HIGHEST_PRIORITY) {
    return NOT_THIS;
  }
  const text = offset + 1;
  if (startsWithOneOf(start + text, length - text, MONTHS) >= 0) return CERTAIN | CLIENT;
  const isVersion1 = text + 2 <= length && uint16(start + text) === 0x3120;
  if (isVersion1) return CERTAIN | CLIENT;
  return length >= text + 4 && isText(start, length, text) ? LIKELY | CLIENT : WEAK | CLIENT;
}

/** RFC 6587, section 3.4.1: over TCP its length may stand before a message. */
export function syslogCounted(start: i32, length: i32): i32 {
  let digits = 0;
  while (digits < length && digits < 5 && isDigit(byteAt(start + digits))) digits++;
  if (digits === 0 || digits + 1 >= length || byteAt(start + digits) !== 0x20) return NOT_THIS;
  const message = digits + 1;
  return byteAt(start + message) === 0x3c ? syslogMessage(start + message, length - message) : NOT_THIS;
}

/** IPMI 2.0, section 13.1.3 (RMCP): version 6 · 0 · sequence (FF: no acknowledgment) · class 7 (IPMI) or 6 (ASF). */
export function rmcpMessage(start: i32, length: i32): i32 {
  if (length < 8 || byteAt(start + 1) !== 0) return NOT_THIS;
  const messageClass = byteAt(start + 3);
  if (messageClass === 6) return certainIf(uint32(start + 4) === 0x11be);
  if (messageClass !== 7 || byteAt(start + 2) !== 0xff) return NOT_THIS;
  const authentication = byteAt(start + 4);
  return authentication <= 6 ? LIKELY : NOT_THIS;
}

/** sFlow 5, "Data format": version 5 · kind of address 1 or 2 · the agent's address · …; it goes to a collector. */
export function sflowDatagram(start: i32, length: i32): i32 {
  if (length < 28 || uint32(start) !== 5) return NOT_THIS;
  const kind = uint32(start + 4);
  return kind === 1 || kind === 2 ? CERTAIN | CLIENT : NOT_THIS;
}

/** RFC 3954, section 5 (version 9), NetFlow 5, and RFC 7011, section 3 (version 10, whose length is there). */
export function netflowPacket(start: i32, length: i32): i32 {
  if (length < 20) return NOT_THIS;
  const second = uint16(start + 2);
  switch (uint16(start)) {
    case 5:
      return second >= 1 && second <= 30 ? WEAK | CLIENT : NOT_THIS;
    case 9:
      // The first set is a template (0 or 1), or data from 256 on.
      return length >= 24 && second >= 1 && second <= 60 && isSet(uint16(start + 20), 0)
        ? WEAK | CLIENT
        : NOT_THIS;
    case 10:
      return second >= 20 && second <= 1500 && second >= length && isSet(uint16(start + 16), 2)
        ? strengthOf(second === length) | CLIENT
        : NOT_THIS;
    default:
      return NOT_THIS;
  }
}

function isSet(number: i32, template: i32): bool {
  return number === template || number === template + 1 || (number >= 256 && number < 1024);
}

const ZABBIX = 0x5a42_5844;

/** Zabbix, "Header and data length": ZBXD · flags · length. */
export function zabbixMessage(start: i32, length: i32): i32 {
  return length >= 5 && uint32(start) === ZABBIX && byteAt(start + 4) < 8 ? CERTAIN : NOT_THIS;
}
