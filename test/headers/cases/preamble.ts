/** Bytes before a frame that tell nothing of it. */
import { ethernet, hex, ipv4, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";

const frame = ethernet(ipv4(tcp()));
const behind = (length: number, rest: Uint8Array) => join(zeros(length), rest);

export default {
  sound: [
    ["netANALYZER", behind(4, frame), flow(), { linkType: 240 }],
    ["netANALYZER with preamble", behind(12, frame), flow(), { linkType: 241 }],
    ["Ethernet with preamble", behind(8, frame), flow(), { linkType: 274 }],
    ["Broadcom's switch tag before the frame", behind(4, frame), flow(), { linkType: 282 }],
    [
      "Cisco HDLC behind a direction byte",
      join(hex("00 0f 00 08 00"), ipv4(tcp())),
      flow(),
      { linkType: 205 },
    ],
  ],
  variants: [
    [
      "Frame Relay behind a direction byte",
      join(hex("00 18 41 03 cc"), ipv4(tcp())),
      flow(),
      { linkType: 206 },
    ],
  ],
  counterexamples: [
    [
      "ARP behind it",
      behind(4, ethernet(zeros(28), { type: 0x0806 })),
      { verdict: "arp" },
      { linkType: 240 },
    ],
  ],
  broken: [
    ["one byte too few", zeros(11), { verdict: "malformed-header" }, { linkType: 241 }],
    ["nothing", zeros(0), { verdict: "malformed-header" }, { linkType: 205 }],
  ],
} satisfies Format;
