/** Internet Protocol, version 6, and its extension headers. */
import {
  authentication,
  ethernet,
  extension,
  hex,
  ipv4,
  ipv6,
  ipv6Fragment,
  join,
  tcp,
  u32,
  udp,
  zeros,
} from "../../frames.ts";
import { type Format, flow, flow6, outer } from "../format.ts";

const framed = (payload: Uint8Array) => ethernet(payload, { type: 0x86dd });
const between6 = { source: "2001:db8::1", destination: "2001:db8::2" };

export default {
  sound: [
    ["TCP", framed(ipv6(tcp())), flow6()],
    ["UDP", framed(ipv6(udp(), { nextHeader: 17 })), flow6({ protocol: 17, destinationPort: 53 })],
    [
      "addresses with high bits",
      framed(ipv6(tcp(), { source: "fe80::ffff:ffff", destination: "ff02::1:ff00:1" })),
      flow6({ source: "fe80::ffff:ffff", destination: "ff02::1:ff00:1" }),
    ],
  ],
  variants: [
    ["hop-by-hop options", framed(ipv6(extension(tcp()), { nextHeader: 0 })), flow6()],
    ["routing of two units", framed(ipv6(extension(tcp(), { units: 2 }), { nextHeader: 43 })), flow6()],
    ["destination options", framed(ipv6(extension(tcp()), { nextHeader: 60 })), flow6()],
    [
      "mobility, host identity, shim6",
      framed(
        ipv6(extension(extension(extension(tcp()), { nextHeader: 140 }), { nextHeader: 139 }), {
          nextHeader: 135,
        }),
      ),
      flow6(),
    ],
    ["an authentication header", framed(ipv6(authentication(tcp()), { nextHeader: 51 })), flow6()],
    [
      "several in a row",
      framed(ipv6(extension(extension(tcp(), { units: 1 }), { nextHeader: 60 }), { nextHeader: 0 })),
      flow6(),
    ],
    [
      "a first fragment",
      framed(
        ipv6(
          ipv6Fragment(udp(zeros(16), { length: 100 }), {
            nextHeader: 17,
            moreFragments: true,
            identification: 0xdead_beef,
          }),
          { nextHeader: 44 },
        ),
      ),
      flow6({
        protocol: 17,
        destinationPort: 53,
        payloadLength: 16,
        payloadCaptured: 16,
        payload: "\0".repeat(16),
        fragment: "first",
        identification: 0xdead_beef | 0,
      }),
    ],
    [
      "a later fragment",
      framed(
        ipv6(ipv6Fragment(zeros(9), { nextHeader: 17, fragmentOffset: 24, identification: 7 }), {
          nextHeader: 44,
        }),
      ),
      {
        verdict: "fragment-without-first",
        protocol: 17,
        ...between6,
        payloadLength: 9,
        fragment: "later",
        identification: 7,
      },
    ],
    [
      "an atomic fragment",
      framed(ipv6(ipv6Fragment(tcp()), { nextHeader: 44 })),
      flow6({ fragment: "first" }),
    ],
    [
      "a jumbogram",
      framed(ipv6(join([6, 0, 0xc2, 4], u32(33), tcp()), { nextHeader: 0, payloadLength: 0 })),
      flow6(),
    ],
    ["with IPv4 in it", framed(ipv6(ipv4(tcp()), { nextHeader: 4 })), flow({ via: ["4in6"] })],
    [
      "in itself",
      framed(ipv6(ipv6(tcp(), { source: "fd00::1" }), { nextHeader: 41 })),
      flow6({ source: "fd00::1", via: ["6in6"] }),
    ],
  ],
  counterexamples: [
    [
      "payload length 0 without a jumbo option: the frame's end counts",
      framed(ipv6(tcp(), { payloadLength: 0 })),
      flow6(),
    ],
    ["padding is no payload", join(framed(ipv6(tcp())), zeros(10)), flow6()],
    ["no next header", framed(ipv6(zeros(8), { nextHeader: 59 })), { verdict: "other-ip-protocol" }],
    ["ESP", framed(ipv6(zeros(40), { nextHeader: 50 })), { verdict: "other-ip-protocol" }],
    [
      "a later fragment's bytes are no ports",
      framed(ipv6(ipv6Fragment(tcp(), { fragmentOffset: 8 }), { nextHeader: 44 })),
      { verdict: "fragment-without-first", fragment: "later" },
    ],
    [
      "the fragment's reserved bits are no offset",
      framed(ipv6(join(hex("06 ff 00 06 00 00 00 01"), tcp()), { nextHeader: 44 })),
      flow6({ fragment: "first" }),
    ],
  ],
  broken: [
    ["39 bytes", framed(ipv6(zeros(0)).subarray(0, 39)), { verdict: "malformed-header" }],
    ["version 4", framed(ipv6(tcp(), { version: 4 })), { verdict: "malformed-header" }],
    [
      "an extension header longer than the packet",
      framed(ipv6(extension(tcp(), { units: 0 }).fill(255, 1, 2), { nextHeader: 0 })),
      { verdict: "malformed-header" },
    ],
    ["half an extension header", framed(ipv6(zeros(7), { nextHeader: 60 })), { verdict: "malformed-header" }],
    ["half a fragment header", framed(ipv6(zeros(7), { nextHeader: 44 })), { verdict: "malformed-header" }],
    [
      "a payload length below the ports",
      framed(ipv6(tcp(), { payloadLength: 3 })),
      { verdict: "malformed-header" },
    ],
    ["an outer header around nothing", outer(zeros(3), 41), { verdict: "malformed-header" }],
  ],
} satisfies Format;
