/**
 * A client that comes back to a server at regular intervals, where nobody else does the same: how a program that was planted
 * asks for its orders, and how some updaters and sync clients ask for news. What is seen is when flows begin; a single
 * connection that is kept open, and whatever is said in it, is none.
 *
 * Much comes back regularly by design, and is no finding: names, time, monitoring, mail that is fetched, what many clients
 * do at one server, and a client that asks many servers the same.
 */
import { doubled } from "../flows/doubled.ts";
import { PAYLOAD_CAPTURED_FROM_A, PAYLOAD_CAPTURED_FROM_B } from "../flows/evidence.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { overlayEntry } from "../services/registry.ts";
import { OUTCOME_ANSWERED } from "../services/service.ts";
import { transportOf } from "../services/transports.ts";
import { AddressScopes, SCOPE_INTERNET, SCOPE_LOCAL } from "./address-scope.ts";
import { type Finding, FRAMES_SHOWN, type Severity } from "./finding.ts";
import {
  evidenceOf,
  type FlowGroup,
  hasKnownUse,
  labelOf,
  membersText,
  mergeGroups,
  portKey,
} from "./flow-groups.ts";
import { findPeers } from "./peers.ts";
import { protocolSet } from "./protocol-set.ts";
import { LEAST_BEATS, type Regularity, regularityOf } from "./regularity.ts";
import type { Traffic } from "./traffic.ts";
import { numberOf, timeText } from "./words.ts";

/**
 * Groups of ports (overlay-table.ts) whose programs ask again and again, are asked by what watches over them, or are used by
 * scripts: backups and deployments come to the minute, and so do those who guess passwords.
 */
const REGULAR_GROUPS = new Set([
  ...[
    "Mail",
    "Names and addresses",
    "Remote access",
    "Files and storage",
    "Printing",
    "Directory and sign-on",
  ],
  ...["Databases and search", "Messaging and streams", "Chat and push", "Logs, measurement and management"],
  ...[
    "Containers and clusters",
    "Routing and network devices",
    "VoIP and media",
    "Home and discovery",
    "Industrial",
  ],
]);
/** The same, by what is spoken on any port. */
const REGULAR_PROTOCOLS = protocolSet(
  "dns mdns llmnr nbns nbdgm dhcp dhcpv6 ntp snmp syslog ssdp zabbix netflow sflow smtp imap pop3 ldap kerberos radius " +
    "ssh ftp telnet rdp vnc smb stun sip rtp rtcp mqtt xmpp nat-pmp rip bittorrent gnutella modbus bacnet enip coap " +
    "mysql postgresql tds mongodb redis memcached",
);
/** Clients of one server's port, at most: what three do is what the server is for. */
const MOST_CLIENTS = 2;
/** Servers that one client comes back to on one service, at most: who asks three of them watches over them. */
const MOST_SERVERS = 2;
/** Of one pair: what comes behind them tells nothing new. */
const MOST_BEATS = 10_000;
/** What is told one by one; more is told together. */
const MOST_APART = 5;

interface Beacon {
  readonly group: FlowGroup;
  readonly regularity: Regularity;
  readonly severity: Severity;
}

export function findBeacons(traffic: Traffic): Finding[] {
  const isCandidate = candidateSockets(traffic);
  if (!isCandidate.includes(1)) return [];
  const isPeer = findPeers(traffic);
  const scopes = new AddressScopes(traffic);
  const beacons = repeatedFlows(traffic, isCandidate).flatMap((flows) => {
    const { addresses, services, roles } = traffic;
    const [flow] = flows;
    const serverIsB = roles.serverIsB[flow] === 1;
    const [client, server] = serverIsB
      ? [addresses.ofA[flow], addresses.ofB[flow]]
      : [addresses.ofB[flow], addresses.ofA[flow]];
    if (isPeer[client] === 1 || isPeer[server] === 1 || !isOther(scopes.ofServer(flow))) return [];
    const regularity = regularityOf(momentsOf(traffic, flows.subarray(0, MOST_BEATS)));
    if (regularity === null) return [];
    const service = services.ofFlow[flow];
    const first = [...flows.subarray(0, FRAMES_SHOWN)];
    const group = {
      key: service,
      flows: flows.length,
      services: [service],
      clients: [client],
      servers: [server],
      first,
    };
    return [{ group, regularity, severity: severityOf(traffic, scopes, flow, service) }];
  });
  const told = withoutWatchers(beacons);
  if (told.length > MOST_APART) return [together(traffic, told)];
  return told.map((beacon) => finding(traffic, beacon));
}

/** Another host: not the client itself, nor a group. */
function isOther(scope: number): boolean {
  return scope === SCOPE_INTERNET || scope === SCOPE_LOCAL;
}

/** By socket: 1 where few clients came often enough, to a service that is not made for it. */
function candidateSockets(traffic: Traffic): Uint8Array {
  const { services } = traffic;
  const isRegular = services.services.map(({ protocol, port }) =>
    REGULAR_GROUPS.has(overlayEntry(transportOf(protocol), port)?.group ?? ""),
  );
  const found = new Uint8Array(services.servers.count);
  const { flows, partners } = services.serverTraffic;
  for (let socket = 0; socket < found.length; socket++) {
    if (flows.at(socket) < LEAST_BEATS || partners.at(socket) > MOST_CLIENTS) continue;
    if (!isRegular[services.servers.services.at(socket)]) found[socket] = 1;
  }
  return found;
}

/** Flows of one client to one socket that is marked, where there are enough of them, in their order. */
function repeatedFlows(traffic: Traffic, isCandidate: Uint8Array): Int32Array[] {
  const { services, addresses, roles } = traffic;
  const { servers, ofFlow } = services;
  const isServer = new Uint8Array(addresses.table.count);
  for (let socket = 0; socket < isCandidate.length; socket++) {
    if (isCandidate[socket] === 1) isServer[servers.addresses.at(socket)] = 1;
  }
  const pairs = new PairIndex();
  let flows = new Int32Array(1024);
  let pairOfFlow = new Int32Array(1024);
  let count = 0;
  for (let flow = 0; flow < ofFlow.length; flow++) {
    const serverIsB = roles.serverIsB[flow] === 1;
    const server = serverIsB ? addresses.ofB[flow] : addresses.ofA[flow];
    if (isServer[server] === 0 || ofFlow[flow] < 0 || !mayBeBeat(traffic, flow)) continue;
    const socket = servers.find(server, ofFlow[flow]);
    if (socket < 0 || isCandidate[socket] === 0 || !clientSpoke(traffic, flow, serverIsB)) continue;
    if (count === flows.length) {
      flows = doubled(flows);
      pairOfFlow = doubled(pairOfFlow);
    }
    flows[count] = flow;
    pairOfFlow[count++] = pairs.number(serverIsB ? addresses.ofA[flow] : addresses.ofB[flow], socket);
  }
  return byPair(flows.subarray(0, count), pairOfFlow, pairs.count).filter((of) => of.length >= LEAST_BEATS);
}

function mayBeBeat({ services, roles, protocols, negotiated }: Traffic, flow: number): boolean {
  if (services.outcome[flow] !== OUTCOME_ANSWERED || !roles.isKnown(flow)) return false;
  if (negotiated !== null && negotiated.kind[flow] !== 0) return false;
  return REGULAR_PROTOCOLS[identifiedProtocol(protocols, flow)] === 0;
}

/** Whoever only looks whether a port is open says nothing: scanners, health checks, and the far end of a traceroute. */
function clientSpoke({ flows }: Traffic, flow: number, serverIsB: boolean): boolean {
  return (flows.evidence(flow) & (serverIsB ? PAYLOAD_CAPTURED_FROM_A : PAYLOAD_CAPTURED_FROM_B)) !== 0;
}

/** The flows of each pair, in their order. */
function byPair(flows: Int32Array, pairOfFlow: Int32Array, pairs: number): Int32Array[] {
  const ends = new Int32Array(pairs + 1);
  for (let i = 0; i < flows.length; i++) ends[pairOfFlow[i] + 1]++;
  for (let pair = 1; pair <= pairs; pair++) ends[pair] += ends[pair - 1];
  const starts = ends.slice();
  const sorted = new Int32Array(flows.length);
  for (let i = 0; i < flows.length; i++) sorted[starts[pairOfFlow[i]]++] = flows[i];
  return Array.from({ length: pairs }, (_, pair) => sorted.subarray(ends[pair], ends[pair + 1]));
}

/** When the flows began, in seconds since the first of them did. */
function momentsOf({ flows }: Traffic, numbers: Int32Array): Float64Array {
  const start = flows.firstSeconds(numbers[0]);
  return Float64Array.from(
    numbers,
    (flow) => flows.firstSeconds(flow) - start + flows.firstNanoseconds(flow) / 1e9,
  );
}

/** Without clients that come back to several servers on one service. */
function withoutWatchers(beacons: readonly Beacon[]): Beacon[] {
  const watchOf = ({ group }: Beacon) => `${group.clients[0]} ${group.key}`;
  const servers = new Map<string, number>();
  for (const beacon of beacons) servers.set(watchOf(beacon), (servers.get(watchOf(beacon)) ?? 0) + 1);
  return beacons.filter((beacon) => (servers.get(watchOf(beacon)) ?? 0) <= MOST_SERVERS);
}

/** Worst is a port without a known use on the internet; a web server there may be anybody's, and within the network most is meant. */
function severityOf(traffic: Traffic, scopes: AddressScopes, flow: number, service: number): Severity {
  const isKnown = hasKnownUse(traffic, service);
  const isOutward = scopes.crosses(flow) && scopes.ofServer(flow) === SCOPE_INTERNET;
  if (isOutward) return isKnown ? "low" : "medium";
  return isKnown ? "info" : "low";
}

const ADVICE =
  "Find the program on the client that does this. Updaters and sync clients do; if nobody knows it, look at what it sends and where.";

function finding(traffic: Traffic, { group, regularity, severity }: Beacon): Finding {
  const evidence = evidenceOf(traffic, group);
  const [client] = evidence.clients;
  const [server] = evidence.servers;
  const { beats, period, spread, span } = regularity;
  const label = labelOf(traffic, group.key);
  return {
    rule: "beaconing",
    severity,
    key: `${client} ${server} ${portKey(traffic, group.key)}`,
    title: `${client} comes back to ${server} on ${label} every ${timeText(period)}`,
    detail:
      `${client} opened ${numberOf(evidence.flows, "flow")} to ${label} of ${server}, ${numberOf(beats, "time")} in ${timeText(span)}: ` +
      `every ${timeText(period)}, with a median deviation of ${Math.round(spread * 100)} percent. ` +
      "No more than two clients use this server's port.",
    advice: ADVICE,
    ...evidence,
    decidedBy: null,
  };
}

function together(traffic: Traffic, beacons: readonly Beacon[]): Finding {
  const evidence = evidenceOf(traffic, mergeGroups(beacons.map(({ group }) => group)));
  const { clients, servers, flows } = evidence;
  return {
    rule: "beaconing",
    severity: beacons.some(({ severity }) => severity === "medium") ? "medium" : "low",
    key: "many pairs",
    title: `${numberOf(beacons.length, "pair")} of client and server with flows at regular intervals`,
    detail:
      `${membersText(clients, "client")} come back to ${membersText(servers, "server")} ` +
      `at regular intervals, in ${numberOf(flows, "flow")}.`,
    advice: ADVICE,
    ...evidence,
    decidedBy: null,
  };
}
