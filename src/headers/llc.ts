/**
 * IEEE 802.2 logical link control, with or without SNAP.
 *
 *  0      1      2         3                  6            8
 *  +------+------+---------+------------------+------------+----
 *  | DSAP | SSAP | Control | Organization Code| Protocol ID|
 *  +------+------+---------+------------------+------------+----
 *
 * RFC 1042 (SNAP with organization 00-00-00 holds an EtherType), RFC 2684, section 5.2 (00-80-C2, bridged frames).
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_ETHER_TYPE, LAYER_ETHERNET, LAYER_IPV4 } from "./layers.ts";
import { uint16, uint24 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 3;
const SNAP_LENGTH = 8;
const SAP_SNAP = 0xaa;
const SAP_IP = 0x06;
const UNNUMBERED_INFORMATION = 0x03;

const ORGANIZATION_ETHER_TYPE = 0x000000;
/** 802.1H bridge tunnel encapsulation: an EtherType as well. */
const ORGANIZATION_BRIDGE_TUNNEL = 0x0000f8;
const ORGANIZATION_BRIDGED = 0x0080c2;
const BRIDGED_WITH_FCS = 0x0001;
const BRIDGED_WITHOUT_FCS = 0x0007;

export function decodeLlc(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const service = bytes[offset];
  if (service === SAP_IP && bytes[offset + 2] === UNNUMBERED_INFORMATION) {
    cursor.offset = offset + HEADER_LENGTH;
    return LAYER_IPV4;
  }
  if (service !== SAP_SNAP || bytes[offset + 2] !== UNNUMBERED_INFORMATION) return ~VERDICT_NOT_IP;
  if (offset + SNAP_LENGTH > cursor.capturedEnd) return tooShort(cursor, SNAP_LENGTH);
  cursor.offset = offset + HEADER_LENGTH;
  return snapLayer(cursor);
}

/** What follows organization code and protocol identifier, whose five bytes at the cursor are there. */
export function snapLayer(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  const organization = uint24(bytes, offset);
  const protocol = uint16(bytes, offset + 3);
  cursor.offset = offset + SNAP_LENGTH - HEADER_LENGTH;
  if (organization === ORGANIZATION_ETHER_TYPE || organization === ORGANIZATION_BRIDGE_TUNNEL) {
    cursor.etherType = protocol;
    return LAYER_ETHER_TYPE;
  }
  const bridgedEthernet =
    organization === ORGANIZATION_BRIDGED &&
    (protocol === BRIDGED_WITH_FCS || protocol === BRIDGED_WITHOUT_FCS);
  return bridgedEthernet ? LAYER_ETHERNET : ~VERDICT_NOT_IP;
}
