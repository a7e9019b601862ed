/** Lengths of the basic encoding rules (X.690, section 8.1.3), which LDAP, Kerberos and SNMP are written in. */
import { byteAt } from "./byte-match.ts";

export const SEQUENCE = 0x30;
export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;

/** Offset of what a BER length at `offset` measures; 0 where it is none or not in view. */
export function berContent(start: i32, length: i32, offset: i32): i32 {
  if (offset >= length) return 0;
  const first = byteAt(start + offset);
  if (first < 0x80) return offset + 1;
  const octets = first & 0x7f;
  return octets >= 1 && octets <= 4 && offset + octets < length ? offset + 1 + octets : 0;
}

/** The BER length at `offset`, which `berContent` has looked at. */
export function berLength(start: i32, offset: i32): i64 {
  const first = byteAt(start + offset);
  if (first < 0x80) return first;
  let value: i64 = 0;
  for (let i = 1; i <= (first & 0x7f); i++) value = value * 256 + byteAt(start + offset + i);
  return value;
}
