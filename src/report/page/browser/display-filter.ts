/** Wireshark display filters for what the page shows. */

import { flowsFilter } from "../../../findings/display-filter.ts";
import type { Transport } from "../../report.ts";

/** Packets from or to the ports. */
export function portsFilter(transport: Transport, ports: readonly number[]): string {
  return flowsFilter({ ports: ports.map((port) => ({ transport, first: port, last: port })) });
}

interface End {
  readonly address: string;
  readonly port: number;
}

/** The packets of one flow. */
export function flowFilter(transport: Transport, client: End, server: End): string {
  return [client, server]
    .map(({ address, port }) =>
      flowsFilter({ clients: [address], ports: [{ transport, first: port, last: port }] }),
    )
    .join(" && ");
}
