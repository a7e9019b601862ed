/**
 * A payload that is surely of another protocol than its port is for: a tunnel, a service that hides, a wrong configuration.
 * How severe it is depends on the protocol: TLS, SSH and HTTP are moved to other ports every day, databases and controllers
 * are not. Ports without a name, and names without expectations, cannot be unexpected.
 */
import { PAYLOAD_CAPTURED_FROM_A, PAYLOAD_CAPTURED_FROM_B } from "../flows/evidence.ts";
import { flowState, STATE_MIDSTREAM } from "../flows/state.ts";
import { NO_PROTOCOL, protocolId } from "../protocols/protocol.ts";
import { AddressScopes } from "./address-scope.ts";
import { expectedOn } from "./expected-protocols.ts";
import { type Finding, isAtLeast, type Severity } from "./finding.ts";
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
import { protocolSet } from "./protocol-set.ts";
import { protocolWords } from "./protocol-words.ts";
import { sensitiveByProtocol } from "./sensitive-services.ts";
import type { Traffic } from "./traffic.ts";
import { listText, numberOf } from "./words.ts";

/**
 * So sure is protocols/identify.ts where both ends speak the protocol and at least one certainly, or both likely, or where
 * the one end that spoke does certainly. A client that says GET to a server that does not understand it stays below.
 */
const LEAST_PERCENT = 97;
/** Where the flow was under way before the capture: both ends certainly. The middle of a file may look like anything. */
const LEAST_PERCENT_MIDSTREAM = 99;

const WEB = protocolSet("http http2 websocket");
/**
 * Moved to other ports to get through firewalls, by people who are allowed to and by others. DNSCrypt fetches its
 * certificates on port 443 by DNS.
 */
const MOVED = protocolSet("ssh openvpn wireguard socks dns");
const FIRST_UNPRIVILEGED_PORT = 1024;

const PROTOCOLS = 256;

export function findProtocolMismatches(traffic: Traffic): Finding[] {
  const { services, protocols } = traffic;
  const expected = services.services.map(({ answered }, service) =>
    answered > 0 ? expectedOn(nameOf(traffic, service)) : null,
  );
  const scopes = new AddressScopes(traffic);
  const crossing = new Set<number>();
  const keyOf = (flow: number, service: number): number => {
    if (protocols.confidencePercent[flow] < LEAST_PERCENT) return NO_GROUP;
    const protocol = protocols.protocol[flow];
    if (expected[service]?.[protocol] !== 0 || !isSurelySpoken(traffic, flow)) return NO_GROUP;
    const key = service * PROTOCOLS + protocol;
    if (!crossing.has(key) && scopes.crosses(flow)) crossing.add(key);
    return key;
  };
  const wanted = servicesSpeaking(
    traffic,
    (service, protocol) => protocol !== NO_PROTOCOL && expected[service]?.[protocol] === 0,
  );
  return groupFlows(traffic, wanted, keyOf).map((group) => mismatch(traffic, group, crossing.has(group.key)));
}

/** The server spoke, and nothing else is to be believed of the flow: not its role, nor where it begins. */
function isSurelySpoken({ flows, roles, protocols, negotiated }: Traffic, flow: number): boolean {
  if (!roles.isKnown(flow) || protocols.contradiction[flow] !== 0) return false;
  if (negotiated !== null && negotiated.kind[flow] !== 0) return false;
  const kept = roles.serverIsB[flow] === 1 ? PAYLOAD_CAPTURED_FROM_B : PAYLOAD_CAPTURED_FROM_A;
  if ((flows.evidence(flow) & kept) === 0) return false;
  const isMidstream = flowState(flows, flow) === STATE_MIDSTREAM;
  return protocols.confidencePercent[flow] >= (isMidstream ? LEAST_PERCENT_MIDSTREAM : LEAST_PERCENT);
}

function mismatch(traffic: Traffic, group: FlowGroup, crosses: boolean): Finding {
  const service = Math.floor(group.key / PROTOCOLS);
  const protocol = group.key % PROTOCOLS;
  const spoken = protocolWords(protocol);
  const label = labelOf(traffic, service);
  const evidence = evidenceOf(traffic, group);
  const { clients, servers, flows } = evidence;
  const severity = severityOf(traffic, service, protocol, crosses);
  return {
    rule: "protocol-mismatch",
    severity,
    key: `${spoken} on ${portKey(traffic, service)}`,
    title: `${spoken} on ${label}`,
    detail:
      `${listText(servers)} and ${membersText(clients, "client")} speak ${spoken} on ${label} ` +
      `in ${numberOf(flows, "flow")}; the payload says so for certain, and the port is for something else.`,
    advice: isAtLeast(severity, "medium")
      ? "Find out what listens there and who set it up: such services are moved to pass a firewall, or by mistake."
      : "Often meant so. If it is, give the port a name of its own (--services) or allow it in the policy; else move the service.",
    ...evidence,
    decidedBy: null,
  };
}

function severityOf(traffic: Traffic, service: number, protocol: number, crosses: boolean): Severity {
  const { port } = traffic.services.services[service];
  const ordinary = expectedOn(nameOf(traffic, service));
  if (protocol === protocolId("tls")) return ordinary?.[protocolId("http")] === 1 ? "info" : "low";
  if (MOVED[protocol] === 1) return "low";
  // Web over the ports of the encrypted web, or of a program that has an interface of its own, is a setting gone wrong.
  const isWebAsWell = port >= FIRST_UNPRIVILEGED_PORT || ordinary?.[protocolId("http2")] === 1;
  if (WEB[protocol] === 1 && isWebAsWell) return "low";
  const sensitive = sensitiveByProtocol()[protocol] ?? null;
  return crosses && sensitive !== null && isAtLeast(sensitive.severity, "high") ? "high" : "medium";
}
