/** ERSPAN, types I, II and III. */
import { ethernet, gre, hex, ipv4, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, outer } from "../format.ts";

const SEQUENCE = 0x1000;
const mirror = (type: number, header: Uint8Array, frame = ethernet(ipv4(tcp())), flags = SEQUENCE) =>
  outer(gre(join(header, frame), { flags, type, fields: zeros(flags === SEQUENCE ? 4 : 0) }), 47);
const via = ["gre", "erspan 1023"];
const typeTwo = hex("10 0a fb ff 00 00 00 00");
const typeThree = (lastBytes: string) => hex(`20 0a fb ff 00 00 00 00 00 00 ${lastBytes}`);

export default {
  sound: [
    ["type II", mirror(0x88be, typeTwo), flow({ via })],
    ["type III", mirror(0x22eb, typeThree("00 00")), flow({ via })],
  ],
  variants: [
    ["type I: no sequence number, no header", mirror(0x88be, zeros(0), undefined, 0), flow({ via: ["gre"] })],
    [
      "type III with its platform's subheader",
      mirror(0x22eb, join(typeThree("00 01"), zeros(8))),
      flow({ via }),
    ],
    ["type III around a bare IP packet", mirror(0x22eb, typeThree("08 00"), ipv4(tcp())), flow({ via })],
  ],
  counterexamples: [
    ["a mirrored ARP", mirror(0x88be, typeTwo, ethernet(zeros(28), { type: 0x0806 })), { verdict: "arp" }],
  ],
  broken: [
    ["seven bytes of type II", mirror(0x88be, zeros(7), zeros(0)), { verdict: "malformed-header" }],
    ["eleven bytes of type III", mirror(0x22eb, zeros(11), zeros(0)), { verdict: "malformed-header" }],
  ],
} satisfies Format;
