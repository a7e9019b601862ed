/** One side of a comparison: what a capture or a lock knows of services. */
import { type Attempts, describeAttempts } from "../baseline/attempts.ts";
import { Evidence } from "../baseline/evidence.ts";
import type { Lock, Service } from "../baseline/lock.ts";
import { AskedInVain, type SeenOptions, seeServices } from "../baseline/seen-services.ts";
import type { Traffic } from "../traffic.ts";
import type { SeenTraffic } from "./difference.ts";

export interface Side {
  readonly services: readonly Service[];
  /** What was seen of the service with this index; null where nobody looked. */
  readonly seen: (index: number) => SeenTraffic | null;
  /** Clients that tried many services in vain. */
  readonly attempts: readonly Attempts[];
  /** How many such clients there are beyond these. */
  readonly omittedClients: number;
  /** Whether such a client tried this one, too, which is not among `services`. */
  readonly wasAskedInVain: (service: Service) => boolean;
}

export function sideOfLock({ entries }: Lock): Side {
  return {
    services: entries,
    seen: () => null,
    attempts: [],
    omittedClients: 0,
    wasAskedInVain: () => false,
  };
}

/** It keeps nothing of the traffic's flows, so that another capture may be read. */
export function sideOfTraffic(traffic: Traffic, options: SeenOptions = {}): Side {
  const seen = seeServices(traffic, options);
  const { services, groupOfRow, uses, attempts } = seen;
  const evidence = new Evidence(traffic, uses.rowOfFlow, services.length, (_flow, row) => groupOfRow[row]);
  const many = describeAttempts(traffic, uses.rowOfFlow, attempts);
  const groups = services.map(({ group }) => group);
  const asked = new AskedInVain(traffic, seen);
  return {
    services,
    seen: (index) => ({
      outcomes: evidence.outcomes(groups[index]),
      clients: evidence.clients(groups[index]),
      clientCount: evidence.clientCount(groups[index]),
      frames: evidence.frames(groups[index]),
    }),
    attempts: many,
    omittedClients: attempts.omitted,
    wasAskedInVain: (service) => asked.has(service),
  };
}
