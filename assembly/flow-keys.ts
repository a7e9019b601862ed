/** What a packet's flow is known by: its endpoints in canonical order, its protocol, and the hash of these. */
import { KEY_IPV6 } from "../src/flows/evidence.ts";
import { QUOTED_NONE } from "../src/headers/header-codes.ts";
import { VERDICT_FLOW } from "../src/headers/verdict.ts";
import * as at from "../src/records/memory-layout.ts";
import { hashOfFour, hashOfThree } from "./flow-table.ts";

const TCP: u32 = 6;
/** The response's first word (RFC 9112, section 4) is in capitals as the request's is. */
const RESPONSE: u32 = 0x50545448;

/**
 * Fills the columns of hashes, ports and directions for every row that names a flow. Lists the rows with a control port
 * at either end and those that may be a request of HTTP, in their order, in the column of control rows, and answers with
 * their number.
 */
export function computeKeys(count: u32): u32 {
  let controls: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    const column = row << 2;
    if (
      load<u8>(row, at.HEADER_VERDICT) !== VERDICT_FLOW &&
      load<u8>(row, at.HEADER_QUOTED) === QUOTED_NONE
    ) {
      store<u32>(column, 0, at.FLOW_HASH);
      continue;
    }
    const source = load<u32>(column, at.HEADER_SOURCE_0);
    const destination = load<u32>(column, at.HEADER_DESTINATION_0);
    const sourcePort = <u32>load<u16>(row << 1, at.HEADER_SOURCE_PORT);
    const destinationPort = <u32>load<u16>(row << 1, at.HEADER_DESTINATION_PORT);
    const isIpv6 = load<u8>(row, at.HEADER_ADDRESS_VERSION) === 6;
    let swapped = source > destination;
    if (source === destination) {
      const order = isIpv6 ? compareRest(column) : 0;
      swapped = order === 0 ? sourcePort > destinationPort : order > 0;
    }
    let a = swapped ? destination : source;
    let b = swapped ? source : destination;
    const ports = swapped ? (destinationPort << 16) | sourcePort : (sourcePort << 16) | destinationPort;
    let key = <u32>load<u8>(row, at.HEADER_PROTOCOL);
    if (isIpv6) {
      key |= KEY_IPV6;
      const ofSource = hashOfRest(column + at.HEADER_SOURCE_1);
      const ofDestination = hashOfRest(column + at.HEADER_DESTINATION_1);
      a ^= swapped ? ofDestination : ofSource;
      b ^= swapped ? ofSource : ofDestination;
    }
    store<u8>(row, swapped ? 1 : 0, at.FLOW_FROM_B);
    store<u32>(column, ports, at.FLOW_PORTS);
    store<u32>(column, hashOfFour(a, b, ports, key), at.FLOW_HASH);
    // Written always and counted seldom: a branch would cost more.
    store<u32>(controls << 2, row, at.CONTROL_ROWS);
    controls += isControl(sourcePort) | isControl(destinationPort) | mayBeRequest(row);
  }
  return controls;
}

function isControl(port: u32): u32 {
  return (<u32>load<u8>(port >> 3, at.PORT_IS_CONTROL) >> (port & 7)) & 1;
}

/** Whether a segment begins with three capitals, as all methods of HTTP do (RFC 9110, section 9; the IANA's list of them). */
function mayBeRequest(row: u32): u32 {
  const column = row << 2;
  if (load<u8>(row, at.HEADER_PROTOCOL) !== TCP || load<u32>(column, at.HEADER_PAYLOAD_CAPTURED) < 4)
    return 0;
  const word = load<u32>(load<u32>(column, at.HEADER_PAYLOAD_OFFSET), at.WINDOW);
  // In each byte the highest bit tells: of the sums whether it is an A or above, and whether it is above a Z.
  const three = word & 0x7f7f7f;
  const capitals = ~word & (three + 0x3f3f3f) & ~(three + 0x252525) & 0x808080;
  return <u32>(capitals === 0x808080 && word !== RESPONSE);
}

function hashOfRest(address: u32): u32 {
  return hashOfThree(
    load<u32>(address),
    load<u32>(address, at.COLUMN_BYTES),
    load<u32>(address, at.COLUMN_BYTES * 2),
  );
}

/** The order of the last three words of source and destination: below, at or above 0. */
function compareRest(column: u32): i32 {
  for (let word: u32 = 1; word < 4; word++) {
    const source = load<u32>(column + word * at.COLUMN_BYTES, at.HEADER_SOURCE_0);
    const destination = load<u32>(column + word * at.COLUMN_BYTES, at.HEADER_DESTINATION_0);
    if (source !== destination) return source < destination ? -1 : 1;
  }
  return 0;
}
