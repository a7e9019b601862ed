/** Datagram Congestion Control Protocol. */
import {
  ACK,
  DCCP_REQUEST,
  DCCP_RESPONSE,
  dccp,
  ethernet,
  FIN,
  ipv4,
  join,
  RST,
  SYN,
  zeros,
} from "../../frames.ts";
import { EMPTY_PAYLOAD, type Format, flow } from "../format.ts";

const framed = (...packet: Parameters<typeof dccp>) => ethernet(ipv4(dccp(...packet), { protocol: 33 }));
const dccpFlow = (differences: Parameters<typeof flow>[0] = {}) =>
  flow({ protocol: 33, destinationPort: 5001, ...differences });
const whole = framed();
const DCCP_START = 34;

export default {
  sound: [
    ["data", framed(), dccpFlow({ evidence: 0, sequenceNumber: 9 })],
    [
      "Request",
      framed(zeros(4), { type: DCCP_REQUEST, dataOffset: 5 }),
      dccpFlow({ ...EMPTY_PAYLOAD, evidence: SYN }),
    ],
    [
      "Response",
      framed(zeros(4), { type: DCCP_RESPONSE, dataOffset: 5 }),
      dccpFlow({ ...EMPTY_PAYLOAD, evidence: SYN | ACK }),
    ],
    ["Close", framed(zeros(0), { type: 6 }), dccpFlow({ ...EMPTY_PAYLOAD, evidence: FIN })],
    ["Reset", framed(zeros(0), { type: 7 }), dccpFlow({ ...EMPTY_PAYLOAD, evidence: RST })],
  ],
  variants: [
    [
      "a short sequence number",
      framed(undefined, { extended: false, dataOffset: 3, sequenceNumber: 0xab_cdef }),
      dccpFlow({ sequenceNumber: 0xab_cdef }),
    ],
    ["options", framed(join(zeros(4), dccp().subarray(16)), { dataOffset: 5 }), dccpFlow()],
  ],
  counterexamples: [
    [
      "cut behind the ports: the header counts as the shortest there is",
      whole.subarray(0, DCCP_START + 4),
      dccpFlow({ payloadLength: 9, payloadCaptured: 0, payload: "", evidence: 0 }),
      { originalLength: whole.length },
    ],
    [
      "cut behind the long sequence number",
      whole.subarray(0, DCCP_START + 16),
      dccpFlow({ sequenceNumber: 9, payloadCaptured: 0, payload: "" }),
      { originalLength: whole.length },
    ],
    [
      "cut in the long sequence number",
      whole.subarray(0, DCCP_START + 15),
      dccpFlow({ sequenceNumber: 0, payloadCaptured: 0, payload: "" }),
      { originalLength: whole.length },
    ],
  ],
  broken: [
    ["three bytes", ethernet(ipv4(dccp().subarray(0, 3), { protocol: 33 })), { verdict: "malformed-header" }],
    ["a data offset of 2 has no payload", framed(undefined, { dataOffset: 2 }), dccpFlow(EMPTY_PAYLOAD)],
    ["a data offset beyond the end", framed(undefined, { dataOffset: 255 }), dccpFlow(EMPTY_PAYLOAD)],
  ],
} satisfies Format;
