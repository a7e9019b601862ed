/** OpenBSD's packet filter log and encapsulating interface. */
import { ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const ENCAPSULATING = { linkType: 109 };

export default {
  linkType: 117,
  sound: [
    ["a log of 61 bytes, padded to 64", join([61], zeros(63), ipv4(tcp())), flow()],
    ["the encapsulating interface", join(zeros(12), ipv4(tcp())), flow(), ENCAPSULATING],
  ],
  variants: [
    ["IPv6", join([100], zeros(99), ipv6(tcp())), flow6()],
    ["IPv6 on the encapsulating interface", join(zeros(12), ipv6(tcp())), flow6(), ENCAPSULATING],
  ],
  counterexamples: [["no IP behind the header", join([64], zeros(80)), { verdict: "malformed-header" }]],
  broken: [
    ["three bytes", zeros(3), { verdict: "malformed-header" }],
    ["a length of 0", zeros(80), { verdict: "malformed-header" }],
    ["a length beyond the end", join([255], zeros(80)), { verdict: "malformed-header" }],
    ["eleven bytes", zeros(11), { verdict: "malformed-header" }, ENCAPSULATING],
  ],
} satisfies Format;
