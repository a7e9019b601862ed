/** Raw IP, told by its version. */
import { ipv4, ipv6, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

export default {
  linkType: 101,
  sound: [
    ["IPv4", ipv4(tcp()), flow()],
    ["IPv6", ipv6(tcp()), flow6()],
  ],
  variants: [
    ["IPv4 on its own link type", ipv4(tcp()), flow(), { linkType: 228 }],
    ["IPv6 on its own link type", ipv6(tcp()), flow6(), { linkType: 229 }],
    ["OpenBSD's number", ipv4(tcp()), flow(), { linkType: 14 }],
  ],
  counterexamples: [
    ["version 5", ipv4(tcp(), { version: 5 }), { verdict: "malformed-header" }],
    [
      "IPv6's link type with version 4",
      ipv4(tcp(zeros(20))),
      { verdict: "malformed-header" },
      { linkType: 229 },
    ],
    ["a link type without a decoder", ipv4(tcp()), { verdict: "unknown-link-type" }, { linkType: 249 }],
  ],
  broken: [["nothing", zeros(0), { verdict: "malformed-header" }]],
} satisfies Format;
