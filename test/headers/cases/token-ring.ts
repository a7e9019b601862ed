/** Token ring. */
import { hex, ipv4, join, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";

const ROUTED = 0x80;
const tokenRing = (payload: Uint8Array, { control = 0x40, source = 0, route = zeros(0) } = {}) =>
  join([0x10, control], zeros(6), [source], zeros(5), route, payload);

export default {
  linkType: 6,
  sound: [["IPv4", tokenRing(snap(ipv4(tcp()))), flow()]],
  variants: [
    [
      "a source route of six bytes",
      tokenRing(snap(ipv4(tcp())), { source: ROUTED, route: hex("06 b0 00 11 00 20") }),
      flow(),
    ],
    [
      "the shortest source route",
      tokenRing(snap(ipv4(tcp())), { source: ROUTED, route: hex("c2 00") }),
      flow(),
    ],
  ],
  counterexamples: [
    ["medium access control", tokenRing(zeros(20), { control: 0x00 }), { verdict: "not-ip" }],
  ],
  broken: [
    ["one byte less than a header", zeros(13), { verdict: "malformed-header" }],
    [
      "a source route of no length",
      tokenRing(zeros(20), { source: ROUTED, route: hex("00 00") }),
      { verdict: "malformed-header" },
    ],
    [
      "a source route that is not there",
      tokenRing(zeros(0), { source: ROUTED }),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
