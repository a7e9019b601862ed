/** What a packet's flow is known by: its endpoints in canonical order, its protocol, and the hash of these. */
import { KEY_IPV6 } from "../src/flows/evidence.ts";
import { QUOTED_NONE } from "../src/headers/header-codes.ts";
import { VERDICT_FLOW } from "../src/headers/verdict.ts";
import * as at from "../src/records/memory-layout.ts";
import { hashOfFour, hashOfThree } from "./flow-table.ts";

/** Fills the columns of hashes, ports and directions for every row that names a flow. */
export function computeKeys(count: u32): void {
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
  }
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
