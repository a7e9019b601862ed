/** MPLS label stack. */
import { ethernet, hex, ipv4, ipv6, join, mpls, tcp, udp, vlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outer, overUdp } from "../format.ts";

const labelled = (payload: Uint8Array, labels?: readonly number[]) =>
  ethernet(mpls(payload, labels), { type: 0x8847 });

export default {
  sound: [
    ["IPv4 under one label", labelled(ipv4(tcp())), flow({ via: ["mpls 100"] })],
    ["IPv6 under two", labelled(ipv6(tcp()), [100, 1_048_575]), flow6({ via: ["mpls 100", "mpls 1048575"] })],
  ],
  variants: [
    [
      "an upstream-assigned label",
      ethernet(mpls(ipv4(tcp())), { type: 0x8848 }),
      flow({ via: ["mpls 100"] }),
    ],
    ["a pseudowire without control word", labelled(ethernet(ipv4(tcp()))), flow({ via: ["mpls 100"] })],
    [
      "a pseudowire with control word",
      labelled(join(zeros(4), ethernet(ipv4(tcp())))),
      flow({ via: ["mpls 100"] }),
    ],
    [
      "a pseudowire with a tagged frame",
      labelled(ethernet(vlan(ipv4(tcp()), { id: 5 }), { type: 0x8100 })),
      flow({ via: ["mpls 100", "vlan 5"] }),
    ],
    ["in IP", outer(mpls(ipv4(tcp())), 137), flow({ via: ["mpls 100"] })],
    ["over UDP", overUdp(6635, mpls(ipv4(tcp()))), flow({ via: ["mpls 100"] })],
  ],
  counterexamples: [
    ["an associated channel", labelled(join(hex("10 00 00 07"), ipv4(tcp()))), { verdict: "not-ip" }],
    [
      "a pseudowire's address that starts as no IPv4 header can",
      labelled(ethernet(ipv4(tcp()), { destination: hex("44 00 00 00 00 01") })),
      flow({ via: ["mpls 100"] }),
    ],
    [
      "a pseudowire's address that starts as IPv6 does",
      labelled(ethernet(ipv4(tcp()), { destination: hex("68 05 ca 00 00 01") })),
      flow({ via: ["mpls 100"] }),
    ],
    [
      "a pseudowire's address that starts as IPv4 does",
      labelled(ethernet(ipv4(tcp()), { destination: hex("45 00 ca 00 00 01") })),
      flow({ via: ["mpls 100"] }),
    ],
    ["neither IP nor a frame", labelled(join(hex("f0"), zeros(8))), { verdict: "not-ip" }],
  ],
  broken: [
    [
      "no bottom of the stack",
      ethernet(hex("00 06 40 40"), { type: 0x8847 }),
      { verdict: "malformed-header" },
    ],
    ["nothing under the label", labelled(zeros(0)), { verdict: "malformed-header" }],
    ["half a label", ethernet(zeros(3), { type: 0x8847 }), { verdict: "malformed-header" }],
    [
      "IPv4 with an impossible length",
      labelled(ipv4(udp(), { totalLength: 19 })),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
