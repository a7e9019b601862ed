/**
 * IEEE 802.1Q and 802.1ad tags, stacked or single.
 *
 *  0               2               4
 *  +---+-+---------+---------------+----
 *  |PCP|D| VLAN ID | Type / Length | Payload
 *  +---+-+---------+---------------+----
 *
 * IEEE 802.1Q-2018, section 9.6.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_E_TAG, STEP_PROVIDER_BACKBONE, STEP_VLAN, STEP_VN_TAG } from "./encapsulation.ts";
import { typeOrLengthLayer } from "./ethernet.ts";
import { LAYER_ETHERNET } from "./layers.ts";
import { uint16, uint24 } from "./read-integers.ts";

const TAG_LENGTH = 4;
const BACKBONE_TAG_LENGTH = 4;
const VN_TAG_LENGTH = 6;
const E_TAG_LENGTH = 8;

export function decodeVlan(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + TAG_LENGTH > cursor.capturedEnd) return tooShort(cursor, TAG_LENGTH);
  enter(cursor, STEP_VLAN, ((bytes[offset] & 0x0f) << 8) | bytes[offset + 1]);
  cursor.offset = offset + TAG_LENGTH;
  return typeOrLengthLayer(cursor, uint16(bytes, offset + 2));
}

/** IEEE 802.1ah (802.1Q-2018, section 9.7): priority and flags, a 24-bit service identifier, a whole frame. */
export function decodeProviderBackbone(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + BACKBONE_TAG_LENGTH > cursor.capturedEnd) return tooShort(cursor, BACKBONE_TAG_LENGTH);
  enter(cursor, STEP_PROVIDER_BACKBONE, uint24(bytes, offset + 1));
  cursor.offset = offset + BACKBONE_TAG_LENGTH;
  return LAYER_ETHERNET;
}

/** VN-Tag (IEEE 802.1Qbh draft): direction and destination, source interface, then the type of the frame within. */
export function decodeVnTag(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + VN_TAG_LENGTH > cursor.capturedEnd) return tooShort(cursor, VN_TAG_LENGTH);
  enter(cursor, STEP_VN_TAG, ((bytes[offset] & 0x3f) << 8) | bytes[offset + 1]);
  cursor.offset = offset + VN_TAG_LENGTH;
  return typeOrLengthLayer(cursor, uint16(bytes, offset + 4));
}

/** E-Tag (IEEE 802.1BR-2012, section 7.5): ingress and extended channel identifiers, then the frame's type. */
export function decodeETag(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + E_TAG_LENGTH > cursor.capturedEnd) return tooShort(cursor, E_TAG_LENGTH);
  enter(cursor, STEP_E_TAG, ((bytes[offset + 2] & 0x3f) << 8) | bytes[offset + 3]);
  cursor.offset = offset + E_TAG_LENGTH;
  return typeOrLengthLayer(cursor, uint16(bytes, offset + 6));
}
