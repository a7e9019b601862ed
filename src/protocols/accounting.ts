/** Who may use a network, and for how long: RADIUS (RFC 2865) and Diameter (RFC 6733). */
import { uint16, uint24 } from "./byte-match.ts";
import { CERTAIN, CLIENT, LEANS, NOT_THIS, SERVER, strengthOf } from "./signature.ts";

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
export function radiusPacket(bytes: Uint8Array, start: number, length: number): number {
  if (length < RADIUS_HEADER) return NOT_THIS;
  const side = radiusSide(bytes[start]);
  const declared = uint16(bytes, start + 2);
  if (side === 0 || declared < RADIUS_HEADER || declared > 4096) return NOT_THIS;
  if (declared < length || (declared > length && length < 64)) return NOT_THIS;
  let offset = RADIUS_HEADER;
  let fixed = 0;
  while (offset + 2 <= length) {
    const type = bytes[start + offset];
    const size = bytes[start + offset + 1];
    if (type === 0 || size < 2 || offset + size > declared) return NOT_THIS;
    if (type < 32 && ((SIX_BYTES >>> type) & 1) === 1) {
      if (size !== 6) return NOT_THIS;
      fixed++;
    } else if (type === 80) {
      if (size !== 18) return NOT_THIS;
      fixed++;
    }
    offset += size;
  }
  if (declared === length) return (offset === length ? CERTAIN : NOT_THIS) | side;
  return (fixed > 1 ? CERTAIN : strengthOf(fixed === 1 || offset > 64)) | side;
}

function radiusSide(code: number): number {
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
export function diameterMessage(bytes: Uint8Array, start: number, length: number): number {
  if (length < 20 || bytes[start] !== 1 || (bytes[start + 4] & 15) !== 0) return NOT_THIS;
  const declared = uint24(bytes, start + 1);
  const command = uint24(bytes, start + 5);
  if (declared < 20 || declared % 4 !== 0 || declared > 0xffff) return NOT_THIS;
  if (command < CAPABILITIES_EXCHANGE || command > HIGHEST_COMMAND) return NOT_THIS;
  if (command > 400 && command < 8_388_608) return NOT_THIS;
  const side = (bytes[start + 4] & DIAMETER_REQUEST) === 0 ? SERVER : CLIENT;
  return CERTAIN | side | (command === CAPABILITIES_EXCHANGE ? 0 : LEANS);
}
