/** IEEE 802.11 frames, and the radio headers before them. */
import { type Bytes, ipv4, join, le16, le32, snap, tcp, u16, zeros } from "../frames.ts";

export const TO_DS = 0x01;
export const FROM_DS = 0x02;
export const MORE_FRAGMENTS = 0x04;
export const PROTECTED = 0x40;
export const ORDER = 0x80;

export const SUBTYPE_DATA = 0;
export const SUBTYPE_NULL = 4;
export const SUBTYPE_QOS = 8;

export interface WirelessFields {
  readonly type?: number;
  readonly subtype?: number;
  readonly flags?: number;
  readonly aggregated?: boolean;
  readonly fragmentNumber?: number;
  /** What stands between header and body where the header is padded to four bytes. */
  readonly padding?: number;
}

/** A data frame around LLC; its header as long as its flags and subtype want it. */
export function wirelessFrame(body: Bytes = snap(ipv4(tcp())), fields: WirelessFields = {}): Bytes {
  const { type = 2, subtype = SUBTYPE_DATA, flags = TO_DS, aggregated = false } = fields;
  const qos = (subtype & SUBTYPE_QOS) !== 0;
  return join(
    [(subtype << 4) | (type << 2), flags],
    zeros(2),
    zeros(18),
    le16(fields.fragmentNumber ?? 0),
    zeros((flags & (TO_DS | FROM_DS)) === (TO_DS | FROM_DS) ? 6 : 0),
    qos ? [aggregated ? 0x80 : 0, 0] : [],
    zeros(qos && (flags & ORDER) !== 0 ? 4 : 0),
    zeros(fields.padding ?? 0),
    body,
  );
}

/** One subframe of an aggregated frame, without its padding. */
export function subframe(body: Bytes, length = body.length): Bytes {
  return join(zeros(12), u16(length), body);
}

export function padded(body: Bytes): Bytes {
  return join(body, zeros(-body.length & 3));
}

export interface RadiotapFields {
  /** The words of presence. */
  readonly present?: readonly number[];
  /** What they announce. */
  readonly fields?: Bytes;
  readonly length?: number;
}

/** Radiotap before a frame. */
export function radiotapFrame(frame: Bytes, radiotap: RadiotapFields = {}): Bytes {
  const { present = [0], fields = zeros(0) } = radiotap;
  const length = radiotap.length ?? 4 + present.length * 4 + fields.length;
  return join([0, 0], le16(length), present.flatMap(le32), fields, frame);
}
