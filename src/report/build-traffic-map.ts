/** One walk over the flows, into tables of bounded size: what the charts show beyond the report. */
import { addressText } from "../flows/addresses.ts";
import { networkOf } from "./client-network.ts";
import { heaviest, type Weights } from "./heaviest.ts";
import { nameServices } from "./name-services.ts";
import { PortActivityGrid } from "./port-activity.ts";
import type { Survey } from "./survey.ts";
import {
  type ClientMatrix,
  OTHER_NETWORKS,
  OTHER_SERVERS,
  OTHER_SERVICES,
  type TrafficMap,
  type TrafficPath,
} from "./traffic-map.ts";

/** As many as a chart can show apart. */
const NETWORKS_NAMED = 8;
const SERVICES_NAMED = 12;
const SERVERS_NAMED = 16;
const CLIENTS_NAMED = 14;

export function buildTrafficMap(survey: Survey): TrafficMap {
  const { flows, addresses, roles, services } = survey;
  const named = namesOf(survey);
  const paths = new Map<string, MutablePath>();
  const matrix = emptyMatrix(named.clientNames, named.serviceNames);
  const networks = new ClientNetworks(survey);
  const activity = new PortActivityGrid(survey);
  for (let flow = 0; flow < flows.count; flow++) {
    const service = services.ofFlow[flow];
    if (service < 0) continue;
    const serverIsB = roles.serverIsB[flow] === 1;
    const client = serverIsB ? addresses.ofA[flow] : addresses.ofB[flow];
    const server = serverIsB ? addresses.ofB[flow] : addresses.ofA[flow];
    const counted = {
      bytes: flows.bytesAToB(flow) + flows.bytesBToA(flow),
      packets: flows.packetsAToB(flow) + flows.packetsBToA(flow),
      flows: flows.flowsOf(flow),
    };
    const row = named.clients.get(client);
    const column = named.services.get(service);
    if (row !== undefined && column !== undefined) addToCell(matrix, row, column, counted);
    addToPath(paths, networks.numberOf(client), column ?? -1, named.servers.get(server) ?? -1, counted);
    activity.add(flow, serverIsB ? flows.portB(flow) : flows.portA(flow), services.outcome[flow]);
  }
  return {
    paths: listPaths(paths, networks, named),
    matrix: withoutEmptyRows(matrix),
    activity: activity.list(),
  };
}

interface Counted {
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
}

/** The heaviest of each kind, by their number in the survey, and their places in the tables. */
interface Named {
  readonly clients: ReadonlyMap<number, number>;
  readonly clientNames: readonly string[];
  readonly services: ReadonlyMap<number, number>;
  readonly serviceNames: readonly string[];
  readonly servers: ReadonlyMap<number, number>;
  readonly serverNames: readonly string[];
}

function namesOf(survey: Survey): Named {
  const { addresses, services } = survey;
  const { clientTraffic, servers, serverTraffic } = services;
  const count = addresses.table.count;
  const clients = ranked(count, CLIENTS_NAMED, clientTraffic.bytes);
  const serviceBytes = Float64Array.from(services.services, ({ bytes }) => bytes);
  const listedServices = ranked(serviceBytes.length, SERVICES_NAMED, serviceBytes);
  const serverBytes = new Float64Array(count);
  for (let socket = 0; socket < servers.count; socket++) {
    serverBytes[servers.addresses.at(socket)] += serverTraffic.bytes.at(socket);
  }
  const listedServers = ranked(count, SERVERS_NAMED, serverBytes);
  const labels = nameServices(survey);
  const text = (address: number) => addressText(addresses.table, address);
  return {
    clients: placesOf(clients),
    clientNames: clients.map(text),
    services: placesOf(listedServices),
    serviceNames: listedServices.map((service) => labels[service].label),
    servers: placesOf(listedServers),
    serverNames: listedServers.map(text),
  };
}

/** The heaviest first; of equal ones, the first. */
function ranked(count: number, limit: number, weights: Weights): number[] {
  const { listed } = heaviest(count, limit, weights, (row) => weights.at(row) > 0);
  return [...listed].sort((one, other) => weights.at(other) - weights.at(one) || one - other);
}

function placesOf(rows: readonly number[]): Map<number, number> {
  return new Map(rows.map((row, place) => [row, place]));
}

function emptyMatrix(clients: readonly string[], services: readonly string[]): ClientMatrix {
  const zeros = () => clients.map(() => services.map(() => 0));
  return { clients, services, bytes: zeros(), packets: zeros(), flows: zeros() };
}

function addToCell(matrix: ClientMatrix, row: number, column: number, counted: Counted): void {
  for (const measure of ["bytes", "packets", "flows"] as const) {
    (matrix[measure][row] as number[])[column] += counted[measure];
  }
}

/** A client that used none of these services would be a name beside nothing. */
function withoutEmptyRows({ clients, services, bytes, packets, flows }: ClientMatrix): ClientMatrix {
  const isUsed = (_: unknown, row: number) => flows[row].some((count) => count > 0);
  const [usedBytes, usedPackets, usedFlows] = [bytes, packets, flows].map((rows) => rows.filter(isUsed));
  return {
    clients: clients.filter(isUsed),
    services,
    bytes: usedBytes,
    packets: usedPackets,
    flows: usedFlows,
  };
}

/** The networks that clients are in, by number; each address is looked at once. */
class ClientNetworks {
  readonly names: string[] = [];
  readonly bytes: number[] = [];
  private readonly survey: Survey;
  private readonly byName = new Map<string, number>();
  /** By address: the number of its network plus 1; 0 is not known yet. */
  private readonly ofAddress: Int32Array;

  constructor(survey: Survey) {
    this.survey = survey;
    this.ofAddress = new Int32Array(survey.addresses.table.count);
  }

  numberOf(address: number): number {
    if (this.ofAddress[address] === 0) {
      const name = networkOf(addressText(this.survey.addresses.table, address));
      let number = this.byName.get(name);
      if (number === undefined) {
        number = this.names.length;
        this.names.push(name);
        this.byName.set(name, number);
      }
      this.ofAddress[address] = number + 1;
      this.bytes[number] = (this.bytes[number] ?? 0) + this.survey.services.clientTraffic.bytes.at(address);
    }
    return this.ofAddress[address] - 1;
  }
}

interface MutableCounts {
  bytes: number;
  packets: number;
  flows: number;
}

interface MutablePath extends MutableCounts {
  readonly network: number;
  readonly service: number;
  readonly server: number;
}

function addToPath(
  paths: Map<string, MutablePath>,
  network: number,
  service: number,
  server: number,
  counted: Counted,
): void {
  const key = `${network} ${service} ${server}`;
  const known = paths.get(key);
  if (known === undefined) paths.set(key, { network, service, server, ...counted });
  else addCounts(known, counted);
}

function addCounts(to: MutableCounts, { bytes, packets, flows }: Counted): void {
  to.bytes += bytes;
  to.packets += packets;
  to.flows += flows;
}

/** With the lighter networks together, since how heavy each is was not known before. */
function listPaths(
  paths: ReadonlyMap<string, MutablePath>,
  networks: ClientNetworks,
  { serviceNames, serverNames }: Named,
): TrafficPath[] {
  const heavy = placesOf(ranked(networks.names.length, NETWORKS_NAMED, Float64Array.from(networks.bytes)));
  const folded = new Map<string, TrafficPath & MutableCounts>();
  for (const path of paths.values()) {
    const network = heavy.has(path.network) ? networks.names[path.network] : OTHER_NETWORKS;
    const key = `${network} ${path.service} ${path.server}`;
    const known = folded.get(key);
    if (known === undefined) {
      const service = path.service < 0 ? OTHER_SERVICES : serviceNames[path.service];
      const server = path.server < 0 ? OTHER_SERVERS : serverNames[path.server];
      folded.set(key, { ...path, network, service, server });
    } else addCounts(known, path);
  }
  return [...folded.values()].sort((one, other) => other.bytes - one.bytes);
}
