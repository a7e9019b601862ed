/** Switch tags between a frame's addresses and its type. */
import { ipv4, ipv6, join, tcp, u16, vlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const tagged = (tagLength: number, type: number, payload: Uint8Array) =>
  join(zeros(12), zeros(tagLength), u16(type), payload);
const EDSA = { linkType: 285 };

export default {
  linkType: 281,
  sound: [
    ["Broadcom", tagged(4, 0x0800, ipv4(tcp())), flow()],
    ["Marvell DSA", tagged(4, 0x0800, ipv4(tcp())), flow(), { linkType: 284 }],
    ["Marvell EDSA", tagged(8, 0x0800, ipv4(tcp())), flow(), EDSA],
  ],
  variants: [
    ["IPv6", tagged(4, 0x86dd, ipv6(tcp())), flow6()],
    ["a VLAN tag behind", tagged(8, 0x8100, vlan(ipv4(tcp()))), flow({ via: ["vlan 10"] }), EDSA],
  ],
  counterexamples: [["ARP", tagged(4, 0x0806, zeros(28)), { verdict: "arp" }]],
  broken: [
    ["one byte too few", zeros(17), { verdict: "malformed-header" }],
    ["one byte too few for EDSA", zeros(21), { verdict: "malformed-header" }, EDSA],
  ],
} satisfies Format;
