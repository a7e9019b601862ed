/** EtherIP. */
import { ethernet, hex, ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outer } from "../format.ts";

const via = ["etherip"];
const tunnel = (frame: Uint8Array) => outer(join(hex("30 00"), frame), 97);

export default {
  sound: [
    ["IPv4", tunnel(ethernet(ipv4(tcp()))), flow({ via })],
    ["IPv6", tunnel(ethernet(ipv6(tcp()))), flow6({ via })],
  ],
  variants: [
    [
      "the outermost asked for",
      tunnel(ethernet(ipv4(tcp()))),
      { verdict: "other-ip-protocol" },
      { tunnels: "outer" },
    ],
  ],
  counterexamples: [["ARP within", tunnel(ethernet(zeros(28), { type: 0x0806 })), { verdict: "arp" }]],
  broken: [["one byte", outer(zeros(1), 97), { verdict: "malformed-header" }]],
} satisfies Format;
