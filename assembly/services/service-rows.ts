/** Services, numbered as they appear, and what their flows add up to; src/services/table-layout.ts says how a row lies. */
import * as record from "../../src/flows/flow-record.ts";
import {
  PROTOCOL_DCCP,
  PROTOCOL_SCTP,
  PROTOCOL_TCP,
  PROTOCOL_UDP,
  PROTOCOL_UDP_LITE,
} from "../../src/headers/protocol-numbers.ts";
import * as layout from "../../src/services/table-layout.ts";

const WITHOUT_PORTS: u32 = 5 * layout.PORTS;

/** By transport and port: the number of the service plus 1, or 0. */
let numbers: u32 = 0;
let rows: u32 = 0;
let count: u32 = 0;

/** Begins anew; all is 0. `newRows`: room for as many services as there may be. */
export function placeServiceRows(newNumbers: u32, newRows: u32): void {
  numbers = newNumbers;
  rows = newRows;
  count = 0;
}

export function countOfServices(): u32 {
  return count;
}

/** The number of the service, a new one where it has none. */
export function numberService(protocol: u32, port: u32): u32 {
  const at = numbers + (placeOf(protocol, port) << 2);
  const known = load<u32>(at);
  if (known !== 0) return known - 1;
  const row = serviceRow(count);
  store<u32>(row, (protocol << 16) | port, layout.SERVICE_KEY);
  store<u64>(row, u64.MAX_VALUE, layout.SERVICE_FIRST_SEEN);
  store<u32>(at, ++count);
  return count - 1;
}

function placeOf(protocol: u32, port: u32): u32 {
  if (protocol === PROTOCOL_TCP) return port;
  if (protocol === PROTOCOL_UDP) return layout.PORTS | port;
  if (protocol === PROTOCOL_SCTP) return (2 * layout.PORTS) | port;
  if (protocol === PROTOCOL_DCCP) return (3 * layout.PORTS) | port;
  // All others have no ports.
  return protocol === PROTOCOL_UDP_LITE ? (4 * layout.PORTS) | port : WITHOUT_PORTS | protocol;
}

function serviceRow(service: u32): u32 {
  return rows + service * layout.SERVICE_BYTES;
}

/** `sum`: where the sum stands in the row. */
export function addToService(service: u32, sum: u32, amount: f64): void {
  const at = serviceRow(service) + sum;
  store<f64>(at, load<f64>(at) + amount);
}

/** What a flow's record tells beside packets and bytes. */
export function addRecord(service: u32, flow: u32): void {
  const row = serviceRow(service);
  const connections = load<u32>(flow, record.WORD_CONNECTIONS * 4);
  addToService(service, layout.SERVICE_CONNECTIONS, <f64>connections);
  const first = timeAt(flow + record.WORD_FIRST_SECONDS * 4);
  if (first < load<u64>(row, layout.SERVICE_FIRST_SEEN)) store<u64>(row, first, layout.SERVICE_FIRST_SEEN);
  const last = timeAt(flow + record.WORD_LAST_SECONDS * 4);
  if (last > load<u64>(row, layout.SERVICE_LAST_SEEN)) store<u64>(row, last, layout.SERVICE_LAST_SEEN);
}

/** Seconds and nanoseconds, which follow them, as one number. */
function timeAt(at: u32): u64 {
  return ((<u64>load<u32>(at)) << 32) | load<u32>(at, 4);
}
