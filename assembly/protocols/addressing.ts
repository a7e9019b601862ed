/** How hosts get their addresses: DHCP and BOOTP (RFC 2131, RFC 951), DHCPv6 (RFC 8415). */
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, countZeros, uint16 } from "./byte-match.ts";

const REQUEST = 1;
const REPLY = 2;

/**
 * RFC 2131, section 2: op · hardware type · its length · hops · transaction 4 · seconds 2 · flags 2 · four addresses ·
 * hardware address 16 · then the names. The magic cookie comes only at 236; the address's filling has to do.
 */
export function dhcpMessage(start: i32, length: i32): i32 {
  if (length < 44) return NOT_THIS;
  const op = byteAt(start);
  const hardwareLength = byteAt(start + 2);
  if (hardwareLength > 16 || byteAt(start + 3) > 16 || byteAt(start + 1) > 40) return NOT_THIS;
  // All flags but broadcast are zero.
  if ((uint16(start + 10) & 0x7fff) !== 0) return NOT_THIS;
  const filling = 28 + hardwareLength;
  if (countZeros(start, filling, 44) < 44 - filling) return NOT_THIS;
  if (op !== REQUEST && op !== REPLY) return NOT_THIS;
  return (hardwareLength <= 12 ? CERTAIN : LIKELY) | (op === REQUEST ? CLIENT : SERVER);
}

/** RFC 8415, section 7.3: types 1 to 13. Which of them clients send, as bits; 12 and 13 are the relays'. */
const FROM_CLIENT = (1 << 1) | (1 << 3) | (1 << 4) | (1 << 5) | (1 << 6) | (1 << 8) | (1 << 9) | (1 << 11);
const RELAY_FORWARD = 12;
const RELAY_REPLY = 13;
/** RFC 8415, section 11.1: DUIDs of types 1 to 4. */
const CLIENT_IDENTIFIER = 1;
const SERVER_IDENTIFIER = 2;
const RELAY_MESSAGE = 9;
const HIGHEST_OPTION = 255;

/** RFC 8415, sections 8 and 9: type · transaction 3 (or hop count, two addresses) · options, each code 2 and length 2. */
export function dhcpv6Message(start: i32, length: i32): i32 {
  const type = byteAt(start);
  if (length < 8 || type === 0 || type > RELAY_REPLY) return NOT_THIS;
  const isRelays = type >= RELAY_FORWARD;
  if (isRelays && byteAt(start + 1) > 32) return NOT_THIS;
  const isClients = type === RELAY_FORWARD || ((FROM_CLIENT >>> type) & 1) === 1;
  const strength = optionsStrength(start, length, isRelays ? 34 : 4);
  return strength === 0 ? NOT_THIS : strength | (isClients ? CLIENT : SERVER);
}

/** Follows the options as far as they can be seen; an identifier's DUID makes sure. */
function optionsStrength(start: i32, length: i32, first: i32): i32 {
  let strength = 0;
  let known = 0;
  let offset = first;
  while (offset + 4 <= length) {
    const code = uint16(start + offset);
    const optionLength = uint16(start + offset + 2);
    if (code === 0 || code > HIGHEST_OPTION || optionLength > 1500) return 0;
    known++;
    const isIdentifier = code === CLIENT_IDENTIFIER || code === SERVER_IDENTIFIER;
    if (isIdentifier && offset + 6 <= length) {
      const duidType = uint16(start + offset + 4);
      if (duidType === 0 || duidType > 4 || optionLength > 130) return 0;
      strength = CERTAIN;
    }
    if (code === RELAY_MESSAGE && first === 34 && strength === 0) strength = LIKELY;
    offset += 4 + optionLength;
  }
  if (strength !== 0 || known === 0) return strength;
  if (known > 1) return offset === length ? CERTAIN : LIKELY;
  return offset === length ? LIKELY : WEAK;
}
