/** Prism and AVS headers before an 802.11 frame. */
import { hex, join, u32, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";
import { wirelessFrame } from "../wireless-frames.ts";

const AVS = { linkType: 163 };
const avs = (length: number) => join(hex("80 21 10 01"), u32(length), zeros(56), wirelessFrame());

export default {
  linkType: 119,
  sound: [
    ["Prism", join(hex("44 00 00 00 90 00 00 00"), zeros(136), wirelessFrame()), flow()],
    ["AVS", avs(64), flow(), AVS],
  ],
  variants: [["AVS where Prism is announced", avs(64), flow()]],
  counterexamples: [
    [
      "a beacon",
      join(zeros(144), wirelessFrame(zeros(20), { type: 0, subtype: 8 })),
      { verdict: "wireless-control" },
    ],
  ],
  broken: [
    ["seven bytes", zeros(7), { verdict: "malformed-header" }],
    ["AVS of a length below its own", avs(7), { verdict: "malformed-header" }, AVS],
    ["AVS beyond the end", avs(0xffff), { verdict: "malformed-header" }, AVS],
    ["half a Prism header", zeros(100), { verdict: "malformed-header" }],
  ],
} satisfies Format;
