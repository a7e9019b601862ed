/** CAPWAP data channel. */
import { type Bytes, ethernet, ipv4, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, outerFlow, overUdp } from "../format.ts";
import { wirelessFrame } from "../wireless-frames.ts";

const NATIVE = 0x01;
const WIRELESS = 1;

function capwap(
  payload: Bytes,
  { preamble = 0, words = 2, binding = WIRELESS, native = NATIVE, flags = 0 } = {},
): Bytes {
  return join(
    [preamble, words << 3, (binding << 1) | native, flags],
    zeros(Math.max(4, words * 4 - 4)),
    payload,
  );
}

/** 802.11 with the two bytes of frame control exchanged, as Cisco's access points send it. */
function swapped(frame: Bytes): Bytes {
  return join([frame[1], frame[0]], frame.subarray(2));
}

const via = ["capwap"];
const frame = swapped(wirelessFrame());

export default {
  sound: [
    ["an 802.11 frame", overUdp(5247, capwap(frame)), flow({ via })],
    ["an 802.3 frame", overUdp(5247, capwap(ethernet(ipv4(tcp())), { native: 0 })), flow({ via })],
  ],
  variants: [
    ["a radio's address and wireless information", overUdp(5247, capwap(frame, { words: 6 })), flow({ via })],
    ["the outermost asked for", overUdp(5247, capwap(frame)), outerFlow(5247, 85), { tunnels: "outer" }],
  ],
  counterexamples: [
    ["DTLS", overUdp(5247, capwap(frame, { preamble: 1 })), outerFlow(5247, 85)],
    ["another preamble", overUdp(5247, capwap(frame, { preamble: 2 })), outerFlow(5247, 85)],
    ["a fragment", overUdp(5247, capwap(frame, { flags: 0xc0 })), outerFlow(5247, 85)],
    ["a keep-alive", overUdp(5247, capwap(zeros(22), { flags: 0x08 })), outerFlow(5247, 30)],
    ["another binding", overUdp(5247, capwap(frame, { binding: 3 })), outerFlow(5247, 85)],
    [
      "a beacon within",
      overUdp(5247, capwap(swapped(wirelessFrame(zeros(20), { type: 0, subtype: 8 })))),
      outerFlow(5247, 54),
    ],
  ],
  broken: [
    ["seven bytes", overUdp(5247, zeros(7)), outerFlow(5247, 7)],
    ["a header of one word", overUdp(5247, capwap(frame, { words: 1 })), outerFlow(5247, 85)],
  ],
} satisfies Format;
