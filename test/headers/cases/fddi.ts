/** FDDI. */
import { ipv4, ipv6, join, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const fddi = (payload: Uint8Array, control = 0x50) => join([control], zeros(12), payload);

export default {
  linkType: 10,
  sound: [
    ["IPv4", fddi(snap(ipv4(tcp()))), flow()],
    ["IPv6", fddi(snap(ipv6(tcp()))), flow6()],
  ],
  variants: [["a synchronous frame with a priority", fddi(snap(ipv4(tcp())), 0xd7), flow()]],
  counterexamples: [["station management", fddi(zeros(30), 0x41), { verdict: "not-ip" }]],
  broken: [["one byte less than a header", zeros(12), { verdict: "malformed-header" }]],
} satisfies Format;
