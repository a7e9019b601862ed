/** User Datagram Protocol and UDP-Lite. */
import { ethernet, ipv4, ipv6, join, udp, vxlan, zeros } from "../../frames.ts";
import { EMPTY_PAYLOAD, type Format, flow6, udpFlow } from "../format.ts";

const framed = (...datagram: Parameters<typeof udp>) => ethernet(ipv4(udp(...datagram), { protocol: 17 }));
const lite = (...datagram: Parameters<typeof udp>) => ethernet(ipv4(udp(...datagram), { protocol: 136 }));
const whole = framed();
const UDP_START = 34;
const onTheWire = { originalLength: whole.length };

export default {
  sound: [
    ["a datagram", framed(), udpFlow({ evidence: 0 })],
    ["an empty datagram", framed(zeros(0)), udpFlow(EMPTY_PAYLOAD)],
    ["UDP-Lite", lite(), udpFlow({ protocol: 136 })],
  ],
  variants: [
    [
      "length 0, a jumbogram: the IP length counts",
      ethernet(ipv6(udp(undefined, { length: 0 }), { nextHeader: 17 })),
      flow6({ protocol: 17, destinationPort: 53 }),
    ],
    [
      "a tunnel's port, the outermost asked for",
      framed(vxlan(ethernet(ipv4(udp()))), { destinationPort: 4789 }),
      udpFlow({
        destinationPort: 4789,
        payloadLength: 8 + 14 + 20 + 13,
        payloadCaptured: 55,
        payload: Buffer.from(vxlan(ethernet(ipv4(udp())))).toString("latin1"),
      }),
      { tunnels: "outer" },
    ],
    ["UDP-Lite covers less than the datagram", lite(undefined, { length: 8 }), udpFlow({ protocol: 136 })],
    ["UDP-Lite covers all", lite(undefined, { length: 0 }), udpFlow({ protocol: 136 })],
  ],
  counterexamples: [
    [
      "what lies behind the length is no payload",
      ethernet(ipv4(join(udp(), zeros(7)), { protocol: 17 })),
      udpFlow(),
    ],
    ["a length beyond the packet, as in a first fragment", framed(undefined, { length: 2000 }), udpFlow()],
    ["a length below the header: the IP length counts", framed(undefined, { length: 7 }), udpFlow()],
    ["cut before the ports", whole.subarray(0, UDP_START + 3), { verdict: "truncated-header" }, onTheWire],
    [
      "cut behind the ports",
      whole.subarray(0, UDP_START + 4),
      udpFlow({ payloadLength: 5, payloadCaptured: 0, payload: "" }),
      onTheWire,
    ],
  ],
  broken: [
    ["three bytes", ethernet(ipv4(udp().subarray(0, 3), { protocol: 17 })), { verdict: "malformed-header" }],
    ["four bytes are a flow", ethernet(ipv4(udp().subarray(0, 4), { protocol: 17 })), udpFlow(EMPTY_PAYLOAD)],
    [
      "UDP-Lite of three bytes",
      ethernet(ipv4(udp().subarray(0, 3), { protocol: 136 })),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
