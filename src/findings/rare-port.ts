/**
 * A port that one host alone serves, to one client alone, hardly ever: a back door, a test, a mistake. That is only
 * remarkable where there is something to compare it with, and where nobody knows what the port is for.
 */

import { NO_PROTOCOL } from "../protocols/protocol.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { rangeClass } from "../services/range-class.ts";
import { AddressScopes, SCOPE_OWN_HOST } from "./address-scope.ts";
import { expectedOn } from "./expected-protocols.ts";
import type { Finding } from "./finding.ts";
import {
  evidenceOf,
  type FlowGroup,
  groupFlows,
  hasKnownUse,
  labelOf,
  mergeGroups,
  NO_GROUP,
  nameOf,
  portKey,
  servicesWhere,
} from "./flow-groups.ts";
import type { Traffic } from "./traffic.ts";
import { unaccountedIn } from "./unaccounted.ts";
import { listText, numberOf } from "./words.ts";

/** In a smaller capture every port is rare: that none of the others has it says something of ten, and little of three. */
const LEAST_SERVERS = 10;
const LEAST_SERVICES = 10;
/** A question, an answer and what goes with them. More is use. */
const FEW_PACKETS = 100;
/** Ports that are told one by one; more are told together. */
const MOST_APART = 5;

export function findRarePorts(traffic: Traffic): Finding[] {
  const { services, protocols } = traffic;
  const answered = services.services.filter((service) => service.answered > 0);
  if (services.totals.servers < LEAST_SERVERS || answered.length < LEAST_SERVICES) return [];
  const wanted = servicesWhere(traffic, (service) => {
    const { servers, clients, packets, port, answered } = services.services[service];
    const isRare = answered > 0 && servers === 1 && clients === 1 && packets <= FEW_PACKETS;
    return isRare && rangeClass(port) !== "dynamic" && !hasKnownUse(traffic, service);
  });
  if (!wanted.includes(1)) return [];
  const isUnaccounted = unaccountedIn(traffic);
  const scopes = new AddressScopes(traffic);
  /** Services of which more is to be said: nothing tells what crosses the edge of the network there. */
  const notable = new Set<number>();
  const groups = groupFlows(traffic, wanted, (flow, service) => {
    if (!isUnaccounted(flow, service) || scopes.ofServer(flow) === SCOPE_OWN_HOST) return NO_GROUP;
    const protocol = identifiedProtocol(protocols, flow);
    // What is spoken is what the port is registered for.
    if (protocol !== NO_PROTOCOL && expectedOn(nameOf(traffic, service))?.[protocol] === 1) return NO_GROUP;
    if (protocol === NO_PROTOCOL && scopes.crosses(flow)) notable.add(service);
    return service;
  });
  if (groups.length > MOST_APART) return [together(traffic, groups)];
  return groups.map((group) => rarePort(traffic, group, notable.has(group.key)));
}

const ADVICE =
  "Ask who uses it. If it is meant, give the port a name (--services) or allow it in the policy; a back door would look like this.";

function rarePort(traffic: Traffic, group: FlowGroup, isNotable: boolean): Finding {
  const evidence = evidenceOf(traffic, group);
  const [client] = evidence.clients;
  const [server] = evidence.servers;
  const label = labelOf(traffic, group.key);
  const { packets } = traffic.services.services[group.key];
  return {
    rule: "rare-port",
    severity: isNotable ? "low" : "info",
    key: `${server} ${portKey(traffic, group.key)}`,
    title: `${server} served ${label} to one client, once`,
    detail:
      `Only ${client} used ${label}, and only at ${server}: ${numberOf(packets, "packet")} in ` +
      `${numberOf(evidence.flows, "flow")}. ${compared(traffic)}${isNotable ? " It is of no protocol that is recognised, and it crosses the edge of the network." : ""}`,
    advice: ADVICE,
    ...evidence,
    decidedBy: null,
  };
}

function together(traffic: Traffic, groups: readonly FlowGroup[]): Finding {
  const evidence = evidenceOf(traffic, mergeGroups(groups));
  const labels = groups.map(({ key }) => labelOf(traffic, key));
  return {
    rule: "rare-port",
    severity: "info",
    key: "many ports",
    title: `${numberOf(labels.length, "port")} that one client alone used at one server`,
    detail:
      `${listText(labels)} were used by one client each, at one server each, in ${numberOf(evidence.flows, "flow")}. ` +
      compared(traffic),
    advice: ADVICE,
    ...evidence,
    decidedBy: null,
  };
}

function compared({ services }: Traffic): string {
  const { servers, clients } = services.totals;
  return `The capture has ${numberOf(servers, "server")} and ${numberOf(clients, "client")}; the port has no use that is known.`;
}
