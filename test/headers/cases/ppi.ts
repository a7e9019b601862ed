/** Per-Packet Information before a frame. */
import { type Bytes, ethernet, hex, ipv4, join, le16, le32, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";
import { wirelessFrame } from "../wireless-frames.ts";

interface PpiFields {
  readonly linkType?: number;
  readonly fields?: Bytes;
  readonly length?: number;
}

function ppi(frame: Bytes, { linkType = 105, fields = zeros(0), length }: PpiFields = {}): Bytes {
  return join([0, 0], le16(length ?? 8 + fields.length), le32(linkType), fields, frame);
}

const field = (type: number, value: Bytes) => join(le16(type), le16(value.length), value);
const common = (flags: number) => field(2, join(zeros(8), le16(flags), zeros(10)));
const checked = join(wirelessFrame(snap(ipv4(tcp(), { totalLength: 0 }))), hex("de ad be ef"));

export default {
  linkType: 192,
  sound: [
    ["802.11 behind a header alone", ppi(wirelessFrame()), flow()],
    ["802.11 behind its common field", ppi(wirelessFrame(), { fields: common(0) }), flow()],
    ["a check sequence", ppi(checked, { fields: common(1) }), flow()],
  ],
  variants: [
    ["Ethernet", ppi(ethernet(ipv4(tcp())), { linkType: 1 }), flow()],
    ["another field first", ppi(checked, { fields: join(field(30002, zeros(16)), common(1)) }), flow()],
    ["in itself", ppi(ppi(wirelessFrame()), { linkType: 192 }), flow()],
  ],
  counterexamples: [
    [
      "a field that is cut short by the header's length",
      ppi(wirelessFrame(), { fields: hex("02 00 14 00 00 00") }),
      flow(),
    ],
    [
      "a link type that nobody knows",
      ppi(wirelessFrame(), { linkType: 0x7fff_ffff }),
      { verdict: "unknown-link-type" },
    ],
  ],
  broken: [
    ["seven bytes", zeros(7), { verdict: "malformed-header" }],
    ["a length below the header", ppi(wirelessFrame(), { length: 7 }), { verdict: "malformed-header" }],
    ["a length beyond the frame", ppi(wirelessFrame(), { length: 0xffff }), { verdict: "malformed-header" }],
  ],
} satisfies Format;
