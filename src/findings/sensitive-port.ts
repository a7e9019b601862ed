/**
 * Services for administration and data that are reached across the edge of a network: from the internet, which is what
 * attackers look for, or by a host within at a server on the internet, which tells less. What was only tried tells of the
 * one who tried: however many services and flows, it is one finding.
 */
import { identifiedProtocol } from "../services/identified.ts";
import { OUTCOME_ANSWERED } from "../services/service.ts";
import { AddressScopes, SCOPE_INTERNET } from "./address-scope.ts";
import { spokenBy } from "./expected-protocols.ts";
import type { Finding, Severity } from "./finding.ts";
import {
  evidenceOf,
  type FlowGroup,
  groupFlows,
  labelOf,
  membersText,
  NO_GROUP,
  nameOf,
  portKey,
  servicesSpeaking,
} from "./flow-groups.ts";
import { findPeers } from "./peers.ts";
import { protocolWords } from "./protocol-words.ts";
import { type SensitiveService, sensitiveByProtocol, sensitiveService } from "./sensitive-services.ts";
import type { Traffic } from "./traffic.ts";
import { listText, numberOf } from "./words.ts";

/** Keys of groups: what was only tried, from either side; then each service, and what its payload says, by direction. */
const TRIED_FROM_INTERNET = 0;
const TRIED_ON_INTERNET = 1;
const FIRST_ANSWERED = 2;
/** Ids of protocols are fewer. */
const PROTOCOLS = 256;

export function findSensitivePorts(traffic: Traffic): Finding[] {
  const { services, addresses, roles, protocols, negotiated } = traffic;
  const byPort = services.services.map((_, service) => sensitiveService(nameOf(traffic, service)));
  const spoken = byPort.map((named) => (named === null ? null : spokenBy(named.name)));
  const byProtocol = sensitiveByProtocol();
  const isTold = Uint8Array.from({ length: PROTOCOLS }, (_, protocol) =>
    Number((byProtocol[protocol] ?? null) !== null),
  );
  const scopes = new AddressScopes(traffic);
  if (!scopes.hasInternet()) return [];
  let isPeer: Uint8Array | null = null;
  /** Peers listen on any port, and most of them say nothing that is recognised. */
  const reachesPeers = (flow: number): boolean => {
    isPeer ??= findPeers(traffic);
    return isPeer[roles.serverIsB[flow] === 1 ? addresses.ofA[flow] : addresses.ofB[flow]] === 1;
  };

  // A port is not its service's where the payload says that it is something else.
  const isNamed = (service: number, protocol: number) => spoken[service]?.[protocol] === 1;
  const keyOf = (flow: number, service: number): number => {
    const protocol = identifiedProtocol(protocols, flow);
    if (!isNamed(service, protocol) && isTold[protocol] === 0) return NO_GROUP;
    if (!roles.isKnown(flow) || (negotiated !== null && negotiated.kind[flow] !== 0)) return NO_GROUP;
    if (!scopes.crosses(flow)) return NO_GROUP;
    const isFromInternet = scopes.ofClient(flow) === SCOPE_INTERNET;
    if (!isFromInternet && protocol === 0 && reachesPeers(flow)) return NO_GROUP;
    if (services.outcome[flow] !== OUTCOME_ANSWERED)
      return isFromInternet ? TRIED_FROM_INTERNET : TRIED_ON_INTERNET;
    const subject = service * PROTOCOLS + (isNamed(service, protocol) ? 0 : protocol);
    return FIRST_ANSWERED + subject * 2 + (isFromInternet ? 0 : 1);
  };

  const wanted = servicesSpeaking(
    traffic,
    (service, protocol) =>
      isNamed(service, protocol) ||
      (isTold[protocol] === 1 && (byPort[service] !== null || mayTell(traffic, service))),
  );
  return groupFlows(traffic, wanted, keyOf).flatMap((group) => {
    if (group.key < FIRST_ANSWERED) return [tried(traffic, group)];
    const subject = (group.key - FIRST_ANSWERED) >> 1;
    const protocol = subject % PROTOCOLS;
    const sensitive = protocol === 0 ? byPort[Math.floor(subject / PROTOCOLS)] : byProtocol[protocol];
    if (sensitive === null) return [];
    const what = protocol === 0 ? "" : `${protocolWords(protocol)} on `;
    const isFromInternet = (group.key - FIRST_ANSWERED) % 2 === 0;
    if (isFromInternet) return [exposed(traffic, group, sensitive, what)];
    return sensitive.severity === "low" ? [] : [used(traffic, group, sensitive, what)];
  });
}

/** Whether payloads of the service may tell what it is: somebody answered. */
function mayTell({ services }: Traffic, service: number): boolean {
  return services.services[service].answered > 0;
}

function exposed(traffic: Traffic, group: FlowGroup, sensitive: SensitiveService, what: string): Finding {
  const [service] = group.services;
  const evidence = evidenceOf(traffic, group);
  const { clients, servers, flows } = evidence;
  return {
    rule: "sensitive-port",
    severity: sensitive.severity,
    key: `${what}${portKey(traffic, service)} from the internet`,
    title: `${what}${labelOf(traffic, service)} answers the internet`,
    detail:
      `${listText(servers)} answered, from the internet, ${membersText(clients, "client")} ` +
      `in ${numberOf(flows, "flow")}. ${about(sensitive)}`,
    advice:
      sensitive.severity === "low"
        ? "Keep it if it is meant to be open: keys instead of passwords, limits on attempts. Else let named addresses or a VPN alone reach it."
        : "Close the port to the internet: let named addresses or a VPN alone reach it. Then look at what these clients did there.",
    ...evidence,
    decidedBy: null,
  };
}

/** Databases and file shares in a cloud are used so; passwords and hashes leave the network all the same. */
function used(traffic: Traffic, group: FlowGroup, sensitive: SensitiveService, what: string): Finding {
  const [service] = group.services;
  const evidence = evidenceOf(traffic, group);
  const { clients, servers, flows } = evidence;
  return {
    rule: "sensitive-port",
    severity: severityOfUse(sensitive),
    key: `${what}${portKey(traffic, service)} on the internet`,
    title: `${what}${labelOf(traffic, service)} is used on the internet`,
    detail:
      `${listText(clients)} within the network used, on the internet, ${membersText(servers, "server")} ` +
      `in ${numberOf(flows, "flow")}. ${about(sensitive)}`,
    advice:
      "If it is meant, go through a VPN or TLS, and allow it for these servers alone; else block it on the way out.",
    ...evidence,
    decidedBy: null,
  };
}

function severityOfUse({ severity }: SensitiveService): Severity {
  return severity === "medium" ? "info" : "low";
}

function tried(traffic: Traffic, group: FlowGroup): Finding {
  const evidence = evidenceOf(traffic, group);
  const { clients, servers, flows } = evidence;
  const labels = group.services.map((service) => labelOf(traffic, service));
  const isFromInternet = group.key === TRIED_FROM_INTERNET;
  return {
    rule: "sensitive-port",
    severity: "info",
    key: isFromInternet ? "tried from the internet" : "tried on the internet",
    title: `${listText(labels)} tried ${isFromInternet ? "from" : "on"} the internet, without an answer`,
    detail:
      `${membersText(clients, "client")} tried ${listText(labels)} at ` +
      `${membersText(servers, "server")} in ${numberOf(flows, "flow")}; ` +
      "these were refused or not answered.",
    advice: isFromInternet
      ? "Nothing has to be done: whatever is on the internet is tried. See that what must not be reached stays closed."
      : "Look at what on these clients asks for it; block such ports on the way out.",
    ...evidence,
    decidedBy: null,
  };
}

function about({ description, caution }: SensitiveService): string {
  return caution === null ? `${description}.` : `${description}: ${caution}.`;
}
