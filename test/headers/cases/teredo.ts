/** Teredo. */
import { type Bytes, hex, ipv6, join, tcp, udp, zeros } from "../../frames.ts";
import { type Format, flow6, outer, outerFlow, overUdp } from "../format.ts";

const via = ["teredo"];
const origin = hex("00 00 63 bf 3f ff fd d2");
const authentication = (client: Bytes, value: Bytes) =>
  join([0, 1, client.length, value.length], client, value, zeros(9));

export default {
  sound: [["IPv6", overUdp(3544, ipv6(tcp())), flow6({ via })]],
  variants: [
    ["an origin indication", overUdp(3544, join(origin, ipv6(tcp()))), flow6({ via })],
    [
      "an authentication",
      overUdp(3544, join(authentication(zeros(0), zeros(0)), ipv6(tcp()))),
      flow6({ via }),
    ],
    [
      "an authentication with values",
      overUdp(3544, join(authentication(zeros(5), zeros(20)), ipv6(tcp()))),
      flow6({ via }),
    ],
    ["both", overUdp(3544, join(authentication(zeros(0), zeros(0)), origin, ipv6(tcp()))), flow6({ via })],
    [
      "from the port",
      outer(udp(ipv6(tcp()), { sourcePort: 3544, destinationPort: 40_000 }), 17),
      flow6({ via }),
    ],
  ],
  counterexamples: [
    [
      "a bubble holds nothing",
      overUdp(3544, ipv6(zeros(0), { nextHeader: 59 })),
      { verdict: "other-ip-protocol" },
    ],
    ["the port without the tunnel", overUdp(3544, zeros(60).fill(0x41)), outerFlow(3544, 60)],
    ["the outermost asked for", overUdp(3544, ipv6(tcp())), outerFlow(3544, 65), { tunnels: "outer" }],
  ],
  broken: [
    ["three bytes", overUdp(3544, zeros(3)), outerFlow(3544, 3)],
    ["an origin indication alone", overUdp(3544, origin), outerFlow(3544, 8)],
    ["an authentication beyond the end", overUdp(3544, hex("00 01 ff ff 00")), outerFlow(3544, 5)],
    ["39 bytes of IPv6", overUdp(3544, ipv6(zeros(0)).subarray(0, 39)), outerFlow(3544, 39)],
  ],
} satisfies Format;
