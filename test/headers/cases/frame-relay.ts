/** Frame Relay. */
import { ethernet, hex, ipv4, ipv6, join, ppp, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const behind = (header: string, packet: Uint8Array) => join(hex(header), packet);

export default {
  linkType: 107,
  sound: [
    ["IPv4", behind("18 41 03 cc", ipv4(tcp())), flow()],
    ["IPv6", behind("18 41 03 8e", ipv6(tcp())), flow6()],
    ["Cisco's EtherType", behind("18 41 08 00", ipv4(tcp())), flow()],
  ],
  variants: [
    ["an address of three bytes", behind("18 40 41 03 cc", ipv4(tcp())), flow()],
    ["an address of four bytes", behind("18 40 40 41 03 cc", ipv4(tcp())), flow()],
    ["a pad", behind("18 41 03 00 cc", ipv4(tcp())), flow()],
    ["SNAP with IPv4", behind("18 41 03 00 80 00 00 00 08 00", ipv4(tcp())), flow()],
    ["SNAP with a bridged frame", behind("18 41 03 00 80 00 80 c2 00 07", ethernet(ipv4(tcp()))), flow()],
    ["PPP", behind("18 41 03 cf", ppp(ipv4(tcp()))), flow()],
    ["behind a direction byte", behind("00 18 41 03 cc", ipv4(tcp())), flow(), { linkType: 206 }],
  ],
  counterexamples: [["Q.933 link management", behind("00 01 03 08 00 75", zeros(10)), { verdict: "not-ip" }]],
  broken: [
    ["nothing", zeros(0), { verdict: "malformed-header" }],
    ["an address without end", zeros(8), { verdict: "malformed-header" }],
    [
      "an address of five bytes",
      behind("18 40 40 40 41 03 cc", ipv4(tcp())),
      { verdict: "malformed-header" },
    ],
    ["an address alone", hex("18 41"), { verdict: "malformed-header" }],
    ["half of SNAP", hex("18 41 03 80 00 00"), { verdict: "malformed-header" }],
  ],
} satisfies Format;
