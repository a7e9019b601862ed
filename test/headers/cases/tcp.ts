/** Transmission Control Protocol. */
import { ACK, ethernet, FIN, hex, ipv4, PSH, RST, SYN, tcp, zeros } from "../../frames.ts";
import { EMPTY_PAYLOAD, type Format, flow } from "../format.ts";

const framed = (...segment: Parameters<typeof tcp>) => ethernet(ipv4(tcp(...segment)));
const whole = framed();
const cutAt = (captured: number) => whole.subarray(0, captured);
const TCP_START = 34;
const onTheWire = { originalLength: whole.length };

export default {
  sound: [
    ["data", framed(), flow({ evidence: ACK, sequenceNumber: 1 })],
    [
      "an opening",
      framed(zeros(0), { flags: SYN, sequenceNumber: 0xffff_ffff }),
      flow({ ...EMPTY_PAYLOAD, evidence: SYN, sequenceNumber: -1 }),
    ],
    ["every control bit", framed(zeros(0), { flags: 0xff }), flow({ ...EMPTY_PAYLOAD, evidence: 0xff })],
  ],
  variants: [
    [
      "options",
      framed(hex("68 69"), { options: hex("02 04 05 b4") }),
      flow({ payloadLength: 2, payloadCaptured: 2, payload: "hi" }),
    ],
    ["as many options as there can be", framed(undefined, { options: zeros(40) }), flow()],
    ["data with an opening", framed(undefined, { flags: SYN }), flow({ evidence: SYN })],
    ["data with a reset", framed(undefined, { flags: RST }), flow({ evidence: RST })],
    [
      "an end",
      framed(zeros(0), { flags: FIN | PSH | ACK }),
      flow({ ...EMPTY_PAYLOAD, evidence: FIN | PSH | ACK }),
    ],
    [
      "port 0",
      framed(undefined, { sourcePort: 0, destinationPort: 65_535 }),
      flow({ sourcePort: 0, destinationPort: 65_535 }),
    ],
  ],
  counterexamples: [
    ["cut before the ports", cutAt(TCP_START + 3), { verdict: "truncated-header" }, onTheWire],
    [
      "cut behind the ports: the flow is known, its control bits are not",
      cutAt(TCP_START + 4),
      flow({ payloadLength: 5, payloadCaptured: 0, payload: "", evidence: 0 }),
      onTheWire,
    ],
    [
      "cut before the control bits",
      cutAt(TCP_START + 13),
      flow({ payloadCaptured: 0, payload: "", evidence: 0 }),
      onTheWire,
    ],
    [
      "cut behind the control bits",
      cutAt(TCP_START + 14),
      flow({ payloadCaptured: 0, payload: "", evidence: ACK }),
      onTheWire,
    ],
    ["cut in the payload", cutAt(TCP_START + 22), flow({ payloadCaptured: 2, payload: "he" }), onTheWire],
  ],
  broken: [
    ["three bytes", ethernet(ipv4(tcp().subarray(0, 3))), { verdict: "malformed-header" }],
    ["four bytes are a flow", ethernet(ipv4(tcp().subarray(0, 4))), flow(EMPTY_PAYLOAD)],
    ["a data offset of 4 has no payload", framed(undefined, { dataOffset: 4 }), flow(EMPTY_PAYLOAD)],
    ["a data offset of 0 has no payload", framed(undefined, { dataOffset: 0 }), flow(EMPTY_PAYLOAD)],
    ["a data offset beyond the end", framed(undefined, { dataOffset: 15 }), flow(EMPTY_PAYLOAD)],
  ],
} satisfies Format;
