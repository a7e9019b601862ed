/** Plants and buildings. */
import { hex, join, le16, le32, text, u32, zeros } from "../frames.ts";
import { changed, noise, type Sample, samplesOf } from "./sample.ts";

const READ_REGISTERS = hex("00 01 00 00 00 06 11 03 00 6b 00 03");
const DNP3 = hex("05 64 05 c9 01 00 00 04 e1 44");
const S7_JOB = hex(
  "03 00 00 1f 02 f0 80 32 01 00 00 cc c1 00 08 00 00 f0 00 00 01 00 01 03 c0 00 00 00 00 00 00",
);
const REGISTER = join(hex("65 00 04 00 00 00 00 00 00 00 00 00"), noise(8), zeros(4), hex("01 00 00 00"));
const WHO_IS = hex("81 0b 00 0c 01 20 ff ff 00 ff 10 08");
const READ_PROPERTY = hex("81 0a 00 11 01 04 00 05 01 0c 0c 02 00 00 0a 19 4d");
const COAP = join(hex("40 01 12 34 39"), text("localhost"), hex("84"), text("time"));

export const PLANT_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "modbus",
    "tcp",
    [
      "client",
      "likely",
      "a request",
      READ_REGISTERS,
      ["protocol 1", changed(READ_REGISTERS, 3, 1)],
      ["function 9", changed(READ_REGISTERS, 7, 9)],
    ],
    ["server", "likely", "its answer", hex("00 01 00 00 00 09 11 03 06 02 2b 00 00 00 64")],
    [
      "server",
      "likely",
      "an exception",
      hex("00 01 00 00 00 03 11 83 02"),
      ["code 12", hex("00 01 00 00 00 03 11 83 0c")],
    ],
  ),
  ...samplesOf(
    "dnp3",
    "tcp",
    [
      "client",
      "certain",
      "a master's",
      withCheckSum(DNP3),
      ["a wrong check sum", changed(withCheckSum(DNP3), 9, 0)],
    ],
    ["server", "certain", "an outstation's", withCheckSum(changed(DNP3, 3, 0x44))],
  ),
  ...samplesOf(
    "s7comm",
    "tcp",
    ["client", "certain", "a job", S7_JOB, ["kind 4", changed(S7_JOB, 8, 4)]],
    ["server", "certain", "its answer", changed(S7_JOB, 8, 3)],
    [
      "client",
      "likely",
      "a connection",
      hex("03 00 00 16 11 e0 00 00 00 01 00 c1 02 01 00 c2 02 01 02 c0 01 09"),
      ["MMS'", hex("03 00 00 16 11 e0 00 00 00 01 00 c1 02 00 01 c2 02 00 01 c0 01 0a")],
    ],
  ),
  ...samplesOf(
    "enip",
    "tcp",
    ["client", "certain", "a registration", REGISTER, ["a status", changed(REGISTER, 8, 0xff)]],
    ["server", "certain", "its answer", changed(REGISTER, 4, 1)],
  ),
  ...samplesOf(
    "enip",
    "udp",
    [
      "client",
      "certain",
      "who is there?",
      join(hex("63 00"), zeros(22)),
      ["options", join(hex("63 00"), zeros(18), u32(1))],
    ],
    [
      "either",
      "certain",
      "input and output",
      join(hex("02 00 02 80 08 00"), noise(28)),
      ["one item", join(hex("01 00 02 80 08 00"), noise(28))],
    ],
  ),
  ...samplesOf(
    "iec104",
    "tcp",
    ["client", "certain", "a start", hex("68 04 07 00 00 00"), ["two at once", hex("68 04 0f 00 00 00")]],
    ["server", "certain", "its confirmation", hex("68 04 0b 00 00 00")],
    [
      "either",
      "likely",
      "information",
      hex("68 0e 00 00 02 00 64 01 06 00 01 00 00 00 00 14"),
      ["cause 48", hex("68 0e 00 00 02 00 64 01 30 00 01 00 00 00 00 14")],
    ],
  ),
  ...samplesOf(
    "opcua",
    "tcp",
    [
      "client",
      "certain",
      "hello",
      join(text("HELF"), le32(56), zeros(24)),
      ["HELP", join(text("HELP"), le32(56))],
    ],
    ["server", "certain", "its answer", join(text("ACKF"), le32(28), zeros(20))],
  ),
  ...samplesOf(
    "bacnet",
    "udp",
    [
      "either",
      "certain",
      "who is",
      WHO_IS,
      ["another length", changed(WHO_IS, 3, 13)],
      ["version 2", changed(WHO_IS, 4, 2)],
    ],
    ["client", "certain", "a request", READ_PROPERTY],
    ["server", "certain", "its answer", changed(READ_PROPERTY, 6, 0x30)],
  ),
  ...samplesOf(
    "coap",
    "udp",
    [
      "client",
      "likely",
      "a request",
      COAP,
      ["code 8", changed(COAP, 1, 8)],
      ["option 2", changed(COAP, 4, 0x29)],
    ],
    [
      "server",
      "weak",
      "an answer",
      hex("60 45 12 34 ff 32 32"),
      ["a token of nine bytes", hex("69 45 12 34 ff 32 32")],
    ],
  ),
];

/** IEEE 1815's check sum over the first eight bytes, by its definition, bit by bit from the polynomial 13D65 hex. */
function withCheckSum(header: Uint8Array): Uint8Array {
  let register = 0;
  for (const byte of header.subarray(0, 8)) {
    for (let bit = 0; bit < 8; bit++) {
      const isOne = ((byte >> bit) ^ (register >> 15)) & 1;
      register = ((register << 1) ^ (isOne === 1 ? 0x3d65 : 0)) & 0xffff;
    }
  }
  const reflected = Number.parseInt(register.toString(2).padStart(16, "0").split("").reverse().join(""), 2);
  return join(header.subarray(0, 8), le16(~reflected & 0xffff));
}
