/** What the generator counts while it writes. */
import type { Endpoints, Hosts, Service } from "./endpoints.ts";
import { serverAddress } from "./frames.ts";

export interface ServiceTruth extends Service {
  flows: number;
  packets: number;
  /** Sums of the original lengths of whole frames. */
  bytes: number;
  bytesToServer: number;
  bytesToClient: number;
  /** Distinct addresses. */
  clients: number;
  servers: number;
}

export interface ServerTruth extends Service {
  readonly address: string;
  flows: number;
  packets: number;
  bytes: number;
}

export interface CaptureTruth {
  readonly totals: {
    readonly packets: number;
    readonly bytes: number;
    readonly flows: number;
    readonly services: number;
    readonly clients: number;
    readonly servers: number;
  };
  /** Services with traffic. */
  readonly services: readonly ServiceTruth[];
  /** Listening sockets with traffic; null where there are more than portolan lists. */
  readonly servers: readonly ServerTruth[] | null;
  /** Where the file's first so many frames end, in bytes. */
  readonly prefixes: readonly Prefix[];
}

export interface Prefix {
  readonly frames: number;
  readonly bytes: number;
}

/** Sockets that portolan lists one by one. */
const LISTED = 10_000;

/** Counts frames by service and socket. */
export class Tally {
  private readonly hosts: Hosts;
  private readonly services: ServiceTruth[];
  private readonly sockets: ServerTruth[] | null;
  private readonly clientsOf: Uint8Array[];
  private readonly serversOf: Uint8Array[];

  constructor(hosts: Hosts, addressVersion: 4 | 6) {
    this.hosts = hosts;
    const nothing = { flows: 0, packets: 0, bytes: 0 };
    this.services = hosts.services.map((service) => ({
      ...service,
      ...nothing,
      bytesToServer: 0,
      bytesToClient: 0,
      clients: 0,
      servers: 0,
    }));
    const sockets = hosts.servers * hosts.services.length;
    this.sockets =
      sockets > LISTED
        ? null
        : Array.from({ length: sockets }, (_, socket) => ({
            ...hosts.services[Math.floor(socket / hosts.servers)],
            ...nothing,
            address: serverAddress(addressVersion, socket % hosts.servers),
          }));
    this.clientsOf = hosts.services.map(() => new Uint8Array(hosts.clients));
    this.serversOf = hosts.services.map(() => new Uint8Array(hosts.servers));
  }

  add({ client, server, service }: Endpoints, length: number, toServer: boolean, isNewFlow: boolean): void {
    const row = this.services[service];
    const flows = isNewFlow ? 1 : 0;
    row.flows += flows;
    row.packets++;
    row.bytes += length;
    if (toServer) row.bytesToServer += length;
    else row.bytesToClient += length;
    this.clientsOf[service][client] = 1;
    this.serversOf[service][server] = 1;
    if (this.sockets === null) return;
    const socket = this.sockets[service * this.hosts.servers + server];
    socket.flows += flows;
    socket.packets++;
    socket.bytes += length;
  }

  truth(prefixes: readonly Prefix[]): CaptureTruth {
    this.services.forEach((row, service) => {
      row.clients = marked([this.clientsOf[service]]);
      row.servers = marked([this.serversOf[service]]);
    });
    const services = this.services.filter(({ packets }) => packets > 0);
    const sum = (figure: "flows" | "packets" | "bytes") =>
      services.reduce((all, row) => all + row[figure], 0);
    return {
      totals: {
        packets: sum("packets"),
        bytes: sum("bytes"),
        flows: sum("flows"),
        services: services.length,
        clients: marked(this.clientsOf),
        servers: marked(this.serversOf),
      },
      services,
      servers: this.sockets?.filter(({ packets }) => packets > 0) ?? null,
      prefixes,
    };
  }
}

/** How many places are marked in any of the columns, which are equally long. */
function marked(columns: readonly Uint8Array[]): number {
  let count = 0;
  for (let place = 0; place < columns[0].length; place++) {
    if (columns.some((column) => column[place] === 1)) count++;
  }
  return count;
}
