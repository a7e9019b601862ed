/**
 * Services over which somebody signs on in words that anybody on the way can read. What was said is told by control channels
 * (protocols/sign-on/) and by the first payloads; that it was said is told, and never what. A connection that goes on in TLS
 * is none of these.
 */
import { PAYLOAD_CAPTURED_FROM_A, PAYLOAD_CAPTURED_FROM_B } from "../flows/evidence.ts";
import { protocolId } from "../protocols/protocol.ts";
import { REFUSED, REPLIES, UPGRADED } from "../protocols/sign-on/sign-on.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { OUTCOME_ANSWERED } from "../services/service.ts";
import { AddressScopes, SCOPE_OWN_HOST } from "./address-scope.ts";
import { CLEAR_TEXTS, type ClearText } from "./cleartext-table.ts";
import { type Finding, FRAMES_SHOWN, type Severity } from "./finding.ts";
import {
  type Evidence,
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
import type { Traffic } from "./traffic.ts";
import { listText, numberOf } from "./words.ts";

/** Keys of groups: protocol, then service, then whether somebody signed on. */
const SIGNED_ON = 1;

/** How far the words go. */
type Way = "own host" | "network" | "internet";

const WHERE: Readonly<Record<Way, string>> = {
  "own host": " within the host itself",
  network: "",
  internet: " across the internet",
};

export function findCleartextServices(traffic: Traffic): Finding[] {
  const { services, protocols } = traffic;
  const byProtocol = new Int8Array(256).fill(-1);
  for (const [i, { protocol }] of CLEAR_TEXTS.entries())
    if (protocol !== null) byProtocol[protocolId(protocol)] = i;
  const byPort = services.services.map((_, service) => clearTextOfPort(nameOf(traffic, service)));
  const scopes = new AddressScopes(traffic);
  const crossing = new Set<number>();
  /** What leaves a host is read by others. */
  const leaving = new Set<number>();
  /** Where a server let somebody in, or nobody knows. */
  const entered = new Set<number>();

  const kindOf = (service: number, protocol: number) =>
    protocol === 0 ? byPort[service] : byProtocol[protocol];

  const keyOf = (flow: number, service: number): number => {
    const kind = kindOf(service, identifiedProtocol(protocols, flow));
    if (kind < 0 || services.outcome[flow] !== OUTCOME_ANSWERED || !traffic.roles.isKnown(flow))
      return NO_GROUP;
    const signsOn = signOnOf(traffic, flow, service, CLEAR_TEXTS[kind]);
    if (signsOn === null || (!signsOn && CLEAR_TEXTS[kind].without === null)) return NO_GROUP;
    if (!signsOn && !bothSpoke(traffic, flow)) return NO_GROUP;
    const key = (kind * services.services.length + service) * 2 + (signsOn ? SIGNED_ON : 0);
    if (signsOn && !entered.has(key) && !isRefused(traffic, flow)) entered.add(key);
    if (!crossing.has(key) && scopes.crosses(flow)) crossing.add(key);
    if (!leaving.has(key) && scopes.ofServer(flow) !== SCOPE_OWN_HOST) leaving.add(key);
    return key;
  };

  const wayOf = (key: number): Way => {
    if (crossing.has(key)) return "internet";
    return leaving.has(key) ? "network" : "own host";
  };
  const wanted = servicesSpeaking(
    traffic,
    (service, protocol) =>
      kindOf(service, protocol) >= 0 &&
      services.services[service].answered > 0 &&
      mayTell(traffic, service, CLEAR_TEXTS[kindOf(service, protocol)]),
  );
  const groups = groupFlows(traffic, wanted, keyOf);
  const signedOn = new Set(groups.filter(({ key }) => key % 2 === SIGNED_ON).map(({ key }) => key));
  return groups
    .filter(({ key }) => key % 2 === SIGNED_ON || !signedOn.has(key + SIGNED_ON))
    .map((group) => clearText(traffic, group, wayOf(group.key), entered.has(group.key)));
}

function clearTextOfPort(name: string | null): number {
  return name === null ? -1 : CLEAR_TEXTS.findIndex(({ services }) => services.includes(name));
}

/** Whether a flow of the kind can be told, whatever was said in it: HTTP, for one, only where somebody was heard signing on. */
function mayTell({ signOns, services }: Traffic, service: number, kind: ClearText): boolean {
  if (kind.always || kind.says !== null || kind.without !== null) return true;
  return kind.heard !== null && signOns.hasPort[services.services[service].port] === 1;
}

/** Whether somebody signed on in the clear; null where the flow is none of clear text after all. */
function signOnOf(traffic: Traffic, flow: number, service: number, kind: ClearText): boolean | null {
  const { flows, roles, signOns, services } = traffic;
  const serverIsB = roles.serverIsB[flow] === 1;
  if (kind.heard !== null && signOns.hasPort[services.services[service].port] === 1) {
    const pair = signOns.find(flows, flow, serverIsB);
    const bits = pair < 0 ? 0 : signOns.bitsOf(pair);
    if (kind.heard(bits)) return true;
    if ((bits & UPGRADED) !== 0) return null;
    // Then it is known who signed on, and that it was nobody.
    if ((bits & ~REPLIES) !== 0) return false;
  }
  if (kind.always) return bothSpoke(traffic, flow);
  if (kind.says === null) return false;
  return kind.says.test(flows.firstPayload(flow, (kind.says.by === "server") === serverIsB));
}

/** Whether the server refused whatever the flow's client signed on with: guesses give away nothing. */
function isRefused({ flows, roles, signOns }: Traffic, flow: number): boolean {
  const pair = signOns.find(flows, flow, roles.serverIsB[flow] === 1);
  return pair >= 0 && (signOns.bitsOf(pair) & REPLIES) === REFUSED;
}

function bothSpoke({ flows }: Traffic, flow: number): boolean {
  const both = PAYLOAD_CAPTURED_FROM_A | PAYLOAD_CAPTURED_FROM_B;
  return (flows.evidence(flow) & both) === both;
}

function clearText(traffic: Traffic, group: FlowGroup, way: Way, isEntered: boolean): Finding {
  const [service] = group.services;
  const kind = CLEAR_TEXTS[Math.floor(group.key / 2 / traffic.services.services.length)];
  const signedOn = group.key % 2 === SIGNED_ON;
  const label = labelOf(traffic, service);
  const evidence = signedOn ? withSignOns(traffic, group, kind) : evidenceOf(traffic, group);
  const { clients, servers, flows } = evidence;
  const where = WHERE[way];
  const isVain = signedOn && !isEntered;
  const who = membersText(clients, "client");
  return {
    rule: "cleartext-service",
    severity: isVain ? severityInVain(way) : severityOf(kind, signedOn, way),
    key: `${kind.words} on ${portKey(traffic, service)}${signedOn ? " with sign-on" : ""}`,
    title: signedOn
      ? `${kind.words} with sign-on in the clear on ${label}${where}`
      : `${kind.words} in the clear on ${label}${where}`,
    detail: signedOn
      ? `${who} signed on at ${listText(servers)}${where} without encryption, in ${numberOf(flows, "flow")}: whoever is on the way reads ${kind.secret}.${isVain ? " The server refused them all." : ""}`
      : `${who} used ${listText(servers)}${where} without encryption, in ${numberOf(flows, "flow")}; nobody was seen signing on by name.`,
    advice: `${kind.instead}${signedOn ? " Change what has been sent in the clear." : ""}`,
    ...evidence,
    decidedBy: null,
  };
}

function severityOf({ inside, acrossInternet, without }: ClearText, signedOn: boolean, way: Way): Severity {
  if (!signedOn) return without ?? "info";
  if (way === "own host") return "info";
  return way === "internet" ? acrossInternet : inside;
}

/** Of sign-ons that the server refused. */
function severityInVain(way: Way): Severity {
  return way === "own host" ? "info" : "low";
}

/** The frames that said so come first, where control channels told them. */
function withSignOns(traffic: Traffic, group: FlowGroup, { heard }: ClearText): Evidence {
  const evidence = evidenceOf(traffic, group);
  if (heard === null) return evidence;
  const { flows, roles, signOns } = traffic;
  const said = group.first.flatMap((flow) => {
    const pair = signOns.find(flows, flow, roles.serverIsB[flow] === 1);
    return pair < 0 ? [] : [signOns.frameOf(pair)];
  });
  const frames = [...new Set([...said, ...evidence.frames])].slice(0, FRAMES_SHOWN);
  return { ...evidence, frames: frames.sort((one, other) => one - other) };
}
