/** Internet Protocol, version 4. */
import { ethernet, hex, ipv4, ipv6, join, tcp, udp, zeros } from "../../frames.ts";
import { EMPTY_PAYLOAD, type Format, flow, outer, udpFlow } from "../format.ts";

const framed = (payload: Uint8Array) => ethernet(payload, { type: 0x0800 });
const route = (kind: number, pointer: number) =>
  join([kind, 11, pointer, 10, 0, 0, 3, 10, 0, 0, 9], zeros(1));

export default {
  sound: [
    ["TCP", framed(ipv4(tcp())), flow()],
    ["UDP", framed(ipv4(udp(), { protocol: 17 })), udpFlow()],
    [
      "addresses with high bits",
      framed(ipv4(tcp(), { source: "255.254.253.252", destination: "128.0.0.1" })),
      flow({ source: "255.254.253.252", destination: "128.0.0.1" }),
    ],
  ],
  variants: [
    ["options", framed(ipv4(tcp(), { options: hex("94 04 00 00") })), flow()],
    ["as many options as there can be", framed(ipv4(tcp(), { options: new Uint8Array(40).fill(1) })), flow()],
    ["do not fragment", framed(ipv4(tcp(), { doNotFragment: true, identification: 9 })), flow()],
    [
      "a first fragment",
      framed(
        ipv4(udp(zeros(16), { length: 100 }), { protocol: 17, moreFragments: true, identification: 0xbeef }),
      ),
      udpFlow({
        payloadLength: 16,
        payloadCaptured: 16,
        payload: "\0".repeat(16),
        fragment: "first",
        identification: 0xbeef,
      }),
    ],
    [
      "a later fragment",
      framed(ipv4(zeros(9), { protocol: 17, fragmentOffset: 24, identification: 0xbeef })),
      {
        verdict: "fragment-without-first",
        protocol: 17,
        source: "10.0.0.1",
        destination: "10.0.0.2",
        payloadLength: 9,
        fragment: "later",
        identification: 0xbeef,
      },
    ],
    [
      "a fragment in the middle",
      framed(ipv4(zeros(8), { fragmentOffset: 65_528, moreFragments: true })),
      { verdict: "fragment-without-first", fragment: "later" },
    ],
    [
      "a loose source route: the last address is the destination",
      framed(ipv4(tcp(), { options: route(131, 4) })),
      flow({ destination: "10.0.0.9" }),
    ],
    [
      "a strict source route behind no-operation",
      framed(ipv4(tcp(), { options: join([1, 1, 1, 1], route(137, 8)) })),
      flow({ destination: "10.0.0.9" }),
    ],
    ["a source route that is used up", framed(ipv4(tcp(), { options: route(131, 12) })), flow()],
    ["in itself", outer(ipv4(tcp()), 4), flow({ via: ["ip-in-ip"] })],
    [
      "in itself, the outermost asked for",
      outer(ipv4(tcp()), 4),
      { verdict: "other-ip-protocol" },
      { tunnels: "outer" },
    ],
    [
      "with IPv6 in it",
      outer(ipv6(tcp()), 41),
      flow({ source: "2001:db8::1", destination: "2001:db8::2", via: ["6in4"] }),
    ],
  ],
  counterexamples: [
    [
      "total length 0 is segmentation offload: the frame's end counts",
      framed(ipv4(tcp(), { totalLength: 0 })),
      flow(),
    ],
    [
      "a total length beyond the frame: no more than the frame counts",
      framed(ipv4(tcp(), { totalLength: 1500 })),
      flow(),
    ],
    ["record route is no source route", framed(ipv4(tcp(), { options: route(7, 4) })), flow()],
    [
      "a route behind the end of options",
      framed(ipv4(tcp(), { options: join(zeros(4), route(131, 4)) })),
      flow(),
    ],
    [
      "an option of length 0",
      framed(ipv4(tcp(), { options: join(hex("82 00 00 00"), route(131, 4)) })),
      flow(),
    ],
    ["a route shorter than an address", framed(ipv4(tcp(), { options: hex("83 04 04 00") })), flow()],
    ["a route longer than the header", framed(ipv4(tcp(), { options: hex("83 ff 04 00") })), flow()],
    [
      "a later fragment's bytes are no ports",
      framed(ipv4(tcp(), { fragmentOffset: 8 })),
      { verdict: "fragment-without-first", fragment: "later" },
    ],
    ["IGMP", framed(ipv4(zeros(8), { protocol: 2 })), { verdict: "igmp" }],
    ["ESP", framed(ipv4(zeros(40), { protocol: 50 })), { verdict: "other-ip-protocol" }],
    ["OSPF", framed(ipv4(zeros(40), { protocol: 89 })), { verdict: "other-ip-protocol" }],
    [
      "version 6 behind IPv4's type",
      framed(ipv6(tcp())),
      flow({ source: "2001:db8::1", destination: "2001:db8::2" }),
    ],
  ],
  broken: [
    ["19 bytes", framed(ipv4(zeros(0)).subarray(0, 19)), { verdict: "malformed-header" }],
    ["a header of 4 words", framed(ipv4(tcp(), { headerWords: 4 })), { verdict: "malformed-header" }],
    ["a header of no words", framed(ipv4(tcp(), { headerWords: 0 })), { verdict: "malformed-header" }],
    [
      "a header longer than the packet",
      framed(ipv4(zeros(4), { headerWords: 15 })),
      { verdict: "malformed-header" },
    ],
    [
      "a total length below the header",
      framed(ipv4(tcp(), { totalLength: 19 })),
      { verdict: "malformed-header" },
    ],
    [
      "a total length of the header alone",
      framed(ipv4(tcp(), { totalLength: 20 })),
      { verdict: "malformed-header" },
    ],
    ["ports and nothing behind them", framed(ipv4(tcp(), { totalLength: 24 })), flow(EMPTY_PAYLOAD)],
    ["version 0", framed(ipv4(tcp(), { version: 0 })), { verdict: "malformed-header" }],
  ],
} satisfies Format;
