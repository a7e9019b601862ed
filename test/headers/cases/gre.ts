/** Generic Routing Encapsulation. */
import { ethernet, gre, hex, ipv4, ipv6, join, ppp, snap, tcp, u16, u32, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outer } from "../format.ts";
import { wirelessFrame } from "../wireless-frames.ts";

const tunnel = (...packet: Parameters<typeof gre>) => outer(gre(...packet), 47);
const viaGre = { via: ["gre"] };
const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;

export default {
  sound: [
    ["IPv4", tunnel(ipv4(tcp())), flow(viaGre)],
    ["IPv6", tunnel(ipv6(tcp())), flow6(viaGre)],
    ["a bridged frame", tunnel(ethernet(ipv4(tcp())), { type: 0x6558 }), flow(viaGre)],
  ],
  variants: [
    ["a checksum", tunnel(ipv4(tcp()), { flags: CHECKSUM, fields: zeros(4) }), flow(viaGre)],
    [
      "a key",
      tunnel(ipv4(tcp()), { flags: KEY, fields: hex("ff ff ff fe") }),
      flow({ via: ["gre 4294967294"] }),
    ],
    ["a sequence number", tunnel(ipv4(tcp()), { flags: SEQUENCE, fields: zeros(4) }), flow(viaGre)],
    [
      "checksum, key and sequence number",
      tunnel(ipv4(tcp()), { flags: CHECKSUM | KEY | SEQUENCE, fields: join(zeros(4), u32(5), zeros(4)) }),
      flow({ via: ["gre 5"] }),
    ],
    [
      "a source route of two entries",
      tunnel(ipv4(tcp()), {
        flags: ROUTING,
        fields: join(zeros(4), [8, 0, 0, 4], zeros(4), [8, 0, 0, 8], zeros(8), zeros(4)),
      }),
      flow(viaGre),
    ],
    [
      "PPTP: the key is a length and a call",
      tunnel(ppp(ipv4(tcp())), {
        flags: KEY | SEQUENCE | 1,
        type: 0x880b,
        fields: join(u16(47), u16(9), u32(1)),
      }),
      flow({ via: ["gre 9"] }),
    ],
    [
      "PPTP with an acknowledgment",
      tunnel(ppp(ipv4(tcp())), {
        flags: KEY | SEQUENCE | ACKNOWLEDGMENT | 1,
        type: 0x880b,
        fields: join(u16(47), u16(9), u32(1), u32(1)),
      }),
      flow({ via: ["gre 9"] }),
    ],
    ["WCCP with its own four bytes", tunnel(join(zeros(4), ipv4(tcp())), { type: 0x883e }), flow(viaGre)],
    ["WCCP without", tunnel(ipv4(tcp()), { type: 0x883e }), flow(viaGre)],
    ["Aruba's 802.11", tunnel(wirelessFrame(snap(ipv4(tcp()))), { type: 0x8200 }), flow(viaGre)],
    ["the outermost asked for", tunnel(ipv4(tcp())), { verdict: "other-ip-protocol" }, { tunnels: "outer" }],
  ],
  counterexamples: [
    ["a keep-alive", tunnel(zeros(0), { type: 0 }), { verdict: "not-ip" }],
    ["CDP", tunnel(zeros(20), { type: 0x2000 }), { verdict: "not-ip" }],
    [
      "an acknowledgment's flag means nothing in version 0",
      tunnel(ipv4(tcp()), { flags: ACKNOWLEDGMENT }),
      flow(viaGre),
    ],
  ],
  broken: [
    ["three bytes", outer(zeros(3), 47), { verdict: "malformed-header" }],
    [
      "a key that is not there",
      tunnel(zeros(3), { flags: KEY, type: 0x0800 }),
      { verdict: "malformed-header" },
    ],
    [
      "a source route without end",
      tunnel(zeros(0), { flags: ROUTING, type: 0x0800, fields: join(zeros(4), [8, 0, 0, 4], zeros(4)) }),
      { verdict: "malformed-header" },
    ],
    [
      "a source route beyond the end",
      tunnel(zeros(0), { flags: ROUTING, type: 0x0800, fields: join(zeros(4), [8, 0, 0, 255], zeros(4)) }),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
