/** PPP with and without HDLC-like framing, PPPoE. */
import { ethernet, hex, ipv4, ipv6, join, mpls, ppp, pppoe, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const session = (payload: Uint8Array, fields = {}) => ethernet(pppoe(payload, fields), { type: 0x8864 });
const viaSession = { via: ["pppoe 7"] };
const PPP_LINK = { linkType: 9 };
const HDLC_LINK = { linkType: 50 };

export default {
  sound: [
    ["PPPoE with IPv4", session(ppp(ipv4(tcp()))), flow(viaSession)],
    ["PPPoE with IPv6", session(ppp(ipv6(tcp()))), flow6(viaSession)],
    ["address and control", join(hex("ff 03"), ppp(ipv4(tcp()))), flow(), PPP_LINK],
  ],
  variants: [
    ["address and control left out", ppp(ipv4(tcp())), flow(), PPP_LINK],
    ["the protocol in one byte", join(hex("21"), ipv4(tcp())), flow(), PPP_LINK],
    ["all that can be left out", join(hex("ff 03 57"), ipv6(tcp())), flow6(), PPP_LINK],
    ["MPLS", ppp(mpls(ipv4(tcp())), { protocol: 0x0281 }), flow({ via: ["mpls 100"] }), PPP_LINK],
    ["HDLC-like framing", join(hex("ff 03"), ppp(ipv4(tcp()))), flow(), HDLC_LINK],
    ["Cisco's HDLC where PPP is announced", join(hex("0f 00 08 00"), ipv4(tcp())), flow(), HDLC_LINK],
    ["Cisco's HDLC, multicast", join(hex("8f 00 86 dd"), ipv6(tcp())), flow6(), HDLC_LINK],
    [
      "a direction, which the reader took off",
      join(hex("ff 03"), ppp(ipv4(tcp()))),
      flow(),
      { linkType: 204 },
    ],
    ["PPPoE without Ethernet", pppoe(ppp(ipv4(tcp()))), flow(viaSession), { linkType: 51 }],
  ],
  counterexamples: [
    ["link control", ppp(zeros(8), { protocol: 0xc021 }), { verdict: "not-ip" }, PPP_LINK],
    ["a PPPoE discovery packet", ethernet(zeros(40), { type: 0x8863 }), { verdict: "not-ip" }],
    ["a session packet that is no data", session(ppp(ipv4(tcp())), { code: 0xa7 }), { verdict: "not-ip" }],
    [
      "padding behind PPPoE's length is no payload",
      session(join(ppp(ipv4(tcp(), { totalLength: 0 })), zeros(6)), { length: 47 }),
      flow(viaSession),
    ],
  ],
  broken: [
    ["nothing", zeros(0), { verdict: "malformed-header" }, PPP_LINK],
    ["address and control alone", hex("ff 03"), { verdict: "malformed-header" }, PPP_LINK],
    ["half a protocol", hex("ff 03 00"), { verdict: "malformed-header" }, PPP_LINK],
    ["half a PPPoE header", ethernet(zeros(5), { type: 0x8864 }), { verdict: "malformed-header" }],
    [
      "PPPoE's length below its content",
      session(ppp(ipv4(tcp())), { length: 10 }),
      { verdict: "malformed-header" },
    ],
    ["no HDLC byte", zeros(0), { verdict: "malformed-header" }, HDLC_LINK],
  ],
} satisfies Format;
