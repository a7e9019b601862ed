/** Stream Control Transmission Protocol. */
import {
  ACK,
  ethernet,
  FIN,
  hex,
  ipv4,
  join,
  RST,
  SYN,
  sctp,
  sctpChunk,
  sctpData,
  text,
  u32,
  zeros,
} from "../../frames.ts";
import { EMPTY_PAYLOAD, type Format, flow } from "../format.ts";

const framed = (...chunks: readonly Uint8Array[]) => ethernet(ipv4(sctp(...chunks), { protocol: 132 }));
const sctpFlow = (differences: Parameters<typeof flow>[0] = {}) =>
  flow({ protocol: 132, destinationPort: 3868, ...differences });
const opening = (type: number) => sctpChunk(type, join(u32(0x1234_5678), zeros(12)));

export default {
  sound: [
    ["user data", framed(sctpData()), sctpFlow({ evidence: 0 })],
    ["INIT", framed(opening(1)), sctpFlow({ ...EMPTY_PAYLOAD, evidence: SYN, sequenceNumber: 0x1234_5678 })],
    [
      "INIT ACK",
      framed(opening(2)),
      sctpFlow({ ...EMPTY_PAYLOAD, evidence: SYN | ACK, sequenceNumber: 0x1234_5678 }),
    ],
    ["ABORT", framed(sctpChunk(6, zeros(0))), sctpFlow({ ...EMPTY_PAYLOAD, evidence: RST })],
    ["SHUTDOWN", framed(sctpChunk(7, zeros(4))), sctpFlow({ ...EMPTY_PAYLOAD, evidence: FIN })],
    ["SHUTDOWN COMPLETE", framed(sctpChunk(14, zeros(0))), sctpFlow({ ...EMPTY_PAYLOAD, evidence: FIN })],
  ],
  variants: [
    ["I-DATA", framed(sctpChunk(64, join(zeros(16), text("hello")))), sctpFlow()],
    [
      "two pieces of user data: both count, the first is kept",
      framed(sctpData(), sctpData(text("more"))),
      sctpFlow({ payloadLength: 9, payloadCaptured: 5, payload: "hello" }),
    ],
    ["user data behind a selective acknowledgment", framed(sctpChunk(3, zeros(12)), sctpData()), sctpFlow()],
    ["a common header alone", framed(), sctpFlow(EMPTY_PAYLOAD)],
  ],
  counterexamples: [
    [
      "the padding of a chunk is no payload",
      framed(sctpData(text("a")), sctpChunk(3, zeros(12))),
      sctpFlow({ payloadLength: 1, payloadCaptured: 1, payload: "a" }),
    ],
    ["a heartbeat", framed(sctpChunk(4, zeros(40))), sctpFlow({ ...EMPTY_PAYLOAD, evidence: 0 })],
    ["user data of no length", framed(sctpChunk(0, zeros(12))), sctpFlow(EMPTY_PAYLOAD)],
    ["user data shorter than its own header", framed(sctpChunk(0, zeros(4))), sctpFlow(EMPTY_PAYLOAD)],
  ],
  broken: [
    [
      "three bytes",
      ethernet(ipv4(sctp().subarray(0, 3), { protocol: 132 })),
      { verdict: "malformed-header" },
    ],
    [
      "four bytes are a flow",
      ethernet(ipv4(sctp().subarray(0, 4), { protocol: 132 })),
      sctpFlow(EMPTY_PAYLOAD),
    ],
    ["a chunk of length 0 ends the walk", framed(hex("03 00 00 00"), sctpData()), sctpFlow(EMPTY_PAYLOAD)],
    ["a chunk of length 3 ends the walk", framed(hex("03 00 00 03"), sctpData()), sctpFlow(EMPTY_PAYLOAD)],
    [
      "a chunk beyond the end",
      framed(sctpChunk(0, join(zeros(12), text("hello")), 0xffff)),
      sctpFlow({ payloadLength: 8, payloadCaptured: 8, payload: "hello\0\0\0" }),
    ],
  ],
} satisfies Format;
