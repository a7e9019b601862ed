/** Geneve. */
import { ethernet, geneve, ipv4, ipv6, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outerFlow, overUdp } from "../format.ts";

const frame = ethernet(ipv4(tcp()));
const via = ["geneve 42"];

export default {
  sound: [
    ["a frame", overUdp(6081, geneve(frame)), flow({ via })],
    ["IPv4", overUdp(6081, geneve(ipv4(tcp()), { type: 0x0800 })), flow({ via })],
    ["IPv6", overUdp(6081, geneve(ipv6(tcp()), { type: 0x86dd })), flow6({ via })],
  ],
  variants: [
    ["options", overUdp(6081, geneve(frame, { options: zeros(8) })), flow({ via })],
    ["as many options as there can be", overUdp(6081, geneve(frame, { options: zeros(252) })), flow({ via })],
  ],
  counterexamples: [
    ["another version", overUdp(6081, geneve(frame, { version: 1 })), outerFlow(6081, 67)],
    ["ARP within", overUdp(6081, geneve(ethernet(zeros(28), { type: 0x0806 }))), outerFlow(6081, 50)],
    ["the outermost asked for", overUdp(6081, geneve(frame)), outerFlow(6081, 67), { tunnels: "outer" }],
  ],
  broken: [
    ["seven bytes", overUdp(6081, zeros(7)), outerFlow(6081, 7)],
    [
      "options beyond the end",
      overUdp(6081, geneve(zeros(0), { options: zeros(8) }).subarray(0, 12)),
      outerFlow(6081, 12),
    ],
  ],
} satisfies Format;
