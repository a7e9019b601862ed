/**
 * Plants and their controllers: Modbus, DNP3 (IEEE 1815), Siemens S7, MMS (ISO 9506), EtherNet/IP, IEC 60870-5-104,
 * OPC UA.
 */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, startsWith, uint16, uint16LittleEndian, uint32, uint32LittleEndian } from "./byte-match.ts";
import { x224Code } from "./remote-access.ts";
import { strengthOf } from "./strength.ts";

const MODBUS_HEADER = 6;
const EXCEPTION = 0x80;

/**
 * Modbus Messaging on TCP/IP, section 3.1.3: transaction 2 · protocol 2, zero · length 2 · unit · function · data. The
 * lengths of requests and responses tell the side.
 */
export function modbusMessage(start: i32, length: i32): i32 {
  if (length < MODBUS_HEADER + 3 || uint16(start + 2) !== 0) return NOT_THIS;
  const declared = uint16(start + 4);
  if (declared < 3 || declared > 254) return NOT_THIS;
  const end = declared + MODBUS_HEADER;
  // Several requests may follow each other, but none is cut.
  if (end > length && length < KEPT_PAYLOAD_LENGTH) return NOT_THIS;
  const code = byteAt(start + 7);
  const plain = code & 0x7f;
  if (code >= EXCEPTION) {
    const isException =
      declared === 3 && byteAt(start + 8) >= 1 && byteAt(start + 8) <= 11 && isFunction(plain);
    return isException ? LIKELY | SERVER : NOT_THIS;
  }
  if (!isFunction(plain)) return NOT_THIS;
  return modbusSide(start, plain, declared) | strengthOf(end === length || length === KEPT_PAYLOAD_LENGTH);
}

function isFunction(code: i32): bool {
  return (
    (code >= 1 && code <= 8) ||
    code === 11 ||
    code === 12 ||
    (code >= 15 && code <= 24) ||
    code === 43 ||
    code === 90
  );
}

/** Modbus Application Protocol, section 6. */
function modbusSide(start: i32, code: i32, declared: i32): i32 {
  if (code <= 4) {
    const isResponse = byteAt(start + 8) === declared - 3;
    if (declared === 6) return isResponse ? CLIENT | LEANS : CLIENT;
    return isResponse ? SERVER : 0;
  }
  if (code === 15 || code === 16) return declared === 6 ? SERVER : CLIENT;
  return 0;
}

const DNP3_START = 0x0564;
const FROM_MASTER = 0x80;

/** IEEE 1815, section 9.2.4: 05 64 · length · control · destination 2 · source 2 · check sum 2. Masters mostly connect. */
export function dnp3Frame(start: i32, length: i32): i32 {
  if (length < 10 || uint16(start) !== DNP3_START || byteAt(start + 2) < 5) return NOT_THIS;
  if (checkSum(start, 8) !== uint16LittleEndian(start + 8)) return WEAK;
  return CERTAIN | LEANS | ((byteAt(start + 3) & FROM_MASTER) === 0 ? SERVER : CLIENT);
}

/** IEEE 1815, section 9.2.4.4: polynomial 3D65 hex, reflected A6BC, complemented. */
function checkSum(start: i32, length: i32): i32 {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    sum ^= byteAt(start + i);
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ 0xa6bc;
  }
  return ~sum & 0xffff;
}

/** ISO 8073 data behind RFC 1006's header. */
const DATA = 0x02f080;
const S7 = 0x32;
const S7_PLUS = 0x72;
const CONNECTION_REQUEST = 0xe0;
const CONNECTION_CONFIRM = 0xd0;

/** S7 communication: 32 · kind (1 job, 2 and 3 its answers, 7 user data) · 0000; or 72, of newer controllers. */
export function s7Message(start: i32, length: i32): i32 {
  const code = x224Code(start, length);
  if (code === CONNECTION_REQUEST || code === CONNECTION_CONFIRM) return s7Connection(start, length, code);
  if (length < 12 || uint16(start) !== 0x0300 || uint32(start + 4) >>> 8 !== DATA) return NOT_THIS;
  const kind = byteAt(start + 8);
  if (byteAt(start + 7) === S7_PLUS) return kind <= 3 || kind >= 0xfe ? LIKELY : NOT_THIS;
  if (byteAt(start + 7) !== S7 || uint16(start + 9) !== 0) return NOT_THIS;
  if (kind === 1) return CERTAIN | CLIENT;
  if (kind === 2 || kind === 3) return CERTAIN | SERVER;
  return kind === 7 ? CERTAIN : NOT_THIS;
}

/** Parameters of a connection: C0 size, C1 the caller's and C2 the called one's access point, which S7 gives a kind. */
function s7Connection(start: i32, length: i32, code: i32): i32 {
  const side = code === CONNECTION_REQUEST ? CLIENT : SERVER;
  let points = 0;
  for (let offset = 11; offset + 3 <= length && points < 2; offset += 2 + byteAt(start + offset + 1)) {
    const parameter = byteAt(start + offset);
    if (parameter !== 0xc1 && parameter !== 0xc2) continue;
    const kind = byteAt(start + offset + 2);
    if (byteAt(start + offset + 1) !== 2 || kind === 0 || kind > 3) return NOT_THIS;
    points++;
  }
  return points === 2 ? LIKELY | side : NOT_THIS;
}

/** Commands of EtherNet/IP (CIP, volume 2, section 2-3.2), in little endian. */
const REGISTER_SESSION = 0x65;
const SEND_UNIT_DATA = 0x70;
const ENIP_HEADER = 24;

/** Command 2 · length 2 · session 4 · status 4, zero · context 8 · options 4, zero. Sessions are the server's to give. */
export function enipMessage(start: i32, length: i32): i32 {
  if (length < ENIP_HEADER) return NOT_THIS;
  const command = uint16LittleEndian(start);
  const isListing = command === 4 || command === 0x63 || command === 0x64;
  if (!isListing && (command < REGISTER_SESSION || command > SEND_UNIT_DATA)) return NOT_THIS;
  const declared = uint16LittleEndian(start + 2) + ENIP_HEADER;
  if (declared > length && length < KEPT_PAYLOAD_LENGTH) return NOT_THIS;
  if (uint32LittleEndian(start + 8) > 0x69 || uint32(start + 20) !== 0) return NOT_THIS;
  const session = uint32(start + 4);
  if (command === REGISTER_SESSION) return CERTAIN | (session === 0 ? CLIENT : SERVER);
  if (isListing) return CERTAIN | (declared === ENIP_HEADER ? CLIENT : SERVER);
  return session === 0 ? NOT_THIS : CERTAIN;
}

const CIP_ITEMS = 0x0200;
const SEQUENCED_ADDRESS = 0x0280;

/** Input and output over UDP (CIP, volume 2, section 2-6): items 2 · address 8002 hex · its length 8 · connection · … */
export function cipInputOutput(start: i32, length: i32): i32 {
  if (length < 18 || uint16(start) !== CIP_ITEMS || uint16(start + 2) !== SEQUENCED_ADDRESS) {
    return NOT_THIS;
  }
  return uint16(start + 4) === 0x0800 ? CERTAIN : NOT_THIS;
}

const START_CHARACTER = 0x68;

/** IEC 60870-5-104, section 5: 68 · length · four octets of control. The controlling station starts the transfer. */
export function iec104Frame(start: i32, length: i32): i32 {
  if (length < 6 || byteAt(start) !== START_CHARACTER || byteAt(start + 1) < 4) return NOT_THIS;
  const end = byteAt(start + 1) + 2;
  const control = byteAt(start + 2);
  if ((control & 3) === 3) {
    if (byteAt(start + 1) !== 4 || uint16(start + 3) !== 0 || byteAt(start + 5) !== 0) return NOT_THIS;
    if (control === 0x07 || control === 0x13) return CERTAIN | CLIENT;
    if (control === 0x0b || control === 0x23) return CERTAIN | SERVER;
    return control === 0x43 || control === 0x83 ? CERTAIN : NOT_THIS;
  }
  const isNext =
    end < length ? byteAt(start + end) === START_CHARACTER : end === length || length === KEPT_PAYLOAD_LENGTH;
  if (!isNext || (byteAt(start + 4) & 1) !== 0) return NOT_THIS;
  if ((control & 3) === 1) return control === 1 && byteAt(start + 1) === 4 ? LIKELY : NOT_THIS;
  // Information: type 1 to 127 · count · cause 1 to 47 · originator · address.
  if (length < 12 || byteAt(start + 1) < 10) return NOT_THIS;
  const type = byteAt(start + 6);
  const cause = byteAt(start + 8) & 0x3f;
  if (type === 0 || type > 127 || cause === 0 || cause > 47) return NOT_THIS;
  // Numbers of frames are small in a connection's beginning.
  return strengthOf(byteAt(start + 3) === 0 && byteAt(start + 5) === 0);
}

const OPC_TYPES: StaticArray<string> = ["HEL", "ACK", "ERR", "OPN", "MSG", "CLO", "RHE"];
const HELLO = 0;
const ACKNOWLEDGE = 1;
const OPC_ERROR = 2;
const REVERSE_HELLO = 6;

/** OPC UA, part 6, section 7.1.2: type 3 · F (final), C (chunk) or A · size 4, little endian. */
export function opcUaMessage(start: i32, length: i32): i32 {
  if (length < 8) return NOT_THIS;
  const chunk = byteAt(start + 3);
  if (chunk !== 0x46 && chunk !== 0x43 && chunk !== 0x41) return NOT_THIS;
  const size = uint32LittleEndian(start + 4);
  if (size < 8 || size > 0xff_ffff) return NOT_THIS;
  for (let i = 0; i < OPC_TYPES.length; i++) {
    if (!startsWith(start, length, unchecked(OPC_TYPES[i]))) continue;
    if (i === HELLO) return CERTAIN | CLIENT;
    return CERTAIN | (i === ACKNOWLEDGE || i === OPC_ERROR || i === REVERSE_HELLO ? SERVER : 0);
  }
  return NOT_THIS;
}
