/** IEEE 802.11 data frames. */
import { hex, ipv4, ipv6, join, snap, tcp, udp, zeros } from "../../frames.ts";
import { type Format, flow, flow6, udpFlow } from "../format.ts";
import {
  FROM_DS,
  MORE_FRAGMENTS,
  ORDER,
  PROTECTED,
  padded,
  SUBTYPE_NULL,
  SUBTYPE_QOS,
  subframe,
  TO_DS,
  wirelessFrame,
} from "../wireless-frames.ts";

const body = snap(ipv4(tcp()));
const other = snap(ipv4(udp(), { protocol: 17 }));
const aggregate = { subtype: SUBTYPE_QOS, aggregated: true };

export default {
  linkType: 105,
  sound: [
    ["data with IPv4", wirelessFrame(), flow()],
    ["data with IPv6", wirelessFrame(snap(ipv6(tcp()))), flow6()],
  ],
  variants: [
    ["four addresses", wirelessFrame(body, { flags: TO_DS | FROM_DS }), flow()],
    ["quality of service", wirelessFrame(body, { subtype: SUBTYPE_QOS }), flow()],
    [
      "quality of service, HT control",
      wirelessFrame(body, { subtype: SUBTYPE_QOS, flags: FROM_DS | ORDER }),
      flow(),
    ],
    [
      "quality of service, four addresses",
      wirelessFrame(body, { subtype: SUBTYPE_QOS, flags: TO_DS | FROM_DS }),
      flow(),
    ],
    ["one aggregated subframe", wirelessFrame(subframe(body), aggregate), flow()],
    [
      "several subframes: the last speaks for the frame",
      wirelessFrame(join(padded(subframe(other)), padded(subframe(other)), subframe(body)), aggregate),
      flow(),
    ],
    [
      "several subframes: the first, where the outermost is asked for",
      wirelessFrame(join(padded(subframe(other)), subframe(body)), aggregate),
      udpFlow(),
      { tunnels: "outer" },
    ],
    ["a first fragment", wirelessFrame(body, { flags: TO_DS | MORE_FRAGMENTS }), flow()],
  ],
  counterexamples: [
    ["a beacon", wirelessFrame(zeros(20), { type: 0, subtype: 8 }), { verdict: "wireless-control" }],
    ["an acknowledgment of ten bytes", join(hex("d4 00"), zeros(8)), { verdict: "wireless-control" }],
    [
      "data without data",
      wirelessFrame(zeros(0), { subtype: SUBTYPE_NULL }),
      { verdict: "wireless-control" },
    ],
    [
      "quality of service without data",
      wirelessFrame(zeros(0), { subtype: SUBTYPE_QOS | SUBTYPE_NULL }),
      { verdict: "wireless-control" },
    ],
    ["protected data", wirelessFrame(body, { flags: TO_DS | PROTECTED }), { verdict: "encrypted-link" }],
    ["a later fragment", wirelessFrame(body, { fragmentNumber: 1 }), { verdict: "not-ip" }],
    [
      "the order bit means nothing without quality of service",
      wirelessFrame(body, { flags: TO_DS | ORDER }),
      flow(),
    ],
    [
      "zeros behind the last subframe are none",
      wirelessFrame(join(padded(subframe(body)), zeros(20)), aggregate),
      flow(),
    ],
  ],
  broken: [
    ["one byte", hex("08"), { verdict: "malformed-header" }],
    ["one byte less than a header", wirelessFrame(zeros(0)).subarray(0, 23), { verdict: "malformed-header" }],
    [
      "no quality of service behind the header",
      wirelessFrame(zeros(0), { subtype: SUBTYPE_QOS }).subarray(0, 25),
      { verdict: "malformed-header" },
    ],
    ["an aggregate without a subframe", wirelessFrame(zeros(13), aggregate), { verdict: "malformed-header" }],
    ["a subframe of length 0", wirelessFrame(subframe(body, 0), aggregate), { verdict: "malformed-header" }],
    ["a subframe beyond the end", wirelessFrame(subframe(body, 0xffff), aggregate), flow()],
  ],
} satisfies Format;
