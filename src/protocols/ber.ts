/** Lengths of the basic encoding rules (X.690, section 8.1.3), which LDAP, Kerberos and SNMP are written in. */

export const SEQUENCE = 0x30;
export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;

/** Offset of what a BER length at `offset` measures; 0 where it is none or not in view. */
export function berContent(bytes: Uint8Array, start: number, length: number, offset: number): number {
  if (offset >= length) return 0;
  const first = bytes[start + offset];
  if (first < 0x80) return offset + 1;
  const octets = first & 0x7f;
  return octets >= 1 && octets <= 4 && offset + octets < length ? offset + 1 + octets : 0;
}

/** The BER length at `offset`, which `berContent` has looked at. */
export function berLength(bytes: Uint8Array, start: number, offset: number): number {
  const first = bytes[start + offset];
  if (first < 0x80) return first;
  let value = 0;
  for (let i = 1; i <= (first & 0x7f); i++) value = value * 256 + bytes[start + offset + i];
  return value;
}
