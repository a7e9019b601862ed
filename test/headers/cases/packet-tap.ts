/** Apple's packet tap. */
import { ethernet, ipv4, join, le32, tcp, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";

const tap = (frame: Uint8Array, { length = 108, linkType = 1 } = {}) =>
  join(le32(length), le32(1), le32(linkType), zeros(96), frame);

export default {
  linkType: 258,
  sound: [
    ["Ethernet", tap(ethernet(ipv4(tcp()))), flow()],
    ["raw IP", tap(ipv4(tcp()), { linkType: 101 }), flow()],
  ],
  variants: [["a longer header", tap(join(zeros(48), ethernet(ipv4(tcp()))), { length: 156 }), flow()]],
  counterexamples: [
    ["a link type that nobody knows", tap(zeros(20), { linkType: 147 }), { verdict: "unknown-link-type" }],
  ],
  broken: [
    ["eleven bytes", zeros(11), { verdict: "malformed-header" }],
    ["a length of 11", tap(zeros(20), { length: 11 }), { verdict: "malformed-header" }],
    ["a length of 64 KiB and more", tap(zeros(20), { length: 0x1_0010 }), { verdict: "malformed-header" }],
    ["a length beyond the end", tap(zeros(20), { length: 4096 }), { verdict: "malformed-header" }],
  ],
} satisfies Format;
