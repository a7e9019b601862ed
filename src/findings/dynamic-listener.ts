/**
 * Servers in the dynamic range (49152 on: RFC 6335, section 6), where nothing is registered and a listener is there by
 * agreement of the two ends. One that nothing explains is worth a look: a program that somebody started by hand, or one that
 * hides.
 *
 * Linux hands out clients' ports from 32768 on, but services are registered up to 49151: those without a name there are
 * rare-port's.
 */

import { NO_PROTOCOL } from "../protocols/protocol.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { rangeClass } from "../services/range-class.ts";
import { OUTCOME_ANSWERED } from "../services/service.ts";
import { AddressScopes, SCOPE_INTERNET, SCOPE_OWN_HOST } from "./address-scope.ts";
import type { Finding } from "./finding.ts";
import {
  evidenceOf,
  type FlowGroup,
  groupFlows,
  hasKnownUse,
  labelOf,
  membersText,
  mergeGroups,
  NO_GROUP,
  nameOf,
  servicesWhere,
} from "./flow-groups.ts";
import { protocolSet } from "./protocol-set.ts";
import { protocolWords } from "./protocol-words.ts";
import type { Traffic } from "./traffic.ts";
import { unaccountedIn } from "./unaccounted.ts";
import { listText, numberOf } from "./words.ts";

/** Who serves one of these hands out ports of this range, be it in messages that nobody can read. */
const HANDS_OUT_PORTS: readonly string[] = ["msrpc", "rpcbind", "ftp", "ftps"];
/** What comes over such a port is not known, or hidden by TLS. */
const MAY_BE_ANYTHING = protocolSet("tls");
MAY_BE_ANYTHING[NO_PROTOCOL] = 1;
/** Hosts that are told one by one; more are told together. */
const MOST_APART = 5;

export function findDynamicListeners(traffic: Traffic): Finding[] {
  const { services, protocols, addresses, roles } = traffic;
  const wanted = servicesWhere(traffic, (service) => {
    const { port, answered } = services.services[service];
    return answered > 0 && rangeClass(port) === "dynamic" && !hasKnownUse(traffic, service);
  });
  if (!wanted.includes(1)) return [];
  const isUnaccounted = unaccountedIn(traffic);
  const handsOutPorts = serversThatHandOutPorts(traffic);
  const scopes = new AddressScopes(traffic);
  /** By server: whether a client on the internet reached it, or it speaks a protocol that has a port of its own. */
  const notable = new Map<number, string>();

  const groups = groupFlows(traffic, wanted, (flow, service) => {
    if (!isUnaccounted(flow, service)) return NO_GROUP;
    const server = roles.serverIsB[flow] === 1 ? addresses.ofB[flow] : addresses.ofA[flow];
    const protocol = identifiedProtocol(protocols, flow);
    if (handsOutPorts[server] === 1 && MAY_BE_ANYTHING[protocol] === 1) return NO_GROUP;
    if (scopes.ofServer(flow) === SCOPE_OWN_HOST) return NO_GROUP;
    // A server on the internet is its owner's business; what listens within the network is ours.
    const isFromInternet = scopes.ofClient(flow) === SCOPE_INTERNET;
    if (scopes.ofServer(flow) === SCOPE_INTERNET && !isFromInternet) return NO_GROUP;
    if (protocol !== 0) notable.set(server, `It speaks ${protocolWords(protocol)}.`);
    else if (isFromInternet && !notable.has(server)) notable.set(server, "Clients on the internet reach it.");
    return server;
  });
  if (groups.length > MOST_APART) return [together(traffic, groups, notable)];
  return groups.map((group) => listener(traffic, group, notable.get(group.key)));
}

function serversThatHandOutPorts(traffic: Traffic): Uint8Array {
  const { services, addresses } = traffic;
  const found = new Uint8Array(addresses.table.count);
  const wanted = servicesWhere(traffic, (service) =>
    HANDS_OUT_PORTS.includes(nameOf(traffic, service) ?? ""),
  );
  const isAnswered = (flow: number) => (services.outcome[flow] === OUTCOME_ANSWERED ? 0 : NO_GROUP);
  for (const { servers } of groupFlows(traffic, wanted, isAnswered))
    for (const server of servers) found[server] = 1;
  return found;
}

const ADVICE =
  "Find the program that listens (ss -lntp, or netstat -abno on Windows). If it is meant, give its port a name (--services) or allow it in the policy.";

function listener(traffic: Traffic, group: FlowGroup, notable: string | undefined): Finding {
  const evidence = evidenceOf(traffic, group);
  const { clients, servers, flows } = evidence;
  const labels = listText(group.services.map((service) => labelOf(traffic, service)));
  return {
    rule: "dynamic-listener",
    severity: notable === undefined ? "info" : "low",
    key: servers[0],
    title: `${servers[0]} listens on ${labels}, in the dynamic range`,
    detail:
      `${servers[0]} answered ${membersText(clients, "client")} on ${labels} in ` +
      `${numberOf(flows, "flow")}; nothing announced the port, and nobody has registered it.${notable === undefined ? "" : ` ${notable}`}`,
    advice: ADVICE,
    ...evidence,
    decidedBy: null,
  };
}

function together(
  traffic: Traffic,
  groups: readonly FlowGroup[],
  notable: ReadonlyMap<number, string>,
): Finding {
  const evidence = evidenceOf(traffic, mergeGroups(groups));
  const { clients, servers, flows, ports } = evidence;
  return {
    rule: "dynamic-listener",
    severity: notable.size > 0 ? "low" : "info",
    key: "many servers",
    title: `${numberOf(servers.length, "server")} listen in the dynamic range`,
    detail:
      `${listText(servers)} answered ${membersText(clients, "client")} on ` +
      `${numberOf(ports.length, "port or range", "ports or ranges")} from 49152 on, in ${numberOf(flows, "flow")}; nothing announced the ports, and nobody has registered them.`,
    advice: ADVICE,
    ...evidence,
    decidedBy: null,
  };
}
