/**
 * What CONTRACT names, as shapes: every field of `portolan.report/1` and of a row of `flows --format ndjson`, with
 * its type. Fields beside them are allowed: the promise is that they may be added, never renamed.
 */
import { isIP } from "node:net";

/** Everything that is wrong with a value; nothing where it has the shape. */
type Shape = (value: unknown, path: string) => string[];

const is =
  (what: string, test: (value: unknown) => boolean): Shape =>
  (value, path) =>
    test(value) ? [] : [`${path} is ${JSON.stringify(value)}, no ${what}`];

const count = is("count", (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const text = is("text", (value) => typeof value === "string" && value !== "");
const boolean = is("boolean", (value) => typeof value === "boolean");
const share = is("fraction of 1", (value) => typeof value === "number" && value >= 0 && value <= 1);
const port = is("port", (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535);
const time = is("RFC 3339 time in UTC with nanoseconds", (value) =>
  matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/, value),
);
const address = is("RFC 5952 address", (value) => typeof value === "string" && isCanonical(value));
const label = is("label with number and transport", (value) =>
  matches(/^\d+\/(tcp|udp|sctp|dccp|udplite)( \(.+\))?$/, value),
);
const communityId = is("community ID", (value) => matches(/^1:[A-Za-z0-9+/]{27}=$/, value));
const oneOf = (...values: readonly string[]): Shape =>
  is(`one of ${values}`, (value) => values.includes(String(value)));
const literal = (expected: string): Shape => is(expected, (value) => value === expected);

function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === "string" && pattern.test(value);
}

/** The URL standard writes IPv6 addresses as RFC 5952 does. */
function isCanonical(value: string): boolean {
  if (isIP(value) === 4) return true;
  if (isIP(value) !== 6) return false;
  // RFC 5952, section 5: an IPv4-mapped address may be written with dots.
  return new URL(`http://[${value}]/`).hostname === `[${value}]` || /^::ffff:\d+\.\d+\.\d+\.\d+$/.test(value);
}

const orNull =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? [] : shape(value, path);

const listOf =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => shape(item, `${path}[${index}]`))
      : [`${path} is no list`];

const object =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    if (typeof value !== "object" || value === null) return [`${path} is no object`];
    const given = value as Readonly<Record<string, unknown>>;
    return Object.entries(fields).flatMap(([name, shape]) =>
      Object.hasOwn(given, name) ? shape(given[name], `${path}.${name}`) : [`${path}.${name} is missing`],
    );
  };

const transport = oneOf("tcp", "udp", "sctp", "dccp", "udplite");
const directions = object({ toServer: count, toClient: count });
const endpoint = object({ address, port });

const report = object({
  schema: literal("portolan.report/1"),
  tool: object({ name: literal("portolan"), version: text }),
  captures: listOf(
    object({
      path: text,
      format: orNull(oneOf("pcap", "pcapng")),
      compression: orNull(oneOf("gzip", "zstd")),
      linkTypes: listOf(text),
      packets: count,
      bytes: count,
      capturedBytes: count,
      firstSeen: orNull(time),
      lastSeen: orNull(time),
      snapLength: count,
      droppedByCapture: orNull(count),
      complete: boolean,
      problems: listOf(object({ code: text, offset: count, message: text })),
    }),
  ),
  totals: object({
    packets: count,
    bytes: count,
    flows: count,
    connections: count,
    services: count,
    clients: count,
    servers: count,
  }),
  verdicts: listOf(object({ verdict: text, packets: count, bytes: count })),
  services: listOf(
    object({
      transport,
      port,
      name: orNull(text),
      label,
      description: orNull(text),
      rangeClass: oneOf("well-known", "registered", "dynamic"),
      identified: listOf(text),
      flows: count,
      connections: count,
      clients: count,
      servers: count,
      packets: count,
      bytes: count,
      bytesToServer: count,
      bytesToClient: count,
      firstSeen: time,
      lastSeen: time,
      answered: count,
      unanswered: count,
      refused: count,
    }),
  ),
  servers: listOf(
    object({ address, transport, port, name: orNull(text), clients: count, flows: count, bytes: count }),
  ),
  clients: listOf(object({ address, flows: count, services: count, bytes: count })),
  roles: object({ decided: count, undecided: count, byClue: listOf(object({ clue: text, flows: count })) }),
  findings: listOf(
    object({
      id: text,
      rule: text,
      key: text,
      severity: oneOf("info", "low", "medium", "high", "critical"),
      title: text,
      detail: text,
      advice: text,
      clients: listOf(text),
      servers: listOf(text),
      omitted: object({ clients: count, servers: count }),
      ports: listOf(text),
      flows: count,
      frames: listOf(count),
      displayFilter: text,
      decidedBy: orNull(object({ path: text, line: count, column: count, words: text })),
    }),
  ),
  ignoredFindings: count,
});

const flow = object({
  transport,
  client: endpoint,
  server: endpoint,
  role: object({ known: boolean, confidence: share, because: listOf(text) }),
  service: object({
    name: orNull(text),
    label,
    identified: orNull(text),
    identifiedConfidence: orNull(share),
  }),
  negotiated: orNull(object({ service: text, frame: count })),
  packets: directions,
  bytes: directions,
  payloadBytes: directions,
  connections: count,
  folded: count,
  state: oneOf("established", "unanswered", "refused", "reset", "closed", "half-open", "midstream"),
  firstSeen: time,
  lastSeen: time,
  firstFrame: count,
  via: listOf(text),
  communityId,
});

export function reportFaults(value: unknown): string[] {
  return report(value, "report");
}

export function flowFaults(value: unknown): string[] {
  return flow(value, "flow");
}
