/** Cisco HDLC. */
import { hex, ipv4, ipv6, join, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

export default {
  linkType: 104,
  sound: [
    ["IPv4", join(hex("0f 00 08 00"), ipv4(tcp())), flow()],
    ["IPv6", join(hex("0f 00 86 dd"), ipv6(tcp())), flow6()],
  ],
  variants: [
    ["to all", join(hex("8f 00 08 00"), ipv4(tcp())), flow()],
    ["LLC behind OSI's type", join(hex("0f 00 fe fe"), snap(ipv4(tcp()))), flow()],
    ["OSI, with LLC behind its type", join(hex("0f 00 fe fe 42 42 03"), zeros(10)), { verdict: "not-ip" }],
    ["behind a direction byte", join(hex("00 0f 00 08 00"), ipv4(tcp())), flow(), { linkType: 205 }],
  ],
  counterexamples: [
    ["SLARP has the type of reverse ARP", join(hex("8f 00 80 35"), zeros(14)), { verdict: "not-ip" }],
    ["Cisco's discovery protocol", join(hex("8f 00 20 00"), zeros(14)), { verdict: "not-ip" }],
  ],
  broken: [["three bytes", zeros(3), { verdict: "malformed-header" }]],
} satisfies Format;
