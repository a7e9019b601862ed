/**
 * The services stage: flows and roles in, services out. One walk over the flows adds each to its service, to
 * its server's socket and to its client; pairs of small integers count what is distinct.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import { PairSet } from "../flows/pair-set.ts";
import { PairsByFirst } from "../flows/pairs-by-first.ts";
import type { NegotiatedTable } from "../protocols/negotiated.ts";
import type { RoleTable } from "../roles/role.ts";
import type { ServiceTotals } from "./service.ts";
import { ServiceColumns } from "./service-columns.ts";
import { TrafficColumns } from "./traffic-columns.ts";

/** Whether a flow is to be counted; see `FlowSelection`. */
export type FlowFilter = (flow: number) => boolean;

export interface Services {
  readonly services: readonly ServiceTotals[];
  /** Per flow: index into `services`, or -1 where the flow was not selected. */
  readonly ofFlow: Int32Array;
  /** Per flow: one of the OUTCOME_ numbers of service.ts; 0 where the flow was not selected. */
  readonly outcome: Uint8Array;
  /** The listening sockets: pairs of the address's number and the service's index. */
  readonly servers: PairsByFirst;
  /** By row of `servers`; partners are distinct client addresses. */
  readonly serverTraffic: TrafficColumns;
  /** By address number, what each did as a client; partners are distinct services, 0 where it was no client. */
  readonly clientTraffic: TrafficColumns;
  readonly totals: {
    readonly flows: number;
    /** Flows that have no row of their own, since they were folded into others. */
    readonly folded: number;
    readonly packets: number;
    readonly bytes: number;
    readonly connections: number;
    /** Distinct addresses. */
    readonly clients: number;
    readonly servers: number;
  };
}

/** Flows that are worked together: each step walks over the whole block, so that its memory reads overlap. */
const BLOCK_FLOWS = 256;

/** What is known of the flows beside their own records. */
export interface GroupInputs {
  readonly roles: RoleTable;
  /** Null (as unless told) where no flow's port was negotiated. */
  readonly negotiated?: NegotiatedTable | null;
  readonly addresses: FlowAddresses;
}

export function groupServices(flows: FlowTable, inputs: GroupInputs, isSelected?: FlowFilter): Services {
  const grouping = new Grouping(flows, inputs);
  for (let start = 0; start < flows.count; start += BLOCK_FLOWS) {
    grouping.take(start, Math.min(start + BLOCK_FLOWS, flows.count), isSelected);
    grouping.addToServices();
    grouping.addToSockets();
    grouping.addToClients();
    grouping.addPartners();
  }
  return grouping.finish();
}

class Grouping {
  private readonly services = new ServiceColumns();
  private readonly ofFlow: Int32Array;
  private readonly outcome: Uint8Array;
  private readonly servers: PairsByFirst;
  private readonly serverTraffic: TrafficColumns;
  private readonly clientTraffic: TrafficColumns;
  /**
   * By address: the row of the first socket that it was a client of, plus 1; 0 for none. A socket's only client stands in its
   * count of partners, see `addPartners`. Most have but one, which is told without a search, and in a scan every socket
   * has; the sets below hold the other pairs.
   */
  private readonly firstPartnerOfClient: Int32Array;
  private readonly otherClientsOfServers = new PairSet();
  private readonly otherClientsOfServices = new PairSet();
  /** Distinct addresses. */
  private clients = 0;
  private serverAddresses = 0;
  private readonly flows: FlowTable;
  private readonly roles: RoleTable;
  private readonly negotiated: NegotiatedTable | null;
  private readonly addresses: FlowAddresses;
  /** The selected flows of the block, and what each belongs to. */
  private selected = 0;
  /** Selected flows of all blocks, those that were folded into others left out. */
  private rows = 0;
  private readonly flow = new Int32Array(BLOCK_FLOWS);
  private readonly service = new Int32Array(BLOCK_FLOWS);
  private readonly client = new Int32Array(BLOCK_FLOWS);
  private readonly server = new Int32Array(BLOCK_FLOWS);
  private readonly socket = new Int32Array(BLOCK_FLOWS);
  /** Rows of the block whose socket is not its server's first one. */
  private readonly pendingRow = new Int32Array(BLOCK_FLOWS);
  private readonly pendingServer = new Int32Array(BLOCK_FLOWS);
  private readonly pendingService = new Int32Array(BLOCK_FLOWS);
  private readonly flowsOfRow = new Int32Array(BLOCK_FLOWS);
  private readonly packets = new Float64Array(BLOCK_FLOWS);
  private readonly bytes = new Float64Array(BLOCK_FLOWS);

  constructor(flows: FlowTable, { roles, negotiated = null, addresses }: GroupInputs) {
    this.flows = flows;
    this.roles = roles;
    this.negotiated = negotiated;
    this.addresses = addresses;
    this.ofFlow = new Int32Array(flows.count).fill(-1);
    this.outcome = new Uint8Array(flows.count);
    // No flow has more than one. Room that nobody touches takes no memory, but tables that grow are there twice.
    this.servers = new PairsByFirst(addresses.table.count, flows.count);
    this.serverTraffic = new TrafficColumns(flows.count);
    this.clientTraffic = new TrafficColumns(addresses.table.count);
    this.firstPartnerOfClient = new Int32Array(addresses.table.count);
  }

  take(start: number, end: number, isSelected: FlowFilter | undefined): void {
    const { flows, roles, negotiated, addresses, services, ofFlow } = this;
    let row = 0;
    for (let flow = start; flow < end; flow++) {
      if (isSelected !== undefined && !isSelected(flow)) continue;
      const serverIsB = roles.serverIsB[flow] === 1;
      const port = serverIsB ? flows.portB(flow) : flows.portA(flow);
      // A negotiated port is any; its service is one.
      const registered = negotiated?.kindOf(flow)?.port ?? port;
      const service = services.number(flows.protocol(flow), registered);
      ofFlow[flow] = service;
      this.flow[row] = flow;
      this.service[row] = service;
      this.client[row] = serverIsB ? addresses.ofA[flow] : addresses.ofB[flow];
      this.server[row] = serverIsB ? addresses.ofB[flow] : addresses.ofA[flow];
      this.flowsOfRow[row] = flows.flowsOf(flow);
      this.packets[row] = flows.packetsAToB(flow) + flows.packetsBToA(flow);
      this.bytes[row] = flows.bytesAToB(flow) + flows.bytesBToA(flow);
      row++;
    }
    this.rows += row;
    this.selected = row;
  }

  addToServices(): void {
    const { flows, roles, services, outcome } = this;
    for (let row = 0; row < this.selected; row++) {
      const flow = this.flow[row];
      outcome[flow] = services.addFlow(this.service[row], flows, flow, roles.serverIsB[flow] === 1);
    }
  }

  addToSockets(): void {
    const { servers, serverTraffic, pendingServer, pendingService } = this;
    let pending = 0;
    for (let row = 0; row < this.selected; row++) {
      const socket = servers.firstPairOf(this.server[row]);
      this.socket[row] = socket;
      if (socket >= 0 && servers.second[socket] === this.service[row]) continue;
      this.pendingRow[pending] = row;
      pendingServer[pending] = this.server[row];
      pendingService[pending++] = this.service[row];
    }
    servers.touch(pendingServer, pendingService, pending);
    for (let i = 0; i < pending; i++) {
      this.socket[this.pendingRow[i]] = this.numberSocket(pendingServer[i], pendingService[i]);
    }
    for (let row = 0; row < this.selected; row++) {
      serverTraffic.addFlows(this.socket[row], this.flowsOfRow[row], this.packets[row], this.bytes[row]);
    }
  }

  private numberSocket(server: number, service: number): number {
    const known = this.servers.count;
    const socket = this.servers.number(server, service);
    if (socket < known) return socket;
    this.services.addServer(service);
    if (this.servers.firstPairOf(server) === socket) this.serverAddresses++;
    return socket;
  }

  addToClients(): void {
    const { clientTraffic } = this;
    for (let row = 0; row < this.selected; row++) {
      const client = this.client[row];
      if (clientTraffic.flows[client] === 0) this.clients++;
      clientTraffic.addFlows(client, this.flowsOfRow[row], this.packets[row], this.bytes[row]);
    }
  }

  /** While there is one client, −1 less its number stands in the place of the count of a socket's partners. */
  addPartners(): void {
    const { servers, firstPartnerOfClient, otherClientsOfServers, otherClientsOfServices } = this;
    const { partners } = this.serverTraffic;
    for (let row = 0; row < this.selected; row++) {
      const client = this.client[row];
      const socket = this.socket[row];
      const first = firstPartnerOfClient[client] - 1;
      const known = partners[socket];
      if (first === socket || known === -1 - client) continue;
      if (known < 0) this.addOnlyClient(-1 - known, socket);
      if (first < 0) firstPartnerOfClient[client] = socket + 1;
      else if (known !== 0 && !otherClientsOfServers.add(client, socket)) continue;
      partners[socket] = known === 0 ? -1 - client : partners[socket] + 1;
      // A client that is new to a service is new to the socket, too.
      const service = this.service[row];
      const isKnown =
        first >= 0 && (servers.second[first] === service || !otherClientsOfServices.add(client, service));
      if (isKnown) continue;
      this.services.addClient(service);
      this.clientTraffic.partners[client]++;
    }
  }

  /** A second client comes: the first is counted, and known by its pair from here on. */
  private addOnlyClient(client: number, socket: number): void {
    this.serverTraffic.partners[socket] = 1;
    if (this.firstPartnerOfClient[client] !== socket + 1) this.otherClientsOfServers.add(client, socket);
  }

  finish(): Services {
    const { ofFlow, outcome, servers, serverTraffic, clientTraffic } = this;
    const { partners } = serverTraffic;
    for (let socket = 0; socket < servers.count; socket++) if (partners[socket] < 0) partners[socket] = 1;
    const services = this.services.totals();
    const sum = (column: "flows" | "packets" | "bytes" | "connections") =>
      services.reduce((total, service) => total + service[column], 0);
    const flows = sum("flows");
    const totals = {
      flows,
      folded: flows - this.rows,
      packets: sum("packets"),
      bytes: sum("bytes"),
      connections: sum("connections"),
      clients: this.clients,
      servers: this.serverAddresses,
    };
    return { services, ofFlow, outcome, servers, serverTraffic, clientTraffic, totals };
  }
}
