/** The options that choose packets and flows: their texts in, the analysis' selection out. */
import { BlockList, isIP } from "node:net";
import type { TimeWindow } from "../headers/time-window.ts";
import type { Timestamp } from "../records/record.ts";
import { protocolOf } from "../report/transports.ts";
import { findPorts } from "../services/find-ports.ts";
import {
  looksLikePorts,
  readPortSpecification,
  TRANSPORTS,
  transportNamed,
} from "../services/port-specification.ts";
import type { FlowSelection } from "../services/select-flows.ts";
import { UsageError } from "./usage-error.ts";

export interface SelectionOptions {
  readonly port?: string[];
  readonly host?: string[];
  readonly transport?: string[];
  readonly since?: string;
  readonly until?: string;
}

type PortRange = NonNullable<FlowSelection["ports"]>[number];

/** Undefined where nothing was asked for. Throws `UsageError`. */
export function selectionOf({
  port = [],
  host = [],
  transport = [],
}: SelectionOptions): FlowSelection | undefined {
  if (port.length === 0 && host.length === 0 && transport.length === 0) return undefined;
  return {
    ports: words(port).flatMap(portRanges),
    protocols: words(transport).map(protocolNamed),
    ...(host.length === 0 ? {} : { matchesHost: hostMatcher(words(host)) }),
  };
}

/** Undefined where nothing was asked for. Throws `UsageError`. */
export function windowOf({ since, until }: SelectionOptions): TimeWindow | undefined {
  if (since === undefined && until === undefined) return undefined;
  return {
    since: since === undefined ? null : moment("--since", since),
    until: until === undefined ? null : moment("--until", until),
  };
}

/** Every option may be given several times, and hold several words with commas between. */
function words(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(",").map((word) => word.trim())).filter((word) => word !== "");
}

/** `443`, `443/tcp`, `8000-8999/tcp`, or a service's name. */
function portRanges(text: string): PortRange[] {
  if (!looksLikePorts(text)) return portsNamed(text);
  const specification = readPortSpecification(text);
  if (typeof specification === "string") throw new UsageError(`--port: ${specification}`);
  const { first, last, transports } = specification;
  if (transports === null) return [{ from: first, to: last }];
  return transports.map((transport) => ({ from: first, to: last, protocol: protocolOf(transport) }));
}

function portsNamed(name: string): PortRange[] {
  const wanted = name.toLowerCase();
  const rows = findPorts(name).rows.filter((row) =>
    [row.name, ...row.aliases].some((known) => known?.toLowerCase() === wanted),
  );
  if (rows.length === 0) {
    throw new UsageError(
      `--port: no service is called “${name}”; give a number, or look it up with: portolan ports`,
    );
  }
  return rows.map((row) => ({ from: row.port, to: row.lastPort, protocol: protocolOf(row.transport) }));
}

function protocolNamed(word: string): number {
  const transport = transportNamed(word);
  if (transport === null) throw new UsageError(`--transport: “${word}” is none of ${TRANSPORTS.join(", ")}`);
  return protocolOf(transport);
}

function hostMatcher(texts: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of texts) addHost(list, text);
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** An address or a CIDR block. `net.isIP` refuses leading zeros, which some parsers read as octal. */
function addHost(list: BlockList, text: string): void {
  const [address, prefix, ...more] = text.split("/");
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  const isLength = prefix === undefined || (/^\d{1,3}$/.test(prefix) && length <= bits);
  if (version === 0 || more.length > 0 || !isLength) {
    throw new UsageError(
      `--host: “${text}” is no address and no block; write 10.0.0.5, 10.0.0.0/8 or fd00::/8`,
    );
  }
  list.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?\s*([Zz]|[+-]\d\d:\d\d)?$/;

/** RFC 3339; a date alone is its midnight, a time without a zone is UTC. */
function moment(option: string, text: string): Timestamp {
  const parts = TIME.exec(text.trim());
  const milliseconds =
    parts === null
      ? Number.NaN
      : Date.parse(`${parts[1]}T${parts[2] ?? "00:00:00"}${parts[4]?.toUpperCase() ?? "Z"}`);
  if (parts === null || Number.isNaN(milliseconds)) {
    throw new UsageError(`${option}: “${text}” is no time; write 2026-11-22T04:46:00Z or 2026-11-22`);
  }
  return { seconds: milliseconds / 1000, nanoseconds: Number((parts[3] ?? "").padEnd(9, "0")) };
}
