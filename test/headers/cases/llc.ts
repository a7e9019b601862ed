/** IEEE 802.2, with and without SNAP. */
import { ethernet, ipv4, ipv6, join, llc, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const framed = (payload: Uint8Array) => ethernet(payload, { type: payload.length });

export default {
  sound: [
    ["SNAP with IPv4", framed(snap(ipv4(tcp()))), flow()],
    ["SNAP with IPv6", framed(snap(ipv6(tcp()))), flow6()],
    ["IP's own service access point", framed(llc(ipv4(tcp()))), flow()],
  ],
  variants: [
    ["SNAP of the bridge tunnel", framed(snap(ipv4(tcp()), { organization: 0x0000f8 })), flow()],
    [
      "SNAP with a bridged frame",
      framed(snap(ethernet(ipv4(tcp())), { organization: 0x0080c2, protocol: 7 })),
      flow(),
    ],
    [
      "SNAP with a bridged frame and its check sequence",
      framed(snap(join(ethernet(ipv4(tcp())), zeros(4)), { organization: 0x0080c2, protocol: 1 })),
      flow(),
    ],
  ],
  counterexamples: [
    ["spanning tree", framed(llc(zeros(35), { destinationService: 0x42 })), { verdict: "not-ip" }],
    [
      "an identification on IP's access point",
      framed(llc(ipv4(tcp()), { control: 0xaf })),
      { verdict: "not-ip" },
    ],
    [
      "SNAP in a frame that is no information",
      framed(join([0xaa, 0xaa, 0xaf], zeros(5), ipv4(tcp()))),
      { verdict: "not-ip" },
    ],
    [
      "Cisco's discovery protocol",
      framed(snap(zeros(30), { organization: 0x00000c, protocol: 0x2000 })),
      { verdict: "not-ip" },
    ],
    [
      "a bridged frame of token ring",
      framed(snap(zeros(30), { organization: 0x0080c2, protocol: 9 })),
      { verdict: "not-ip" },
    ],
  ],
  broken: [
    ["two bytes", framed(zeros(2)), { verdict: "malformed-header" }],
    ["half of SNAP", framed(Uint8Array.of(0xaa, 0xaa, 0x03, 0, 0, 0, 8)), { verdict: "malformed-header" }],
    ["no length at all", ethernet(snap(ipv4(tcp())), { type: 0 }), { verdict: "malformed-header" }],
  ],
} satisfies Format;
