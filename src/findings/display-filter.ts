/**
 * Wireshark display filters (wireshark-filter(4), version 3.6 and later: members of a set stand between commas) that show
 * a finding's packets. A filter that somebody copies is of sane length: where it would list more, it shows more packets
 * than those of the finding rather than fewer.
 */
import type { Transport } from "../services/port-specification.ts";
import type { PortRange } from "./finding.ts";
import { mergePorts } from "./port-ranges.ts";

/** Addresses of one side, and ranges of ports of one transport, that a filter lists at most. */
export const LISTED_IN_FILTER = 20;

export interface FilteredFlows {
  /** Addresses as text; empty or left out: any. */
  readonly clients?: readonly string[];
  readonly servers?: readonly string[];
  /** The servers' ports; empty or left out: any. */
  readonly ports?: readonly PortRange[];
}

/** UDP-Lite's ports are fields of UDP's dissector. */
const FIELD: Readonly<Record<Transport, string>> = {
  tcp: "tcp.port",
  udp: "udp.port",
  sctp: "sctp.port",
  dccp: "dccp.port",
  udplite: "udp.port",
};

/** Packets between any of the clients and any of the servers, on any of the ports. Empty where all three are. */
export function flowsFilter({ clients = [], servers = [], ports = [] }: FilteredFlows): string {
  const sides = [clients, servers].filter((side) => side.length > 0);
  const short = sides.filter((side) => side.length <= LISTED_IN_FILTER);
  const portWords = portsFilter(ports);
  // Where nothing would be left, the first addresses of the shorter side are better than all packets.
  const shown = short.length > 0 || portWords !== "" ? short : shortestOf(sides);
  const words = [...new Set(shown.map(addressesFilter)), portWords].filter((part) => part !== "");
  return words.join(" && ");
}

function shortestOf(sides: readonly (readonly string[])[]): (readonly string[])[] {
  const [shortest] = [...sides].sort((one, other) => one.length - other.length);
  return shortest === undefined ? [] : [shortest.slice(0, LISTED_IN_FILTER)];
}

/** Packets from or to any of the addresses. */
function addressesFilter(addresses: readonly string[]): string {
  const ipv6 = addresses.filter((address) => address.includes(":"));
  const ipv4 = addresses.filter((address) => !address.includes(":"));
  return anyOf([membersFilter("ip.addr", ipv4), membersFilter("ipv6.addr", ipv6)]);
}

/** Packets from or to any of the ports. */
function portsFilter(ports: readonly PortRange[]): string {
  const fields = new Set(ports.flatMap(({ transport }) => fieldsOf(transport)));
  return anyOf(
    [...fields].map((field) => {
      const ofField = ports.filter(({ transport }) => fieldsOf(transport).includes(field));
      return membersFilter(field, rangeWords(ofField));
    }),
  );
}

function fieldsOf(transport: Transport | null): readonly string[] {
  return transport === null ? ["tcp.port", "udp.port", "sctp.port", "dccp.port"] : [FIELD[transport]];
}

function rangeWords(ports: readonly PortRange[]): string[] {
  const merged = mergePorts(ports.map(({ first, last }) => ({ transport: null, first, last })));
  const listed =
    merged.length <= LISTED_IN_FILTER ? merged : [{ first: merged[0].first, last: merged.at(-1)?.last ?? 0 }];
  return listed.map(({ first, last }) => (first === last ? String(first) : `${first}..${last}`));
}

function membersFilter(field: string, members: readonly string[]): string {
  if (members.length === 0) return "";
  const [only] = members;
  if (members.length === 1 && !only.includes("..")) return `${field} == ${only}`;
  return `${field} in {${members.join(", ")}}`;
}

function anyOf(filters: readonly string[]): string {
  const words = filters.filter((filter) => filter !== "");
  return words.length > 1 ? `(${words.join(" || ")})` : words.join("");
}
