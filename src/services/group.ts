/**
 * The services stage: flows and roles in, services out. One walk over the flows adds each to its service, to
 * its server's socket and to its client; pairs of small integers count what is distinct.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { isBefore } from "../records/is-before.ts";
import type { RoleTable } from "../roles/role.ts";
import { OUTCOME_REFUSED, OUTCOME_UNANSWERED, outcome, type ServiceTotals } from "./service.ts";
import { TrafficColumns } from "./traffic-columns.ts";

/** Whether a flow is to be counted; see `FlowSelection`. */
export type FlowFilter = (flow: number) => boolean;

export interface Services {
  readonly services: readonly ServiceTotals[];
  /** Per flow: index into `services`, or -1 where the flow was not selected. */
  readonly ofFlow: Int32Array;
  /** The listening sockets: pairs of the address's number and the service's index. */
  readonly servers: PairIndex;
  /** By row of `servers`; partners are distinct client addresses. */
  readonly serverTraffic: TrafficColumns;
  /** By address number, what each did as a client; partners are distinct services, 0 where it was no client. */
  readonly clientTraffic: TrafficColumns;
  readonly totals: {
    readonly flows: number;
    readonly packets: number;
    readonly bytes: number;
    readonly connections: number;
    /** Distinct addresses. */
    readonly clients: number;
    readonly servers: number;
  };
}

export function groupServices(
  flows: FlowTable,
  roles: RoleTable,
  addresses: FlowAddresses,
  isSelected: FlowFilter = () => true,
): Services {
  const services: ServiceTotals[] = [];
  const serviceOfPort = new Map<number, number>();
  const ofFlow = new Int32Array(flows.count).fill(-1);
  const servers = new PairIndex();
  const serverTraffic = new TrafficColumns();
  const clientTraffic = new TrafficColumns();
  const clientsOfServices = new PairIndex();
  const clientsOfServers = new PairIndex();
  const isServer = new Uint8Array(addresses.table.count);
  const isClient = new Uint8Array(addresses.table.count);
  const totals = { flows: 0, packets: 0, bytes: 0, connections: 0, clients: 0, servers: 0 };

  for (let flow = 0; flow < flows.count; flow++) {
    if (!isSelected(flow)) continue;
    const serverIsB = roles.serverIsB[flow] === 1;
    const port = serverIsB ? flows.portB(flow) : flows.portA(flow);
    const key = (flows.protocol(flow) << 16) | port;
    let service = serviceOfPort.get(key);
    if (service === undefined) {
      service = services.push(newService(flows, flow, port)) - 1;
      serviceOfPort.set(key, service);
    }
    ofFlow[flow] = service;
    const row = services[service];
    addToService(row, flows, flow, serverIsB);

    const client = serverIsB ? addresses.ofA[flow] : addresses.ofB[flow];
    const server = serverIsB ? addresses.ofB[flow] : addresses.ofA[flow];
    const packets = flows.packetsAToB(flow) + flows.packetsBToA(flow);
    const bytes = flows.bytesAToB(flow) + flows.bytesBToA(flow);
    const knownServers = servers.count;
    const socket = servers.number(server, service);
    if (socket === knownServers) row.servers++;
    serverTraffic.addFlow(socket, packets, bytes);
    clientTraffic.addFlow(client, packets, bytes);
    const knownClients = clientsOfServices.count;
    if (clientsOfServices.number(client, service) === knownClients) {
      row.clients++;
      clientTraffic.partners[client]++;
    }
    const knownPairs = clientsOfServers.count;
    if (clientsOfServers.number(client, socket) === knownPairs) serverTraffic.partners[socket]++;

    totals.flows++;
    totals.packets += packets;
    totals.bytes += bytes;
    totals.connections += flows.connections(flow);
    totals.clients += 1 - isClient[client];
    totals.servers += 1 - isServer[server];
    isClient[client] = 1;
    isServer[server] = 1;
  }
  return { services, ofFlow, servers, serverTraffic, clientTraffic, totals };
}

function newService(flows: FlowTable, flow: number, port: number): ServiceTotals {
  return {
    protocol: flows.protocol(flow),
    port,
    flows: 0,
    connections: 0,
    clients: 0,
    servers: 0,
    packets: 0,
    bytes: 0,
    bytesToServer: 0,
    bytesToClient: 0,
    firstSeen: { seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) },
    lastSeen: { seconds: flows.lastSeconds(flow), nanoseconds: flows.lastNanoseconds(flow) },
    answered: 0,
    unanswered: 0,
    refused: 0,
  };
}

function addToService(row: ServiceTotals, flows: FlowTable, flow: number, serverIsB: boolean): void {
  const bytesAToB = flows.bytesAToB(flow);
  const bytesBToA = flows.bytesBToA(flow);
  row.flows++;
  row.connections += flows.connections(flow);
  row.packets += flows.packetsAToB(flow) + flows.packetsBToA(flow);
  row.bytes += bytesAToB + bytesBToA;
  row.bytesToServer += serverIsB ? bytesAToB : bytesBToA;
  row.bytesToClient += serverIsB ? bytesBToA : bytesAToB;
  if (isBefore(flows.firstSeconds(flow), flows.firstNanoseconds(flow), row.firstSeen)) {
    row.firstSeen = { seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) };
  }
  if (!isBefore(flows.lastSeconds(flow), flows.lastNanoseconds(flow), row.lastSeen)) {
    row.lastSeen = { seconds: flows.lastSeconds(flow), nanoseconds: flows.lastNanoseconds(flow) };
  }
  switch (outcome(flows, flow, serverIsB)) {
    case OUTCOME_REFUSED:
      row.refused++;
      break;
    case OUTCOME_UNANSWERED:
      row.unanswered++;
      break;
    default:
      row.answered++;
  }
}
