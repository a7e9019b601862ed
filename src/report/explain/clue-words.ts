/** What each clue says of a flow, or why it says nothing, in words with frame numbers. */
import { endText } from "../../flows/flow-ends.ts";
import type { EndFrames } from "../../flows/flow-frames.ts";
import { isDatagram, PROTOCOL_DCCP, PROTOCOL_SCTP, PROTOCOL_TCP } from "../../headers/internet-protocol.ts";
import { BOTH_SPEAK, STRAY, UNDELIVERED } from "../../roles/asking.ts";
import { DYNAMIC_FIRST, hasHandshake, LINUX_EPHEMERAL_FIRST } from "../../roles/clues.ts";
import type { Clue } from "../../roles/role.ts";
import { WEIGHT_COMMON } from "../../services/registry.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import type { ExplainedEnd, IdentifiedProtocol, SocketExplanation } from "./explanation.ts";

/** One end of the flow with all that is known of it. */
export interface KnownEnd {
  readonly end: ExplainedEnd;
  readonly frames: EndFrames;
  readonly sockets: SocketExplanation;
  /** What its port is called; null where it has no name. */
  readonly portName: string | null;
  /** How strongly its port speaks for a service: 0 not registered, 1 registered, 2 common. */
  readonly portWeight: number;
  readonly sentPayload: boolean;
}

export interface KnownFlow {
  /** IP protocol number. */
  readonly protocol: number;
  readonly identified: IdentifiedProtocol | null;
  /** What a port of it was negotiated for, and in which frame; null where none was. */
  readonly negotiated: { readonly service: string; readonly frame: number } | null;
  /** Its handshake, payload, negotiated port or addresses tell the server, so that its sockets are not asked. */
  readonly tellsItself: boolean;
  /** Which end alone speaks, and how; see roles/asking.ts. */
  readonly asking: number;
}

export interface Words {
  readonly why: string;
  readonly frames: readonly number[];
}

/** `server` and `client` are as the clue takes them. */
type Speaker = (server: KnownEnd, client: KnownEnd, flow: KnownFlow) => Words;

/** What a clue says that takes `server` for the server. */
export function wordsOf(clue: Clue, server: KnownEnd, client: KnownEnd, flow: KnownFlow): Words {
  return SPEAKERS[clue](server, client, flow);
}

const SPEAKERS: Readonly<Record<Clue, Speaker>> = {
  syn: (_server, { end, frames }, { protocol }) =>
    seen(`${endText(end)} sent ${opening(protocol)}`, frames.syn, ": who opens is the client"),
  "syn-ack": ({ end, frames }, _client, { protocol }) =>
    seen(
      `${endText(end)} answered with ${accepting(protocol)}`,
      frames.synAck,
      ": who accepts is the server",
    ),
  multicast: ({ end }) => said(`${end.address} is a multicast group, which is only ever a destination`),
  broadcast: ({ end }) => said(`${end.address} is the broadcast address, which is only ever a destination`),
  payload: (server, client, { identified }) => ({
    why: `the first payload${inFrames(payloadFrames(server, client))} is ${identified?.protocol ?? "of a protocol"}, in which ${endText(server.end)} speaks as the server`,
    frames: payloadFrames(server, client),
  }),
  negotiated: ({ end }, _client, { negotiated }) => ({
    why: `${negotiation(negotiated)}, and ${endText(end)} is the end that serves it`,
    frames: negotiated === null ? [] : [negotiated.frame],
  }),
  "known-server": (server, client) => said(`in other flows ${record(server)}, and ${record(client)}`),
  "fan-in": (server, client) =>
    said(`${countedFlows(server)}, ${countedFlows(client)}: clients take a new port for each`),
  probe: (server, client, { asking }) => probeWords(server, client, Math.abs(asking)),
  "busy-port": (server, client) =>
    said(
      `on all addresses together, port ${server.end.port} has ${flowsOf(server.sockets.flowsOfPort)} to it, port ${client.end.port} has ${flowsOf(client.sockets.flowsOfPort)} to it`,
    ),
  "client-ports": (_server, { end, sockets }) =>
    said(
      `in other flows ${end.address} is certainly the client from ${range(sockets)}, and ${end.port} lies among these`,
    ),
  "ftp-data": (_server, { end }) =>
    said(`FTP's servers connect to their clients from port 20, as ${endText(end)} does`),
  "common-service": ({ end, portName }) =>
    said(`port ${end.port}${named(portName)} is one of the common services, the other is not`),
  "registered-service": ({ end, portName }, client) => {
    const what = `port ${end.port}${named(portName)} is a registered service`;
    if (client.portWeight === 0) return said(`${what}, port ${client.end.port} is none`);
    return said(
      `${what}; port ${client.end.port}${named(client.portName)} is one too, but from ${LINUX_EPHEMERAL_FIRST} on clients take such ports by chance`,
    );
  },
  "dynamic-range": (server, client) =>
    said(
      `port ${client.end.port} is ${rangeWords(client)}, port ${server.end.port} is ${rangeWords(server)}`,
    ),
  "first-packet": (_server, { end, frames }) =>
    seen(`${endText(end)} sent the first packet that was seen`, frames.first, ", and clients speak first"),
};

/** Why a clue says nothing; null where it cannot say anything of such a flow. */
export function silenceOf(clue: Clue, a: KnownEnd, b: KnownEnd, flow: KnownFlow): string | null {
  if ((clue === "syn" || clue === "syn-ack") && !hasHandshake(flow.protocol)) return null;
  return SILENCE[clue]?.(a, b, flow) ?? null;
}

type Silence = ((a: KnownEnd, b: KnownEnd, flow: KnownFlow) => string | null) | null;

const SILENCE: Readonly<Record<Clue, Silence>> = {
  syn: (a, b, { protocol }) =>
    a.frames.syn === null || b.frames.syn === null
      ? `unknown: ${opening(protocol)} was not seen; the connection may be older than the capture`
      : `both ends sent ${opening(protocol)} (frames ${a.frames.syn} and ${b.frames.syn})`,
  "syn-ack": (a, b, { protocol }) =>
    a.frames.synAck === null || b.frames.synAck === null
      ? `unknown: ${accepting(protocol)} was not seen`
      : `both ends sent ${accepting(protocol)} (frames ${a.frames.synAck} and ${b.frames.synAck})`,
  multicast: null,
  broadcast: null,
  payload: (a, b, { identified }) => payloadSilence(a, b, identified),
  negotiated: (_a, _b, { negotiated }) =>
    negotiated && `${negotiation(negotiated)}, in which either end may serve`,
  "known-server": (a, b) => {
    const isTold = [a, b].some(({ sockets }) => sockets.certainlyServer > 0 || sockets.certainlyClient > 0);
    return isTold
      ? `in other flows ${record(a)}, and ${record(b)}`
      : "unknown: no other flow of either end tells its server for certain";
  },
  "fan-in": (a, b) => `${countedFlows(a)}, ${countedFlows(b)}: ${NO_LEAD}`,
  probe: (a, b, { protocol, asking }) => {
    if (protocol !== PROTOCOL_TCP && !isDatagram(protocol)) return null;
    if (a.sockets.searches && b.sockets.searches) return "both ends search";
    return asking === BOTH_SPEAK
      ? "both ends speak, or one of them from within a connection"
      : `unknown: only ${endText((asking > 0 ? a : b).end)} was heard; the other direction may not have been captured`;
  },
  "busy-port": (a, b) =>
    `port ${a.end.port} has ${flowsOf(a.sockets.flowsOfPort)} to it, port ${b.end.port} has ${flowsOf(b.sockets.flowsOfPort)} to it: ${NO_LEAD}`,
  "client-ports": (a, b) =>
    a.sockets.clientPorts === null && b.sockets.clientPorts === null
      ? "unknown: neither host is a client for certain in other flows"
      : `in other flows ${[a, b].map(clientRange).join(", and ")}; of the ports here ${isClientPort(a) ? "both are" : "neither is"} among these`,
  "ftp-data": null,
  "common-service": (a, b) =>
    `${portsOf(a, b)}: ${a.portWeight === WEIGHT_COMMON && b.portWeight === WEIGHT_COMMON ? "both are common services" : "neither is a common service"}`,
  "registered-service": (a, b) =>
    `${portsOf(a, b)}: ${a.portWeight > 0 && b.portWeight > 0 ? "both are registered" : "neither is registered"}`,
  "dynamic-range": (a, b) =>
    a.end.port === b.end.port
      ? `both ports are ${a.end.port}`
      : `${portsOf(a, b)}: both are ${rangeWords(a)}`,
  "first-packet": null,
};

const NO_LEAD = "neither has three, and three times as many as the other";

/** What fan-in counts. */
function countedFlows({ end, sockets: { flows, counted, heard, searches } }: KnownEnd): string {
  const all = `${endText(end)} has ${flowsOf(flows)}`;
  if (searches) return `${all}, which do not count, since it searches`;
  if (counted === null || heard === null || heard === flows) return all;
  if (counted === 0) return `${all}, of which nothing but resets was seen`;
  const few = heard === 0 ? "none" : `only ${formatCount(heard)}`;
  return `${all} (in ${few} of them anything is known to have come to it)`;
}

function probeWords(server: KnownEnd, client: KnownEnd, asking: number): Words {
  const sender = endText(client.end);
  const refused = refusalOf(server);
  if (asking === STRAY) {
    const what = `${sender} sent what belongs to no connection`;
    return seen(what, client.frames.first, `, and ${endText(server.end)} ${refused}: it tries the port`);
  }
  if (asking === UNDELIVERED) {
    return seen(`what ${sender} sent could not be delivered`, client.frames.unreachable, ": it asked first");
  }
  return said(
    `in most of its ${flowsOf(client.sockets.flows)} ${sender} alone speaks, to one port everywhere, refused, or to ports that no client takes: it searches`,
  );
}

function refusalOf({ frames: { rst } }: KnownEnd): string {
  return rst === null ? "answered nothing" : `answered with a reset alone (frame ${rst})`;
}

function negotiation(negotiated: KnownFlow["negotiated"]): string {
  return negotiated === null
    ? "a port was negotiated"
    : `a port was negotiated for ${negotiated.service} (frame ${negotiated.frame})`;
}

function payloadSilence(a: KnownEnd, b: KnownEnd, identified: IdentifiedProtocol | null): string {
  if (identified !== null) {
    return `it reads as ${identified.protocol}, in which either end may speak so`;
  }
  if (a.sentPayload || b.sentPayload) {
    return `unknown: the first payload is of no protocol that is recognised${inFrames(payloadFrames(a, b))}`;
  }
  return "unknown: no payload was captured";
}

function seen(what: string, frame: number | null, rest: string): Words {
  return frame === null
    ? { why: `${what}${rest}`, frames: [] }
    : { why: `${what} (frame ${frame})${rest}`, frames: [frame] };
}

function said(why: string): Words {
  return { why, frames: [] };
}

function payloadFrames(...ends: readonly KnownEnd[]): number[] {
  const frames = ends.flatMap(({ frames: { payload } }) => (payload === null ? [] : [payload]));
  return frames.sort((one, other) => one - other);
}

function inFrames(frames: readonly number[]): string {
  if (frames.length === 0) return "";
  return frames.length === 1 ? ` (frame ${frames[0]})` : ` (frames ${frames.join(" and ")})`;
}

function flowsOf(count: number): string {
  return formatNumberOf(count, "flow");
}

function record({ end, sockets: { certainlyServer, certainlyClient } }: KnownEnd): string {
  if (certainlyServer === 0 && certainlyClient === 0) return `nothing is certain of ${endText(end)}`;
  const [server, client] = [formatCount(certainlyServer), formatCount(certainlyClient)];
  return `${endText(end)} is certainly the server in ${server} and the client in ${client}`;
}

function range({ clientPorts }: SocketExplanation): string {
  if (clientPorts === null) return "unknown";
  const { first, last } = clientPorts;
  return first === last ? `port ${first}` : `ports ${first} to ${last}`;
}

function clientRange({ end, sockets }: KnownEnd): string {
  return sockets.clientPorts === null
    ? `${end.address} is a client for certain in none`
    : `${end.address} is a client for certain from ${range(sockets)}`;
}

function isClientPort({ end: { port }, sockets: { clientPorts } }: KnownEnd): boolean {
  return clientPorts !== null && port >= clientPorts.first && port <= clientPorts.last;
}

function named(name: string | null): string {
  return name === null ? "" : ` (${name})`;
}

function portsOf(a: KnownEnd, b: KnownEnd): string {
  return `ports ${a.end.port}${named(a.portName)} and ${b.end.port}${named(b.portName)}`;
}

/** The ranges that the clue tells apart. */
function rangeWords({ end: { port } }: KnownEnd): string {
  if (port >= DYNAMIC_FIRST) {
    return `in the dynamic range (${DYNAMIC_FIRST} on), from which clients' ports are taken`;
  }
  return port >= LINUX_EPHEMERAL_FIRST
    ? `in Linux' range of clients' ports (${LINUX_EPHEMERAL_FIRST} on)`
    : "below the ranges of clients' ports";
}

function opening(protocol: number): string {
  if (protocol === PROTOCOL_SCTP) return "an INIT";
  return protocol === PROTOCOL_DCCP ? "a Request" : "a SYN";
}

function accepting(protocol: number): string {
  if (protocol === PROTOCOL_SCTP) return "an INIT ACK";
  return protocol === PROTOCOL_DCCP ? "a Response" : "a SYN-ACK";
}
