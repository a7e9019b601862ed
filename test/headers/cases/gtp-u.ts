/** GPRS Tunnelling Protocol, user plane. */
import { gtpU, hex, ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outerFlow, overUdp } from "../format.ts";

const tunnel = (...message: Parameters<typeof gtpU>) => overUdp(2152, gtpU(...message));
const via = ["gtp-u 0x1234"];
/** Sequence number, N-PDU number, next extension's type. */
const optional = (next: number) => join(zeros(3), [next]);

export default {
  sound: [
    ["IPv4", tunnel(ipv4(tcp())), flow({ via })],
    ["IPv6", tunnel(ipv6(tcp())), flow6({ via })],
    [
      "a tunnel identifier with its high bit set",
      tunnel(ipv4(tcp()), { tunnel: 0xffff_fffe }),
      flow({ via: ["gtp-u 0xfffffffe"] }),
    ],
  ],
  variants: [
    ["a sequence number", tunnel(ipv4(tcp()), { flags: 0x32, optional: optional(0) }), flow({ via })],
    ["an N-PDU number", tunnel(ipv4(tcp()), { flags: 0x31, optional: optional(0) }), flow({ via })],
    [
      "a PDU session container",
      tunnel(ipv4(tcp()), { flags: 0x34, optional: join(optional(0x85), hex("01 10 05 00")) }),
      flow({ via }),
    ],
    [
      "two extensions",
      tunnel(ipv4(tcp()), {
        flags: 0x34,
        optional: join(optional(0xc0), hex("01 00 00 85 02 00 00 00 00 00 00 00")),
      }),
      flow({ via }),
    ],
  ],
  counterexamples: [
    ["an echo request", tunnel(hex("00 00 00 00"), { message: 1, flags: 0x32 }), outerFlow(2152, 12)],
    ["an end marker", tunnel(zeros(0), { message: 254 }), outerFlow(2152, 8)],
    ["version 2", tunnel(ipv4(tcp()), { flags: 0x50 }), outerFlow(2152, 53)],
    ["GTP prime", tunnel(ipv4(tcp()), { flags: 0x20 }), outerFlow(2152, 53)],
    ["PPP within", tunnel(hex("ff 03 00 21")), outerFlow(2152, 12)],
    [
      "an extension's type without the flag",
      tunnel(ipv4(tcp()), { flags: 0x32, optional: optional(0x85) }),
      flow({ via }),
    ],
    [
      "what lies behind the length is no payload",
      overUdp(2152, join(gtpU(ipv4(tcp(), { totalLength: 0 })), zeros(9))),
      flow({ via }),
    ],
    ["the outermost asked for", tunnel(ipv4(tcp())), outerFlow(2152, 53), { tunnels: "outer" }],
  ],
  broken: [
    ["seven bytes", overUdp(2152, zeros(7)), outerFlow(2152, 7)],
    ["nothing within", tunnel(zeros(0)), outerFlow(2152, 8)],
    [
      "an extension of length 0",
      tunnel(ipv4(tcp()), { flags: 0x34, optional: join(optional(0x85), zeros(4)) }),
      outerFlow(2152, 61),
    ],
    [
      "an extension beyond the end",
      tunnel(zeros(0), { flags: 0x34, optional: join(optional(0x85), hex("ff 00 00 00")) }),
      outerFlow(2152, 16),
    ],
  ],
} satisfies Format;
