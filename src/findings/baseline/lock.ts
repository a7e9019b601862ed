/**
 * A lock (`ports.lock`) holds the services that were seen, an entry a line, made to be reviewed in git. docs/baseline.md has
 * its form; read-lock.ts reads it, write-lock.ts writes it.
 */
import { HIGHEST_PORT, TRANSPORTS, type Transport } from "../../services/port-specification.ts";
import { compareText } from "../finding.ts";
import { portWords } from "../policy/port-set.ts";
import { addressText, compareAddresses, readAddress } from "../policy/prefix.ts";

/** Of servers on the internet, which are not told apart unless asked for. */
export const INTERNET = "internet";

/** What a server offers, or was asked for. */
export interface Service {
  /** An address (RFC 5952), the name of a zone, or `internet`. */
  readonly server: string;
  readonly transport: Transport;
  /** Ports, both included; 0 to 65535 for a protocol that has no port of its own. */
  readonly first: number;
  readonly last: number;
  /** What the port is called; says nothing else. Null where it has no name. */
  readonly name: string | null;
  /** Protocols that payloads were of, sorted; empty where none was told. Of a protocol without a port, that one. */
  readonly protocols: readonly string[];
  /** Whether any server answered, or a group was sent to. */
  readonly answered: boolean;
}

export interface LockEntry extends Service {
  /** In the file, counted from 1. */
  readonly line: number;
}

export interface Lock {
  readonly path: string;
  /** In the order of the file. */
  readonly entries: readonly LockEntry[];
  /** The file between its line feeds, as it stands. */
  readonly lines: readonly string[];
}

/** Whether the service is a protocol on whatever port. */
export function isPortless({ first, last }: Pick<Service, "first" | "last">): boolean {
  return first === 0 && last === HIGHEST_PORT;
}

/** `443/tcp`, `8000-8010/tcp`, `any/udp`. */
export function lockPorts({ transport, first, last }: Pick<Service, "transport" | "first" | "last">): string {
  return portWords({ transport, first, last });
}

/** Services with the same key are the same service, whatever is known of them. */
export function serviceId(service: Service): string {
  const { server, protocols } = service;
  return `${server} ${lockPorts(service)}${isPortless(service) ? ` ${protocols[0]}` : ""}`;
}

/** The one order of services: IPv4 addresses, IPv6 addresses, names; then transport, port, protocol. */
export function sortedServices<Row extends Service>(services: readonly Row[]): Row[] {
  const servers = [...new Set(services.map(({ server }) => server))].map((server) => ({
    server,
    address: readAddress(server),
  }));
  servers.sort((one, other) => {
    if (one.address !== null && other.address !== null) return compareAddresses(one.address, other.address);
    if (one.address === null && other.address === null) return compareText(one.server, other.server);
    return one.address === null ? 1 : -1;
  });
  const place = new Map(servers.map(({ server }, i) => [server, i]));
  return [...services].sort(
    (one, other) =>
      (place.get(one.server) ?? 0) - (place.get(other.server) ?? 0) ||
      TRANSPORTS.indexOf(one.transport) - TRANSPORTS.indexOf(other.transport) ||
      one.first - other.first ||
      one.last - other.last ||
      compareText(one.protocols.join(), other.protocols.join()),
  );
}

/** Names of zones that the entries speak of. */
export function zonesNamed(entries: readonly Service[]): string[] {
  const names = entries.map(({ server }) => server);
  return [...new Set(names)].filter((name) => name !== INTERNET && readAddress(name) === null).sort();
}

/** An address in the form in which locks have it; null where the text is none. */
export function canonicalAddress(text: string): string | null {
  const address = readAddress(text);
  return address && addressText(address);
}
