/**
 * BSD loopback: four bytes that hold an address family, in the byte order of the capturing host
 * (LINKTYPE_NULL) or of the network (LINKTYPE_LOOP). A family fits one byte, so whichever half is zero tells
 * the order, and one decoder serves both.
 *
 * tcpdump.org, LINKTYPE_NULL and LINKTYPE_LOOP. AF_INET is 2 everywhere; AF_INET6 is 24 on NetBSD, OpenBSD and
 * BSD/OS, 28 on FreeBSD, 30 on macOS, 10 on Linux, 23 on Windows.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from "./ether-type.ts";
import { LAYER_ETHER_TYPE, LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 4;
const LEAST_ETHER_TYPE = 0x0600;

export function decodeBsdLoopback(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const high = uint16(bytes, offset);
  const low = uint16(bytes, offset + 2);
  // A few captures hold a Cisco HDLC header here: its EtherType stands in the second half.
  if (low === ETHER_TYPE_IPV4 || low === ETHER_TYPE_IPV6) {
    cursor.etherType = low;
    cursor.offset = offset + HEADER_LENGTH;
    return LAYER_ETHER_TYPE;
  }
  const family = high === 0 ? low : (bytes[offset + 1] << 8) | bytes[offset];
  cursor.offset = offset + HEADER_LENGTH;
  switch (family) {
    case 2:
      return LAYER_IPV4;
    case 10:
    case 23:
    case 24:
    case 28:
    case 30:
      return LAYER_IPV6;
  }
  if (family < LEAST_ETHER_TYPE) return ~VERDICT_NOT_IP;
  // Some devices write an EtherType where the family belongs.
  cursor.etherType = family;
  return LAYER_ETHER_TYPE;
}
