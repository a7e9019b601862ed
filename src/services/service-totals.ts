/** Services as plain rows, once their flows are counted. */
import type { ServiceTotals } from "./service.ts";
import * as layout from "./table-layout.ts";

/** Of the rows at `address`, which table-layout.ts describes. */
export function serviceTotals(buffer: ArrayBufferLike, address: number, count: number): ServiceTotals[] {
  return Array.from({ length: count }, (_, service) =>
    totalsOf(new DataView(buffer, address + service * layout.SERVICE_BYTES, layout.SERVICE_BYTES)),
  );
}

function totalsOf(row: DataView): ServiceTotals {
  const sum = (at: number) => row.getFloat64(at, true);
  const key = row.getUint32(layout.SERVICE_KEY, true);
  const flows = sum(layout.SERVICE_FLOWS);
  const bytes = sum(layout.SERVICE_BYTE_SUM);
  const bytesToServer = sum(layout.SERVICE_BYTES_TO_SERVER);
  const unanswered = sum(layout.SERVICE_UNANSWERED);
  const refused = sum(layout.SERVICE_REFUSED);
  return {
    protocol: Math.floor(key / layout.PORTS),
    port: key % layout.PORTS,
    flows,
    connections: sum(layout.SERVICE_CONNECTIONS),
    clients: sum(layout.SERVICE_CLIENTS),
    servers: sum(layout.SERVICE_SERVERS),
    packets: sum(layout.SERVICE_PACKETS),
    bytes,
    bytesToServer,
    bytesToClient: bytes - bytesToServer,
    firstSeen: timeAt(row, layout.SERVICE_FIRST_SEEN),
    lastSeen: timeAt(row, layout.SERVICE_LAST_SEEN),
    answered: flows - unanswered - refused,
    unanswered,
    refused,
  };
}

/** A number of 64 bits: seconds above, nanoseconds below. */
function timeAt(row: DataView, at: number): { seconds: number; nanoseconds: number } {
  return { seconds: row.getUint32(at + 4, true), nanoseconds: row.getUint32(at, true) };
}
