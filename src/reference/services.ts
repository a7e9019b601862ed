/**
 * Services summed from the reference's flows. Who is the server is no figure but a judgement; it is taken from
 * the engine, so that the sums can be compared.
 */
import { isRefused, type ReferenceFlow } from "./flow.ts";

export interface ReferenceService {
  flows: number;
  connections: number;
  readonly clients: Set<string>;
  readonly servers: Set<string>;
  packets: number;
  bytes: number;
  bytesToServer: number;
  bytesToClient: number;
  firstSeen: number;
  lastSeen: number;
  answered: number;
  unanswered: number;
  refused: number;
}

/** A flow, whether its end b is the server, and the port of the service that it counts for. */
export type JudgedFlow = readonly [flow: ReferenceFlow, serverIsB: boolean, port: number];

/** By `443/tcp`. */
export function servicesOf(flows: Iterable<JudgedFlow>): Map<string, ReferenceService> {
  const services = new Map<string, ReferenceService>();
  for (const [flow, serverIsB, port] of flows) {
    const name = `${port}/${flow.transport}`;
    const service = services.get(name) ?? newService(flow);
    services.set(name, service);
    addFlow(service, flow, serverIsB);
  }
  return services;
}

function newService({ firstSeen, lastSeen }: ReferenceFlow): ReferenceService {
  return {
    flows: 0,
    connections: 0,
    clients: new Set(),
    servers: new Set(),
    packets: 0,
    bytes: 0,
    bytesToServer: 0,
    bytesToClient: 0,
    firstSeen,
    lastSeen,
    answered: 0,
    unanswered: 0,
    refused: 0,
  };
}

function addFlow(service: ReferenceService, flow: ReferenceFlow, serverIsB: boolean): void {
  const [client, server] = serverIsB ? [flow.a, flow.b] : [flow.b, flow.a];
  const [toServer, toClient] = serverIsB ? [flow.aToB, flow.bToA] : [flow.bToA, flow.aToB];
  service.flows += 1;
  service.connections += flow.connections;
  service.clients.add(client.address);
  service.servers.add(server.address);
  service.packets += toServer.packets + toClient.packets;
  service.bytes += toServer.bytes + toClient.bytes;
  service.bytesToServer += toServer.bytes;
  service.bytesToClient += toClient.bytes;
  service.firstSeen = Math.min(service.firstSeen, flow.firstSeen);
  service.lastSeen = Math.max(service.lastSeen, flow.lastSeen);
  if (isRefused(flow, serverIsB)) service.refused += 1;
  else if (toClient.packets > 0) service.answered += 1;
  else service.unanswered += 1;
}
