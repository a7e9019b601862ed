/** Locator/ID Separation Protocol, data plane. */
import { ipv4, ipv6, join, tcp, u24, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outerFlow, overUdp } from "../format.ts";

const lisp = (flags: number, packet: Uint8Array) =>
  overUdp(4341, join([flags], zeros(3), u24(12), [0xff], packet));

export default {
  sound: [
    ["IPv4 of an instance", lisp(0x88, ipv4(tcp())), flow({ via: ["lisp 12"] })],
    ["IPv6 of an instance", lisp(0x88, ipv6(tcp())), flow6({ via: ["lisp 12"] })],
  ],
  variants: [["no instance: the word holds status bits", lisp(0xc0, ipv4(tcp())), flow({ via: ["lisp 0"] })]],
  counterexamples: [
    ["no IP within", lisp(0, zeros(20)), outerFlow(4341, 28)],
    ["the outermost asked for", lisp(0, ipv4(tcp())), outerFlow(4341, 53), { tunnels: "outer" }],
  ],
  broken: [["a header alone", overUdp(4341, zeros(8)), outerFlow(4341, 8)]],
} satisfies Format;
