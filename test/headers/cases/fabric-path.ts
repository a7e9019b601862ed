/** Cisco FabricPath. */
import { ethernet, hex, ipv4, ipv6, join, tcp, vlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const framed = (frame: Uint8Array) => ethernet(join(hex("04 20"), frame), { type: 0x8903 });

export default {
  sound: [
    ["IPv4", framed(ethernet(ipv4(tcp()))), flow({ via: ["fabricpath 16"] })],
    ["IPv6", framed(ethernet(ipv6(tcp()))), flow6({ via: ["fabricpath 16"] })],
  ],
  variants: [
    [
      "a tagged frame",
      framed(ethernet(vlan(ipv4(tcp())), { type: 0x8100 })),
      flow({ via: ["fabricpath 16", "vlan 10"] }),
    ],
  ],
  counterexamples: [["ARP within", framed(ethernet(zeros(28), { type: 0x0806 })), { verdict: "arp" }]],
  broken: [["one byte", ethernet(zeros(1), { type: 0x8903 }), { verdict: "malformed-header" }]],
} satisfies Format;
