/** Juniper's capture header. */
import { ethernet, hex, ipv4, join, ppp, tcp, u16, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";

const juniper = (flags: number, frame: Uint8Array, extension = zeros(0)) =>
  join(hex("4d 47 43"), [flags], (flags & 0x80) !== 0 ? u16(extension.length) : [], extension, frame);

export default {
  linkType: 178,
  sound: [
    ["Ethernet", juniper(0, ethernet(ipv4(tcp()))), flow()],
    ["PPP", juniper(0, ppp(ipv4(tcp()))), flow(), { linkType: 179 }],
    ["Frame Relay", juniper(0, join(hex("18 41 03 cc"), ipv4(tcp()))), flow(), { linkType: 180 }],
    ["Cisco HDLC", juniper(0, join(hex("0f 00 08 00"), ipv4(tcp()))), flow(), { linkType: 181 }],
  ],
  variants: [
    ["extensions", juniper(0x81, ethernet(ipv4(tcp())), zeros(16)), flow()],
    ["no extensions in their place", juniper(0x80, ethernet(ipv4(tcp()))), flow()],
    [
      "no link layer: a family in its place",
      juniper(0x82, join(hex("02 00 00 00"), ipv4(tcp())), zeros(8)),
      flow(),
    ],
  ],
  counterexamples: [
    ["another magic number", join(hex("4d 47 44 00"), ethernet(ipv4(tcp()))), { verdict: "not-ip" }],
  ],
  broken: [
    ["three bytes", hex("4d 47 43"), { verdict: "malformed-header" }],
    ["no length of extensions", hex("4d 47 43 80 00"), { verdict: "malformed-header" }],
    ["extensions beyond the end", hex("4d 47 43 80 ff ff 00 00"), { verdict: "malformed-header" }],
  ],
} satisfies Format;
