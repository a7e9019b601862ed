/** The options that choose packets and flows: their texts in, the analysis' selection out. */
import { BlockList, isIP } from "node:net";
import type { TimeWindow } from "../headers/time-window.ts";
import { isBefore } from "../records/is-before.ts";
import type { Timestamp } from "../records/record.ts";
import { findPorts } from "../services/find-ports.ts";
import {
  looksLikePorts,
  quoted,
  readPortSpecification,
  TRANSPORTS,
  transportNamed,
} from "../services/port-specification.ts";
import type { UserServiceNames } from "../services/registry.ts";
import type { FlowSelection } from "../services/select-flows.ts";
import { protocolOf } from "../services/transports.ts";
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
export function selectionOf(
  { port, host, transport }: SelectionOptions,
  userNames: UserServiceNames | undefined,
): FlowSelection | undefined {
  if (port === undefined && host === undefined && transport === undefined) return undefined;
  return {
    ports: words("--port", port).flatMap((word) => portRanges(word, userNames)),
    protocols: words("--transport", transport).map(protocolNamed),
    ...(host === undefined ? {} : { matchesHost: hostMatcher(words("--host", host)) }),
  };
}

/** Undefined where nothing was asked for. Throws `UsageError`. */
export function windowOf({ since, until }: SelectionOptions): TimeWindow | undefined {
  if (since === undefined && until === undefined) return undefined;
  const window = {
    since: since === undefined ? null : moment("--since", since),
    until: until === undefined ? null : moment("--until", until),
  };
  const isEmpty =
    window.since !== null &&
    window.until !== null &&
    !isBefore(window.since.seconds, window.since.nanoseconds, window.until);
  if (isEmpty) {
    throw new UsageError(`--until: ${until} is not after --since ${since}; no packet lies between`);
  }
  return window;
}

/** A comma that does not go on with a transport: `53/tcp,udp` is one word. */
const SEPARATOR = new RegExp(`,(?!\\s*(?:${TRANSPORTS.join("|")})\\s*(?:,|$))`, "i");
const COMMA = ",";

/**
 * Every option may be given several times, and hold several words with commas between. Throws `UsageError` where
 * there is nothing but commas: a script's empty variable must not select everything or nothing.
 */
function words(option: string, texts: readonly string[] | undefined): string[] {
  if (texts === undefined) return [];
  const separator = option === "--port" ? SEPARATOR : COMMA;
  const found = texts.map((text) =>
    text
      .split(separator)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  );
  if (found.some((some) => some.length === 0))
    throw new UsageError(`${option}: nothing is named; ${EXAMPLES[option]}`);
  return found.flat();
}

const EXAMPLES: Readonly<Record<string, string>> = {
  "--port": "write 443, 53/udp or https",
  "--host": "write 10.0.0.5, 10.0.0.0/8 or fd00::/8",
  "--transport": `write ${TRANSPORTS.join(", ")}`,
};

/** `443`, `443/tcp`, `8000-8999/tcp`, or a service's name. */
function portRanges(text: string, userNames: UserServiceNames | undefined): PortRange[] {
  if (!looksLikePorts(text)) return portsNamed(text, userNames);
  const specification = readPortSpecification(text);
  if (typeof specification === "string") throw new UsageError(`--port: ${specification}`);
  const { first, last, transports } = specification;
  if (transports === null) return [{ from: first, to: last }];
  return transports.map((transport) => ({ from: first, to: last, protocol: protocolOf(transport) }));
}

const TRANSPORT_ENDING = new RegExp(`^(.+)/(?:${TRANSPORTS.join("|")}|udp-lite)$`, "i");

/** `https`, or `https/udp`. Only whole names: a part of one would select what nobody asked for. */
function portsNamed(asked: string, userNames: UserServiceNames | undefined): PortRange[] {
  const [, name = asked] = TRANSPORT_ENDING.exec(asked) ?? [];
  const wanted = name.trim().toLowerCase();
  const { rows: found } = findPorts(asked, {
    limit: Number.POSITIVE_INFINITY,
    ...(userNames && { userNames }),
  });
  const rows = found.filter((row) =>
    [row.name, ...row.aliases].some((known) => known?.toLowerCase() === wanted),
  );
  if (rows.length === 0) {
    throw new UsageError(
      `--port: no service is called ${quoted(asked)}; give a number, or look it up with: portolan ports`,
    );
  }
  return rows.map((row) => ({ from: row.port, to: row.lastPort, protocol: protocolOf(row.transport) }));
}

function protocolNamed(word: string): number {
  const transport = transportNamed(word);
  if (transport === null)
    throw new UsageError(`--transport: ${quoted(word)} is none of ${TRANSPORTS.join(", ")}`);
  return protocolOf(transport);
}

function hostMatcher(texts: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of texts) addHost(list, text);
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/**
 * An address or a CIDR block. `net.isIP` refuses leading zeros, which some parsers read as octal; it takes a zone
 * (`fe80::1%eth0`), which no packet carries.
 */
function addHost(list: BlockList, text: string): void {
  const [address, prefix, ...more] = text.split("/");
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  const isLength = prefix === undefined || (/^(0|[1-9]\d{0,2})$/.test(prefix) && length <= bits);
  if (version === 0 || address.includes("%") || more.length > 0 || !isLength) {
    throw new UsageError(`--host: ${quoted(text)} is no address and no block; ${EXAMPLES["--host"]}`);
  }
  list.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
}

const TIME =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[Tt ](?<clock>\d\d:\d\d(?::\d\d)?)(?:(?<=:\d\d:\d\d)\.(?<fraction>\d{1,9}))?\s*(?<zone>[Zz]|[+-]\d\d:\d\d)?)?$/;

/** RFC 3339; a date alone is its midnight, a time without a zone is UTC. */
function moment(option: string, text: string): Timestamp {
  const { date, clock = "00:00", fraction = "", zone = "Z" } = TIME.exec(text.trim())?.groups ?? {};
  const milliseconds = Date.parse(`${date}T${clock}${zone.toUpperCase()}`);
  if (Number.isNaN(milliseconds) || !isDate(date)) {
    throw new UsageError(`${option}: ${quoted(text)} is no time; write 2026-11-22T04:46:00Z or 2026-11-22`);
  }
  return { seconds: milliseconds / 1000, nanoseconds: Number(fraction.padEnd(9, "0")) };
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isDate(date: string): boolean {
  return new Date(`${date}T00:00Z`).toISOString().startsWith(date);
}
