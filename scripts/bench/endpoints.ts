/** Who talks to whom in a flow of a given number. */
import type { CapturePlan } from "./plans.ts";
import { scattered } from "./random-numbers.ts";

export interface Service {
  readonly transport: "tcp" | "udp";
  readonly port: number;
}

/** The two ends; `client` and `server` number the addresses from 0. */
export interface Endpoints {
  client: number;
  clientPort: number;
  server: number;
  /** Index into `services`. */
  service: number;
}

export interface Hosts {
  readonly services: readonly Service[];
  readonly clients: number;
  readonly servers: number;
  /** Fills in the ends of a flow; no two flows have the same. */
  readonly of: (flow: number, ends: Endpoints) => void;
}

const tcp = (port: number): Service => ({ transport: "tcp", port });
const OFFERED: readonly Service[] = [
  tcp(443),
  tcp(80),
  { transport: "udp", port: 443 },
  tcp(22),
  tcp(993),
  tcp(3306),
  tcp(8080),
  tcp(8443),
];
/** Sixteenths: 443 has most flows. */
const CHOICE = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7];
const SERVERS = 200;
const FLOWS_A_CLIENT = 20;
/** Flows of a client one after the other that go to the same server and port. */
const FLOWS_A_VISIT = 4;

/** Linux's range of ephemeral ports. */
const FIRST_EPHEMERAL = 32_768;
const EPHEMERAL_PORTS = 28_232;

const SCANNED_ADDRESSES = 65_536;

export function hostsOf(plan: CapturePlan): Hosts {
  return plan.order === "scan" ? scanned(plan.flows) : visited(plan.flows);
}

/** 20 flows a client, 4 of them to the same socket: 200 servers that offer 8 services. */
function visited(flows: number): Hosts {
  const clients = Math.ceil(flows / FLOWS_A_CLIENT);
  return {
    services: OFFERED,
    clients,
    servers: SERVERS,
    of: (flow, ends) => {
      const turn = Math.floor(flow / clients);
      ends.client = flow % clients;
      const visit = scattered(Math.floor(turn / FLOWS_A_VISIT) * clients + ends.client);
      ends.server = visit % SERVERS;
      ends.service = CHOICE[(visit >>> 20) % CHOICE.length];
      ends.clientPort = FIRST_EPHEMERAL + ((turn * 7919 + ends.client * 31) % EPHEMERAL_PORTS);
    },
  };
}

/** One client tries each port on all addresses before it goes on to the next port. */
function scanned(flows: number): Hosts {
  const servers = Math.min(SCANNED_ADDRESSES, flows);
  return {
    services: Array.from({ length: Math.ceil(flows / servers) }, (_, i) => tcp(1 + i)),
    clients: 1,
    servers,
    of: (flow, ends) => {
      ends.client = 0;
      ends.server = flow % servers;
      ends.service = Math.floor(flow / servers);
      ends.clientPort = FIRST_EPHEMERAL + (scattered(flow) % EPHEMERAL_PORTS);
    },
  };
}
