/** IEEE 802.1Q and 802.1ad tags, 802.1ah, VN-Tag. */
import { ethernet, ipv4, ipv6, join, llc, tcp, u16, u32, vlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const tagged = ipv4(tcp());

export default {
  sound: [
    ["one tag", ethernet(vlan(tagged, { id: 10 }), { type: 0x8100 }), flow({ via: ["vlan 10"] })],
    [
      "IPv6 behind it",
      ethernet(vlan(ipv6(tcp()), { id: 4094 }), { type: 0x8100 }),
      flow6({ via: ["vlan 4094"] }),
    ],
  ],
  variants: [
    [
      "a service tag around a customer's",
      ethernet(vlan(vlan(tagged, { id: 20 }), { id: 10, type: 0x8100 }), { type: 0x88a8 }),
      flow({ via: ["vlan 10", "vlan 20"] }),
    ],
    [
      "three tags, the first of an old type",
      ethernet(vlan(vlan(vlan(tagged, { id: 3 }), { id: 2, type: 0x8100 }), { id: 1, type: 0x9200 }), {
        type: 0x9100,
      }),
      flow({ via: ["vlan 1", "vlan 2", "vlan 3"] }),
    ],
    [
      "priority and drop bits",
      ethernet(join(u16(0xf00a), u16(0x0800), tagged), { type: 0x8100 }),
      flow({ via: ["vlan 10"] }),
    ],
    [
      "a length behind the tag",
      ethernet(vlan(llc(tagged), { type: 48 }), { type: 0x8100 }),
      flow({ via: ["vlan 10"] }),
    ],
    [
      "802.1ah: a frame behind a service identifier",
      ethernet(join(u32(0x6000_1234), ethernet(tagged)), { type: 0x88e7 }),
      flow({ via: ["pbb 4660"] }),
    ],
    [
      "VN-Tag",
      ethernet(join(u16(0x8005), u16(7), u16(0x0800), tagged), { type: 0x8926 }),
      flow({ via: ["vn-tag 5"] }),
    ],
  ],
  counterexamples: [
    [
      "E-Tag",
      ethernet(join(u16(0), u16(0x8005), u16(7), u16(0x0800), tagged), { type: 0x893f }),
      flow({ via: ["e-tag 5"] }),
    ],
    [
      "VLAN 0 only carries a priority",
      ethernet(vlan(tagged, { id: 0, priority: 5 }), { type: 0x8100 }),
      flow({ via: ["vlan 0"] }),
    ],
    ["ARP behind a tag", ethernet(vlan(zeros(28), { type: 0x0806 }), { type: 0x8100 }), { verdict: "arp" }],
  ],
  broken: [
    ["half a tag", ethernet(zeros(3), { type: 0x8100 }), { verdict: "malformed-header" }],
    ["half a service identifier", ethernet(zeros(3), { type: 0x88e7 }), { verdict: "malformed-header" }],
    ["half a VN-Tag", ethernet(zeros(5), { type: 0x8926 }), { verdict: "malformed-header" }],
  ],
} satisfies Format;
