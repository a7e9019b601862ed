/**
 * Names of services: what a port is called, and how far the call is to be trusted. A user's own names come
 * first, then the overlay (overlay-table.ts), then IANA's registry (registry-table.ts, generated).
 *
 * A name only says what a port is registered or known for. What really runs there is told by payload, in an
 * earlier stage.
 */
import { registeredName, registeredPorts, registeredService } from "./iana.ts";
import { type OverlayEntry, overlayEntries } from "./overlay.ts";
import type { Transport } from "./port-specification.ts";

export { isRegistered } from "./iana.ts";
export type { Transport } from "./port-specification.ts";

/** What a port is called. */
export interface ServiceName {
  readonly name: string;
  /** One line: what the port is for; null where nobody says. */
  readonly description: string | null;
  /** Who says so. */
  readonly source: "user" | "overlay" | "iana";
  /** Other names of the same port, IANA's own among them where the overlay has a better one. */
  readonly aliases: readonly string[];
}

/** A name that the user gave. */
export interface UserServiceName {
  readonly name: string;
  readonly description: string | null;
  readonly aliases: readonly string[];
}

/** A user's own names by `serviceKey`. */
export type UserServiceNames = ReadonlyMap<number, UserServiceName>;

const TRANSPORT_NUMBER: Readonly<Record<Transport, number>> = {
  tcp: 0,
  udp: 1,
  sctp: 2,
  dccp: 3,
  udplite: 4,
};

/** Transport and port as one small integer, for maps of services. */
export function serviceKey(transport: Transport, port: number): number {
  return TRANSPORT_NUMBER[transport] * 65_536 + port;
}

let overlayByKey: ReadonlyMap<number, OverlayEntry> | null = null;

/** The overlay's entry for the port; null where it has none. UDP-Lite shares UDP's (RFC 3828, section 3.1). */
export function overlayEntry(transport: Transport, port: number): OverlayEntry | null {
  overlayByKey ??= indexOverlay();
  return overlayByKey.get(serviceKey(transport === "udplite" ? "udp" : transport, port)) ?? null;
}

function indexOverlay(): Map<number, OverlayEntry> {
  const byKey = new Map<number, OverlayEntry>();
  for (const entry of overlayEntries()) {
    for (const transport of entry.transports) {
      for (let port = entry.first; port <= entry.last; port++) byKey.set(serviceKey(transport, port), entry);
    }
  }
  return byKey;
}

/** The user's name for the port; a name given for UDP holds for UDP-Lite unless that has its own. */
export function userName(
  transport: Transport,
  port: number,
  userNames: UserServiceNames | undefined,
): UserServiceName | null {
  const own = userNames?.get(serviceKey(transport, port));
  if (own !== undefined) return own;
  return transport === "udplite" ? userName("udp", port, userNames) : null;
}

/** What the port is called; null where neither user nor overlay nor IANA has a name. */
export function lookUp(transport: Transport, port: number, userNames?: UserServiceNames): ServiceName | null {
  const own = userName(transport, port, userNames);
  if (own !== null) return { ...own, source: "user" };
  const entry = overlayEntry(transport, port);
  if (entry !== null) {
    const { name, description, otherNames } = entry;
    const aliases = otherNamesOf(name, [...otherNames, registeredName(transport, port)]);
    return { name, description, source: "overlay", aliases };
  }
  const registered = registeredService(transport, port);
  if (registered === null) return null;
  return { name: registered.name, description: registered.description, source: "iana", aliases: [] };
}

/** The names that are not `name` itself, each once, whatever their case. */
export function otherNamesOf(name: string, candidates: readonly (string | null)[]): string[] {
  const seen = new Set([name.toLowerCase()]);
  const others: string[] = [];
  for (const candidate of candidates) {
    if (candidate === null || seen.has(candidate.toLowerCase())) continue;
    seen.add(candidate.toLowerCase());
    others.push(candidate);
  }
  return others;
}

/** `443/tcp (https)`, or `49822/tcp` where there is no name: the number is always said. */
export function serviceLabel(transport: Transport, port: number, name: string | null): string {
  return name === null ? `${port}/${transport}` : `${port}/${transport} (${name})`;
}

/** As `serviceLabel`, with the name that is known for the port. */
export function portLabel(transport: Transport, port: number, userNames?: UserServiceNames): string {
  return serviceLabel(transport, port, lookUp(transport, port, userNames)?.name ?? null);
}

/** How much a port's number alone says that it is a server's; see `serviceWeights`. */
export const WEIGHT_UNNAMED = 0;
export const WEIGHT_NAMED = 1;
export const WEIGHT_COMMON = 2;

/** A weight for each port, 0 to 65535, of each transport. */
export type ServiceWeights = Readonly<Record<Transport, Uint8Array>>;

/**
 * For the roles stage, which may not ask this one: 0 for a port that has no name, 1 for one that IANA or the
 * overlay names, 2 for one of the common ports and for one that the user named. UDP-Lite shares UDP's
 * (the same array, unless the user named ports of UDP-Lite).
 */
export function serviceWeights(userNames?: UserServiceNames): ServiceWeights {
  knownWeights ??= weightsOfKnownPorts();
  return userNames === undefined ? knownWeights : withUserWeights(knownWeights, userNames);
}

const FTP_DATA = 20;

let knownWeights: ServiceWeights | null = null;

function weightsOfKnownPorts(): ServiceWeights {
  const udp = registeredPorts("udp");
  const weights = {
    tcp: registeredPorts("tcp"),
    udp,
    sctp: registeredPorts("sctp"),
    dccp: registeredPorts("dccp"),
    udplite: udp,
  };
  for (const { transports, first, last, common } of overlayEntries()) {
    for (const transport of transports) {
      weights[transport].fill(common ? WEIGHT_COMMON : WEIGHT_NAMED, first, last + 1);
    }
  }
  // Nobody listens there: FTP's servers connect from it (RFC 959, section 3.2).
  weights.tcp[FTP_DATA] = WEIGHT_UNNAMED;
  return weights;
}

function withUserWeights(known: ServiceWeights, userNames: UserServiceNames): ServiceWeights {
  const udp = known.udp.slice();
  const namesUdpLite = [...userNames.keys()].some((key) => key >= serviceKey("udplite", 0));
  const weights = {
    tcp: known.tcp.slice(),
    udp,
    sctp: known.sctp.slice(),
    dccp: known.dccp.slice(),
    udplite: namesUdpLite ? udp.slice() : udp,
  };
  const transports = Object.keys(TRANSPORT_NUMBER) as Transport[];
  for (const key of userNames.keys()) {
    const transport = transports[key >>> 16] as Transport;
    weights[transport][key & 0xffff] = WEIGHT_COMMON;
    if (transport === "udp") weights.udplite[key & 0xffff] = WEIGHT_COMMON;
  }
  return weights;
}
