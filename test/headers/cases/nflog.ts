/** Linux netfilter log messages. */
import { type Bytes, hex, ipv4, ipv6, join, le16, tcp, u16, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const attribute = (type: number, value: Bytes, length = value.length + 4) =>
  join(le16(length), le16(type), value, zeros(-value.length & 3));
const attributeBig = (type: number, value: Bytes) =>
  join(u16(value.length + 4), u16(type), value, zeros(-value.length & 3));

const IPV4 = hex("02 00 00 00");
const IPV6 = hex("0a 00 00 00");
const prefix = attribute(10, hex("00"));
const payload = attribute(9, ipv4(tcp()));

export default {
  linkType: 239,
  sound: [
    ["an IPv4 packet", join(IPV4, attribute(1, zeros(4)), prefix, payload), flow()],
    ["an IPv6 packet", join(IPV6, prefix, attribute(9, ipv6(tcp()))), flow6()],
  ],
  variants: [
    [
      "a big-endian host",
      join(IPV4, attributeBig(1, zeros(4)), attributeBig(10, hex("00")), attributeBig(9, ipv4(tcp()))),
      flow(),
    ],
    ["an attribute that is padded to four", join(IPV4, attribute(10, hex("41 42 00")), payload), flow()],
    ["attributes behind the packet", join(IPV4, payload, attribute(12, zeros(4))), flow()],
  ],
  counterexamples: [
    [
      "what lies behind the payload attribute is no payload",
      join(IPV4, attribute(9, ipv4(tcp(), { totalLength: 0 })), zeros(20)),
      flow(),
    ],
    ["a family that is not IP", join(hex("07 00 00 00"), payload), { verdict: "not-ip" }],
    ["no packet at all", join(IPV4, prefix), { verdict: "malformed-header" }],
  ],
  broken: [
    ["an attribute of length 0", join(IPV4, hex("00 00 00 00"), payload), { verdict: "not-ip" }],
    [
      "an attribute of length 3",
      join(IPV4, attribute(1, zeros(0), 3), payload),
      { verdict: "malformed-header" },
    ],
    [
      "an attribute beyond the end",
      join(IPV4, hex("ff ff 01 00"), zeros(4)),
      { verdict: "malformed-header" },
    ],
    ["three bytes", zeros(3), { verdict: "malformed-header" }],
  ],
} satisfies Format;
