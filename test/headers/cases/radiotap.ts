/** Radiotap before an 802.11 frame. */
import { hex, ipv4, join, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";
import { radiotapFrame, SUBTYPE_QOS, wirelessFrame } from "../wireless-frames.ts";

const FLAGS = 0x02;
const TSFT_AND_FLAGS = 0x03;
const MORE = 0x8000_0000;
const checkSequence = hex("de ad be ef");
/** Without a total length the packet ends where the frame does: a check sequence would count as payload. */
const openEnded = wirelessFrame(snap(ipv4(tcp(), { totalLength: 0 })));
const checked = join(openEnded, checkSequence);

export default {
  linkType: 127,
  sound: [
    ["a header alone", radiotapFrame(wirelessFrame()), flow()],
    [
      "flags that say nothing",
      radiotapFrame(wirelessFrame(), { present: [FLAGS], fields: hex("00") }),
      flow(),
    ],
    ["a check sequence", radiotapFrame(checked, { present: [FLAGS], fields: hex("10") }), flow()],
  ],
  variants: [
    [
      "flags behind a time stamp",
      radiotapFrame(checked, { present: [TSFT_AND_FLAGS], fields: join(zeros(8), hex("10")) }),
      flow(),
    ],
    [
      "flags behind two words of presence",
      radiotapFrame(checked, { present: [FLAGS | MORE, 0], fields: hex("10") }),
      flow(),
    ],
    [
      "a time stamp that is aligned behind two words of presence",
      radiotapFrame(checked, {
        present: [TSFT_AND_FLAGS | MORE, 0],
        fields: join(zeros(4), zeros(8), hex("10")),
      }),
      flow(),
    ],
    [
      "a time stamp behind three words of presence",
      radiotapFrame(checked, {
        present: [TSFT_AND_FLAGS | MORE, MORE, 0],
        fields: join(zeros(8), hex("10")),
      }),
      flow(),
    ],
    [
      "a header that is padded to four",
      radiotapFrame(wirelessFrame(snap(ipv4(tcp())), { subtype: SUBTYPE_QOS, padding: 2 }), {
        present: [FLAGS],
        fields: hex("20"),
      }),
      flow(),
    ],
  ],
  counterexamples: [
    [
      "without the flag a check sequence cannot be told from payload",
      radiotapFrame(checked),
      flow({ payloadLength: 9, payloadCaptured: 9, payload: "hello\xde\xad\xbe\xef" }),
    ],
    [
      "a first field that is no flags",
      radiotapFrame(openEnded, { present: [0x04], fields: hex("10") }),
      flow(),
    ],
    ["presence without end", radiotapFrame(wirelessFrame(), { present: [FLAGS | MORE, MORE, MORE] }), flow()],
  ],
  broken: [
    ["seven bytes", zeros(7), { verdict: "malformed-header" }],
    [
      "a length below the header",
      radiotapFrame(wirelessFrame(), { length: 7 }),
      { verdict: "malformed-header" },
    ],
    [
      "a length beyond the frame",
      radiotapFrame(wirelessFrame(), { length: 0xffff }),
      { verdict: "malformed-header" },
    ],
    [
      "a check sequence that is longer than the frame",
      radiotapFrame(zeros(2), { present: [FLAGS], fields: hex("10") }),
      { verdict: "malformed-header" },
    ],
  ],
} satisfies Format;
