/** Anything In Anything. */
import { hex, ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outerFlow, overUdp } from "../format.ts";

/** An identity of 16 bytes, a signature of 20. */
const ayiya = (packet: Uint8Array, next = "29", operation = "1") =>
  overUdp(5072, join(hex(`42 52 1${operation} ${next}`), zeros(4), zeros(16), zeros(20), packet));
const via = ["ayiya"];

export default {
  sound: [["IPv6", ayiya(ipv6(tcp())), flow6({ via })]],
  variants: [
    ["IPv4", ayiya(ipv4(tcp()), "04"), flow({ via })],
    [
      "the shortest identity, no signature",
      overUdp(5072, join(hex("02 02 11 29"), zeros(5), ipv6(tcp()))),
      flow6({ via }),
    ],
  ],
  counterexamples: [
    ["an echo", ayiya(ipv6(tcp()), "29", "3"), outerFlow(5072, 109)],
    ["no next header", ayiya(zeros(0), "3b"), outerFlow(5072, 44)],
  ],
  broken: [
    ["seven bytes", overUdp(5072, zeros(7)), outerFlow(5072, 7)],
    ["an identity beyond the end", overUdp(5072, join(hex("f2 52 11 29"), zeros(40))), outerFlow(5072, 44)],
  ],
} satisfies Format;
