/** GTP, the control of mobile networks' tunnels (3GPP TS 29.060, TS 29.274). What a tunnel carries is decoded with the headers. */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import { uint16 } from "./byte-match.ts";
import { CLIENT, LEANS, NOT_THIS, SERVER, strengthOf, WEAK } from "./signature.ts";

/** Types that ask; their answers are one higher (TS 29.060, table 1; TS 29.274, table 6.1-1). */
const ECHO_REQUEST = 1;

/** GTP: version and flags · type · length 2 · tunnel 4 (where there) · … What it carries is decoded as a tunnel. */
export function gtpControl(bytes: Uint8Array, start: number, length: number): number {
  if (length < 8) return NOT_THIS;
  const version = bytes[start] >>> 5;
  const type = bytes[start + 1];
  const declared = uint16(bytes, start + 2);
  if (version === 2) {
    if ((bytes[start] & 7) !== 0 || declared + 4 < Math.min(length, 64)) return NOT_THIS;
    if (declared + 4 > length && length < KEPT_PAYLOAD_LENGTH) return NOT_THIS;
    return gtpStrength(type, declared + 4 === length, 2);
  }
  // Version 1; protocol type 1 is GTP, 0 its charging (GTP').
  if (version !== 1 || declared > 1500 || (bytes[start] & 8) !== 0) return NOT_THIS;
  const header = (bytes[start] & 0x10) === 0 ? 6 : 8;
  if (declared + header !== length && !(length === KEPT_PAYLOAD_LENGTH && declared + header > 64))
    return NOT_THIS;
  return type === 255 ? NOT_THIS : gtpStrength(type, declared + header === length, 1);
}

function gtpStrength(type: number, isWhole: boolean, version: number): number {
  const isKnown =
    type > 0 && (type <= 2 || (type >= 16 && type <= 39) || (type >= 48 && type <= 60) || type >= 240);
  const isOther = version === 2 && type >= 64 && type <= 239;
  if (!isKnown && !isOther) return NOT_THIS;
  const isPaired =
    type === ECHO_REQUEST || type === 2 || (type >= 16 && type <= 21) || (type >= 32 && type <= 39);
  if (!isPaired) return WEAK;
  const isRequest = type === ECHO_REQUEST || (type > 2 && type % 2 === 0);
  return strengthOf(isWhole) | (isRequest ? CLIENT : SERVER) | (type <= 2 ? LEANS : 0);
}
