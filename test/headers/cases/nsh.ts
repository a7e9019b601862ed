/** Network Service Header. */
import { ethernet, ipv4, ipv6, join, mpls, tcp, u24, vxlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6, overUdp } from "../format.ts";

function nsh(payload: Uint8Array, { next = 1, words = 6, path = 77 } = {}): Uint8Array {
  return join([0x0f, 0xc0 | words, 1, next], u24(path), [255], zeros(Math.max(0, words * 4 - 8)), payload);
}
const framed = (payload: Uint8Array) => ethernet(payload, { type: 0x894f });
const via = ["nsh 77"];

export default {
  sound: [
    ["IPv4", framed(nsh(ipv4(tcp()))), flow({ via })],
    ["IPv6", framed(nsh(ipv6(tcp()), { next: 2 })), flow6({ via })],
    ["a frame", framed(nsh(ethernet(ipv4(tcp())), { next: 3 })), flow({ via })],
  ],
  variants: [
    ["no context", framed(nsh(ipv4(tcp()), { words: 2 })), flow({ via })],
    ["MPLS", framed(nsh(mpls(ipv4(tcp())), { next: 5 })), flow({ via: ["nsh 77", "mpls 100"] })],
    [
      "in itself",
      framed(nsh(nsh(ipv4(tcp()), { path: 78 }), { next: 4 })),
      flow({ via: ["nsh 77", "nsh 78"] }),
    ],
    [
      "in VXLAN GPE",
      overUdp(4790, vxlan(nsh(ipv4(tcp())), { flags: 0x0c, protocol: 4 })),
      flow({ via: ["vxlan 42", "nsh 77"] }),
    ],
  ],
  counterexamples: [["an experiment", framed(nsh(ipv4(tcp()), { next: 0xfe })), { verdict: "not-ip" }]],
  broken: [
    ["seven bytes", framed(zeros(7)), { verdict: "malformed-header" }],
    ["a length below the header", framed(nsh(ipv4(tcp()), { words: 1 })), { verdict: "malformed-header" }],
    [
      "a length beyond the end",
      framed(nsh(zeros(0), { words: 60 }).subarray(0, 20)),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
