/** Who talks to whom, over which service, and when: what charts show beyond the report. Plain data of bounded size. */

import type { OutcomeName } from "../services/outcome-names.ts";

export interface TrafficMap {
  /** Client's network → service → server; the heaviest of each by name, the others together. Most bytes first. */
  readonly paths: readonly TrafficPath[];
  readonly matrix: ClientMatrix;
  readonly activity: PortActivity;
}

export interface TrafficPath {
  readonly network: string;
  readonly service: string;
  readonly server: string;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
}

/** The clients and the services with most bytes, and what each client did with each service. */
export interface ClientMatrix {
  readonly clients: readonly string[];
  readonly services: readonly string[];
  /** By client, then by service. */
  readonly bytes: readonly (readonly number[])[];
  readonly packets: readonly (readonly number[])[];
  readonly flows: readonly (readonly number[])[];
}

/** When flows to which ports began: a grid of time and of the port on a logarithmic scale. */
export interface PortActivity {
  /** The first flow's begin, RFC 3339; null where no flow has a time. */
  readonly start: string | null;
  /** From the first flow's begin to that of the last one. */
  readonly seconds: number;
  readonly cells: readonly ActivityCell[];
}

export interface ActivityCell {
  /** After `start`. */
  readonly second: number;
  /** The ports that fell into the cell, both included. */
  readonly firstPort: number;
  readonly lastPort: number;
  readonly outcome: OutcomeName;
  readonly flows: number;
}

/** What stands for all networks, services and servers that have no name of their own. */
export const OTHER_NETWORKS = "other networks";
export const OTHER_SERVICES = "other services";
export const OTHER_SERVERS = "other servers";
export const OTHER_CLIENTS = "other clients";
