/** IP Authentication Header behind IPv4. */
import { authentication, ethernet, ipv4, tcp, udp, zeros } from "../../frames.ts";
import { type Format, flow, udpFlow } from "../format.ts";

const framed = (payload: Uint8Array) => ethernet(ipv4(payload, { protocol: 51 }));

export default {
  sound: [["TCP behind it", framed(authentication(tcp())), flow()]],
  variants: [
    [
      "UDP behind a longer check value",
      framed(authentication(udp(), { nextHeader: 17, words: 7 })),
      udpFlow(),
    ],
    ["no check value at all", framed(authentication(tcp(), { words: 1 })), flow()],
    [
      "IPv4 in tunnel mode",
      framed(authentication(ipv4(tcp()), { nextHeader: 4 })),
      flow({ via: ["ip-in-ip"] }),
    ],
    ["twice", framed(authentication(authentication(tcp()), { nextHeader: 51 })), flow()],
  ],
  counterexamples: [
    [
      "ESP behind it",
      framed(authentication(zeros(30), { nextHeader: 50 })),
      { verdict: "other-ip-protocol" },
    ],
  ],
  broken: [
    ["11 bytes", framed(zeros(11)), { verdict: "malformed-header" }],
    [
      "longer than the packet",
      framed(authentication(tcp()).fill(255, 1, 2)),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
