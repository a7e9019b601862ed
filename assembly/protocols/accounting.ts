/** Who may use a network, and for how long: RADIUS (RFC 2865) and Diameter (RFC 6733). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, NOT_THIS, SERVER } from "../../src/protocols/signature.ts";
import { byteAt, isPrintable, uint16, uint24 } from "./byte-match.ts";
import { certainIf, strengthOf } from "./strength.ts";

const RADIUS_HEADER = 20;
/** RFC 2865, section 4, RFC 2866, RFC 5176: which codes a client sends, by number up to 13; 40 and 43 beyond. */
const RADIUS_REQUESTS = (1 << 1) | (1 << 4) | (1 << 12);
const RADIUS_RESPONSES = (1 << 2) | (1 << 3) | (1 << 5) | (1 << 11) | (1 << 13);
/** RFC 2865, section 5: attributes whose length is always the same, 6, as bits. */
const SIX_BYTES =
  (1 << 4) |
  (1 << 5) |
  (1 << 6) |
  (1 << 7) |
  (1 << 8) |
  (1 << 9) |
  (1 << 10) |
  (1 << 12) |
  (1 << 13) |
  (1 << 27) |
  (1 << 28) |
  (1 << 29);

/** Code · identifier · length 2 · authenticator 16 · attributes, each type · length · value. */
export function radiusPacket(start: i32, length: i32): i32 {
  if (length < RADIUS_HEADER) return NOT_THIS;
  const side = radiusSide(byteAt(start));
  const declared = uint16(start + 2);
  if (side === 0 || declared < RADIUS_HEADER || declared > 4096) return NOT_THIS;
  if (declared < length || (declared > length && length < KEPT_PAYLOAD_LENGTH)) return NOT_THIS;
  let offset = RADIUS_HEADER;
  let known = 0;
  while (offset + 2 <= length) {
    const type = byteAt(start + offset);
    const size = byteAt(start + offset + 1);
    if (type === 0 || size < 2 || offset + size > declared) return NOT_THIS;
    const shape = attributeShape(start + offset, min<i32>(size, length - offset));
    if (shape < 0) return NOT_THIS;
    known += shape;
    offset += size;
  }
  if (declared === length) return offset === length ? certainIf(known > 0) | side : NOT_THIS;
  return (known > 1 ? CERTAIN : strengthOf(known === 1)) | side;
}

const USER_NAME = 1;
const VENDOR_SPECIFIC = 26;
const MESSAGE_AUTHENTICATOR = 80;

/** 1 where an attribute, of which `length` bytes are in view, has the shape that its type asks for; -1 where not; else 0. */
function attributeShape(at: i32, length: i32): i32 {
  const type = byteAt(at);
  const size = byteAt(at + 1);
  if (type < 32 && ((SIX_BYTES >>> type) & 1) === 1) return size === 6 ? 1 : -1;
  if (type === MESSAGE_AUTHENTICATOR) return size === 18 ? 1 : -1;
  // Vendors' numbers are below 2¹⁶ (section 5.26: the high octet is 0).
  if (type === VENDOR_SPECIFIC && length >= 4) return uint16(at + 2) === 0 ? 1 : -1;
  if (type !== USER_NAME || length < 6) return 0;
  for (let i = 2; i < length; i++) if (!isPrintable(byteAt(at + i))) return 0;
  return 1;
}

function radiusSide(code: i32): i32 {
  if (code === 40 || code === 43) return CLIENT;
  if (code === 41 || code === 42 || code === 44 || code === 45) return SERVER;
  if (code > 13) return 0;
  if (((RADIUS_REQUESTS >>> code) & 1) === 1) return CLIENT;
  return ((RADIUS_RESPONSES >>> code) & 1) === 1 ? SERVER : 0;
}

const DIAMETER_REQUEST = 0x80;
const CAPABILITIES_EXCHANGE = 257;
const HIGHEST_COMMAND = 8_388_733;

/** RFC 6733, section 3: version 1 · length 3 · flags · command 3 · application 4 · …; who opens exchanges capabilities. */
export function diameterMessage(start: i32, length: i32): i32 {
  if (length < 20 || byteAt(start) !== 1 || (byteAt(start + 4) & 15) !== 0) return NOT_THIS;
  const declared = uint24(start + 1);
  const command = uint24(start + 5);
  if (declared < 20 || declared % 4 !== 0 || declared > 0xffff) return NOT_THIS;
  if (command < CAPABILITIES_EXCHANGE || command > HIGHEST_COMMAND) return NOT_THIS;
  if (command > 400 && command < 8_388_608) return NOT_THIS;
  const side = (byteAt(start + 4) & DIAMETER_REQUEST) === 0 ? SERVER : CLIENT;
  return CERTAIN | side | (command === CAPABILITIES_EXCHANGE ? 0 : LEANS);
}
