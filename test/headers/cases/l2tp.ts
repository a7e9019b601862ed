/** Layer Two Tunneling Protocol, version 2. */
import { hex, ipv4, ipv6, join, ppp, tcp, u16, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outerFlow, overUdp } from "../format.ts";

const l2tp = (flags: number, fields: Uint8Array, payload: Uint8Array) =>
  overUdp(1701, join(u16(flags | 2), fields, payload));
const ids = hex("00 09 00 07");
const framed = ppp(ipv4(tcp()));
const via = ["l2tp 9"];

export default {
  sound: [
    ["IPv4", l2tp(0, ids, framed), flow({ via })],
    ["IPv6", l2tp(0, ids, ppp(ipv6(tcp()))), flow6({ via })],
  ],
  variants: [
    ["a length", l2tp(0x4000, join(u16(55), ids), framed), flow({ via })],
    ["sequence numbers", l2tp(0x0800, join(ids, zeros(4)), framed), flow({ via })],
    ["an offset", l2tp(0x0200, join(ids, u16(3), zeros(3)), framed), flow({ via })],
    ["all of them", l2tp(0x4a00, join(u16(63), ids, zeros(4), u16(0)), framed), flow({ via })],
    ["address and control", l2tp(0, ids, join(hex("ff 03"), framed)), flow({ via })],
  ],
  counterexamples: [
    ["a control message", l2tp(0xc800, join(u16(12), ids, zeros(4)), zeros(0)), outerFlow(1701, 12)],
    ["version 3", overUdp(1701, join(u16(3), ids, framed)), outerFlow(1701, 53)],
    ["link control within", l2tp(0, ids, ppp(zeros(8), { protocol: 0xc021 })), outerFlow(1701, 16)],
    ["the outermost asked for", l2tp(0, ids, framed), outerFlow(1701, 53), { tunnels: "outer" }],
  ],
  broken: [
    ["one byte", overUdp(1701, zeros(1)), outerFlow(1701, 1)],
    ["identifiers that are not there", l2tp(0, zeros(3), zeros(0)), outerFlow(1701, 5)],
    ["an offset beyond the end", l2tp(0x0200, join(ids, u16(0xffff)), framed), outerFlow(1701, 55)],
  ],
} satisfies Format;
