/** ICMP and ICMPv6, and the packets that their errors quote. */
import { ethernet, hex, icmp, ipv4, ipv6, join, sctp, tcp, udp, zeros } from "../../frames.ts";
import { type Format, outer } from "../format.ts";

const framed = (message: Uint8Array) =>
  ethernet(ipv4(message, { source: "192.0.2.254", destination: "10.0.0.1", protocol: 1 }));
const framed6 = (message: Uint8Array) => ethernet(ipv6(message, { source: "fe80::1", nextHeader: 58 }));
const quotes = { source: "10.0.0.1", sourcePort: 40_000, destination: "10.0.0.2" };
const quotesTcp = { verdict: "icmp", protocol: 6, ...quotes, destinationPort: 80 } as const;
const quotesUdp = { verdict: "icmp", protocol: 17, ...quotes, destinationPort: 53 } as const;
const quotesTcp6 = {
  verdict: "icmpv6",
  protocol: 6,
  source: "2001:db8::1",
  sourcePort: 40_000,
  destination: "2001:db8::2",
  destinationPort: 80,
} as const;
const datagram = ipv4(udp(), { protocol: 17 });
const none = { verdict: "icmp" } as const;
const none6 = { verdict: "icmpv6" } as const;

export default {
  sound: [
    ["an echo request", framed(icmp(8, 0, zeros(56))), none],
    ["an ICMPv6 echo request", framed6(icmp(128, 0, zeros(56))), none6],
    ["port unreachable", framed(icmp(3, 3, datagram)), { ...quotesUdp, quoted: "unreachable" }],
    ["ICMPv6 port unreachable", framed6(icmp(1, 4, ipv6(tcp()))), { ...quotesTcp6, quoted: "unreachable" }],
  ],
  variants: [
    ["host unreachable, TCP", framed(icmp(3, 1, ipv4(tcp()))), { ...quotesTcp, quoted: "unreachable" }],
    [
      "fragmentation needed is no refusal",
      framed(icmp(3, 4, ipv4(tcp()))),
      { ...quotesTcp, quoted: "other" },
    ],
    ["source quench", framed(icmp(4, 0, ipv4(tcp()))), { ...quotesTcp, quoted: "other" }],
    ["redirect", framed(icmp(5, 1, ipv4(tcp()))), { ...quotesTcp, quoted: "other" }],
    ["time exceeded", framed(icmp(11, 0, ipv4(tcp()))), { ...quotesTcp, quoted: "other" }],
    ["parameter problem", framed(icmp(12, 0, ipv4(tcp()))), { ...quotesTcp, quoted: "other" }],
    ["ICMPv6 packet too big", framed6(icmp(2, 0, ipv6(tcp()))), { ...quotesTcp6, quoted: "other" }],
    ["ICMPv6 time exceeded", framed6(icmp(3, 0, ipv6(tcp()))), { ...quotesTcp6, quoted: "other" }],
    ["ICMPv6 parameter problem", framed6(icmp(4, 0, ipv6(tcp()))), { ...quotesTcp6, quoted: "other" }],
    [
      "a quoted header with options",
      framed(icmp(3, 3, ipv4(tcp(), { options: hex("94 04 00 00") }))),
      { ...quotesTcp, quoted: "unreachable" },
    ],
    [
      "a quotation of 8 bytes behind the header",
      framed(icmp(3, 3, datagram.subarray(0, 28))),
      { ...quotesUdp, quoted: "unreachable" },
    ],
    [
      "a quotation that ends behind the ports",
      framed(icmp(3, 3, datagram.subarray(0, 24))),
      { ...quotesUdp, quoted: "unreachable" },
    ],
    [
      "a quoted first fragment",
      framed(icmp(11, 1, ipv4(udp(), { protocol: 17, moreFragments: true }))),
      { ...quotesUdp, quoted: "other" },
    ],
    [
      "SCTP quoted",
      framed(icmp(3, 2, ipv4(sctp(), { protocol: 132 }))),
      { ...quotes, verdict: "icmp", protocol: 132, destinationPort: 3868, quoted: "unreachable" },
    ],
    [
      "an error in a tunnel",
      outer(ipv4(icmp(3, 3, datagram), { protocol: 1 }), 4),
      { ...quotesUdp, quoted: "unreachable" },
    ],
  ],
  counterexamples: [
    ["an echo reply that holds an IP header quotes nothing", framed(icmp(0, 0, datagram)), none],
    ["a neighbour advertisement", framed6(icmp(136, 0, ipv6(tcp()))), none6],
    [
      "a quoted later fragment has no ports",
      framed(icmp(11, 1, ipv4(udp(), { protocol: 17, fragmentOffset: 8 }))),
      none,
    ],
    ["a quoted echo has no ports", framed(icmp(3, 1, ipv4(icmp(8, 0), { protocol: 1 }))), none],
    ["a quotation that ends before the ports", framed(icmp(3, 3, datagram.subarray(0, 23))), none],
    ["a quotation without a whole header", framed(icmp(3, 3, datagram.subarray(0, 19))), none],
    ["no quotation", framed(icmp(3, 3)), none],
    ["a quoted header of neither version", framed(icmp(3, 3, ipv4(tcp(), { version: 5 }))), none],
    ["a quoted header of 4 words", framed(icmp(3, 3, ipv4(tcp(), { headerWords: 4 }))), none],
    [
      "a quoted extension header",
      framed6(icmp(1, 0, ipv6(join([6, 0], zeros(6), tcp()), { nextHeader: 0 }))),
      none6,
    ],
    [
      "a quotation of IPv6 that ends before the ports",
      framed6(icmp(1, 4, ipv6(tcp()).subarray(0, 43))),
      none6,
    ],
  ],
  broken: [
    ["one byte", framed(zeros(1)), { verdict: "malformed-header" }],
    ["one byte of ICMPv6", framed6(zeros(1)), { verdict: "malformed-header" }],
  ],
} satisfies Format;
