/** Rows whose payload somebody is to read: what is said on control channels, and what may be a request of HTTP that signs on. */
import * as at from "../src/records/memory-layout.ts";

const TCP: u32 = 6;
/** The response's first word (RFC 9112, section 4) is in capitals as the request's is. */
const RESPONSE: u32 = 0x50545448;
/** `GET / HTTP/1.1`, `Authorization:` and a character, with the ends of their lines: less holds no credentials. */
const SHORTEST_REQUEST: u32 = 31;

let listed: u32 = 0;

export function startControlRows(): void {
  listed = 0;
}

/** Rows that lie at `CONTROL_ROWS` after a batch, in their order. */
export function controlRowsOfBatch(): u32 {
  return listed;
}

/** Lists the row where its payload, which lies at `payload` and of which `captured` bytes are there, is to be read. */
export function listControlRow(row: u32, payload: u32, captured: u32): void {
  const from = bitsOf(<u32>load<u16>(row << 1, at.HEADER_SOURCE_PORT)) & at.PORT_IS_READ_FROM;
  const to = bitsOf(<u32>load<u16>(row << 1, at.HEADER_DESTINATION_PORT)) & at.PORT_IS_READ_TO;
  const isTcp = <u32>(load<u8>(row, at.HEADER_PROTOCOL) === TCP);
  const isRequest = isTcp & <u32>(captured >= SHORTEST_REQUEST) & mayBeRequest(load<u32>(payload));
  // Written always and counted seldom: a branch would cost more.
  store<u8>(listed, <u8>row, at.CONTROL_ROWS);
  listed += <u32>((from | to | isRequest) !== 0);
}

function bitsOf(port: u32): u32 {
  return <u32>load<u8>(port >> 2, at.CONTROL_PORTS) >> ((port & 3) << 1);
}

/** Whether a payload begins with three capitals, as all methods of HTTP do (RFC 9110, section 9; the IANA's list of them). */
function mayBeRequest(word: u32): u32 {
  // In each byte the highest bit tells: of the sums whether it is an A or above, and whether it is above a Z.
  const three = word & 0x7f7f7f;
  const capitals = ~word & (three + 0x3f3f3f) & ~(three + 0x252525) & 0x808080;
  return <u32>(capitals === 0x808080) & <u32>(word !== RESPONSE);
}
