/** Services that never answered, in words: one finding for each, or for all with the same port where they are many. */
import { addressText } from "../flows/addresses.ts";
import { portLabel } from "../services/registry.ts";
import { transportOf } from "../services/transports.ts";
import { type DeadService, MANY_CLIENTS } from "./dead-services.ts";
import { flowsFilter } from "./display-filter.ts";
import { type Finding, FRAMES_SHOWN } from "./finding.ts";
import { singlePort } from "./port-ranges.ts";
import type { Traffic } from "./traffic.ts";
import { listText, numberOf, timeText } from "./words.ts";

/** Servers with the same dead port, from which on they are told together. */
const MANY_SERVERS = 10;

interface Words {
  readonly rule: "refused-service" | "unanswered-service";
  /** What one server does to a port, and what several do. */
  readonly verbs: readonly [one: string, several: string];
  readonly advice: string;
}

export function deadServiceFindings(
  traffic: Traffic,
  services: readonly DeadService[],
  words: Words,
): Finding[] {
  const byPort = new Map<number, DeadService[]>();
  for (const service of services) {
    const port = service.protocol * 65_536 + service.port;
    byPort.set(port, [...(byPort.get(port) ?? []), service]);
  }
  return [...byPort.values()].flatMap((group) =>
    group.length >= MANY_SERVERS
      ? [finding(traffic, group, words)]
      : group.map((service) => finding(traffic, [service], words)),
  );
}

function finding(
  traffic: Traffic,
  services: readonly DeadService[],
  { rule, verbs, advice }: Words,
): Finding {
  const { addresses, flows, userNames } = traffic;
  const textOf = (address: number) => addressText(addresses.table, address);
  const [{ protocol, port }] = services;
  const transport = transportOf(protocol);
  const label = portLabel(transport, port, userNames);
  const servers = services.map(({ server }) => textOf(server));
  const clients = [...new Set(services.flatMap((service) => service.clients))].map(textOf);
  const sum = (of: (service: DeadService) => number) =>
    services.reduce((total, service) => total + of(service), 0);
  const tries = sum((service) => service.tries);
  const refused = sum((service) => service.refused);
  const first = services.flatMap((service) => service.first).sort((one, other) => one - other);
  const seconds = Math.max(...services.map((service) => service.seconds));
  const ports = [singlePort(transport, port)];
  return {
    rule,
    severity: clients.length >= MANY_CLIENTS ? "low" : "info",
    key: `${servers.length > 1 ? "many servers" : servers[0]} ${port}/${transport}`,
    title:
      servers.length > 1
        ? `${numberOf(servers.length, "server")} ${verbs[1]} ${label}`
        : `${servers[0]} ${verbs[0]} ${label}`,
    detail:
      `${listText(servers)}: ${numberOf(clients.length, "client")} (${listText(clients)}) made ` +
      `${numberOf(tries, "try", "tries")} in ${timeText(seconds)}, none of which was answered` +
      `${refused > 0 ? ` (${refused} refused)` : ""}.`,
    advice,
    clients,
    servers,
    ports,
    flows: tries,
    frames: first.slice(0, FRAMES_SHOWN).map((flow) => flows.firstFrame(flow)),
    displayFilter: flowsFilter({ clients, servers, ports }),
    decidedBy: null,
  };
}
