/** Ethernet II, IEEE 802.3 and Cisco ISL. */
import { ethernet, hex, ipv4, ipv6, join, llc, snap, tcp, udp, zeros } from "../../frames.ts";
import { EMPTY_PAYLOAD, type Format, flow, flow6, udpFlow } from "../format.ts";

const unfinished = ipv4(tcp(), { totalLength: 0 });

export default {
  sound: [
    ["an IPv4 packet", ethernet(ipv4(tcp())), flow()],
    ["an IPv6 packet", ethernet(ipv6(tcp())), flow6()],
  ],
  variants: [
    ["a length, then LLC", ethernet(llc(ipv4(tcp())), { type: 48 }), flow()],
    ["a length, then LLC with SNAP", ethernet(snap(ipv4(tcp())), { type: 53 }), flow()],
    ["Cisco ISL around it", join(hex("01 00 0c 00 00"), zeros(21), ethernet(ipv4(tcp()))), flow()],
    [
      "a frame check sequence behind it",
      join(ethernet(unfinished), hex("de ad be ef")),
      flow(),
      {
        frameCheckSequenceLength: 4,
      },
    ],
  ],
  counterexamples: [
    ["padding to 60 bytes is no payload", join(ethernet(ipv4(tcp(zeros(0)))), zeros(6)), flow(EMPTY_PAYLOAD)],
    [
      "what a trailer adds is no payload",
      join(ethernet(ipv4(udp(), { protocol: 17 })), hex("aa bb cc dd")),
      udpFlow(),
    ],
    [
      "what lies behind an 802.3 length is no payload",
      join(ethernet(llc(unfinished), { type: 48 }), zeros(10)),
      flow(),
    ],
    [
      "Novell's raw 802.3",
      ethernet(join(hex("ff ff 00 22"), zeros(30)), { type: 34 }),
      { verdict: "not-ip" },
    ],
    ["a value between length and type", ethernet(ipv4(tcp()), { type: 1501 }), { verdict: "not-ip" }],
    ["one more than the greatest length", ethernet(snap(ipv4(tcp())), { type: 1501 }), { verdict: "not-ip" }],
    ["the greatest length", ethernet(snap(ipv4(tcp())), { type: 1500 }), flow()],
    [
      "ISL's destination with a type behind it",
      ethernet(ipv4(tcp()), { destination: hex("01 00 0c 00 00 01") }),
      flow(),
    ],
  ],
  broken: [
    ["nothing at all", zeros(0), { verdict: "malformed-header" }],
    ["one byte less than a header", zeros(13), { verdict: "malformed-header" }],
    ["nothing behind the header", ethernet(zeros(0), { type: 0x0800 }), { verdict: "malformed-header" }],
    ["nothing captured", zeros(0), { verdict: "truncated-header" }, { originalLength: 60 }],
    [
      "shorter than its frame check sequence",
      zeros(3),
      { verdict: "malformed-header" },
      {
        frameCheckSequenceLength: 4,
      },
    ],
  ],
} satisfies Format;
