/**
 * A user's own names of services (`--services FILE`), in one of two forms that are told apart by content:
 *
 * YAML, or JSON, which YAML contains:
 *
 *     8443/tcp: admin-console
 *     5000-5010/tcp,udp: { name: trading, description: Orders of the trading floor }
 *
 * or lines as in services(5), /etc/services:
 *
 *     admin-console  8443/tcp  console   # what it is for
 *
 * Every mistake is told, with its place, in one go; what could be read is handed back beside them.
 */
import { isMap, isScalar, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import {
  looksLikePorts,
  type PortSpecification,
  quoted,
  readPortSpecification,
} from "./port-specification.ts";
import { serviceKey, type UserServiceName, type UserServiceNames } from "./registry.ts";

/** What a file of names says. */
export interface ParsedServiceNames {
  readonly names: UserServiceNames;
  /** `file:line:column: what is wrong and what to write`, in the order of the file; empty where all is well. */
  readonly errors: readonly string[];
}

/** Longer names would break tables; IANA's have 15 characters (RFC 6335, section 5.1). */
const LONGEST_NAME = 64;
const EXAMPLE = "8443/tcp: admin-console";
/** services(5): a name, blanks, a port and a transport. `name: 443/tcp` is YAML the wrong way round. */
const SERVICES_LINE = /^[^\s:"'{}]+\s+\d+\s*\/\s*[a-zA-Z]/;
/** Transports of old services files that have no ports of ours: AppleTalk's. */
const OTHER_TRANSPORTS = ["ddp"];

/** Reads the text of a file of names; `fileName` is only for the errors. Never throws. */
export function parseServiceNames(text: string, fileName: string): ParsedServiceNames {
  const collector = new NameCollector(fileName);
  const content = text.replace(/^\uFEFF/, "");
  if (isServicesFile(content)) readServicesLines(content, collector);
  else readYaml(content, collector);
  return collector.result();
}

function isServicesFile(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  const services = lines.filter((line) => SERVICES_LINE.test(line.trim())).length;
  return services > 0 && services * 2 >= lines.length;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Gathers names and errors, and sees to it that no port is named twice. */
class NameCollector {
  private readonly fileName: string;
  private readonly names = new Map<number, UserServiceName>();
  private readonly lineOfName = new Map<number, number>();
  private readonly errors: { place: Place; text: string }[] = [];

  constructor(fileName: string) {
    this.fileName = fileName;
  }

  error(place: Place, message: string): void {
    const text = `${this.fileName}:${place.line}:${place.column}: ${message}`;
    this.errors.push({ place, text: text.replaceAll(/\p{Cc}/gu, "\uFFFD") });
  }

  /** Gives every port of `ports` the name. A port that has one is an error, or is left where `first` wins. */
  add(ports: PortSpecification, name: UserServiceName, place: Place, repeated: "error" | "first"): void {
    let clash: string | null = null;
    for (const transport of ports.transports ?? []) {
      for (let port = ports.first; port <= ports.last; port++) {
        const key = serviceKey(transport, port);
        const line = this.lineOfName.get(key);
        if (line !== undefined) {
          clash ??= `${port}/${transport} has a name in line ${line} already: keep one of them`;
          continue;
        }
        this.lineOfName.set(key, place.line);
        this.names.set(key, name);
      }
    }
    if (clash !== null && repeated === "error") this.error(place, clash);
  }

  result(): ParsedServiceNames {
    const inOrder = this.errors.sort(
      (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
    );
    return { names: this.names, errors: inOrder.map(({ text }) => text) };
  }
}

/** What is wrong with a name; null where nothing is. Names are shown in labels, so they are one visible word or a few. */
function nameProblem(name: string): string | null {
  if (name === "") return "the name is empty";
  if (name.length > LONGEST_NAME) return `the name has more than ${LONGEST_NAME} characters`;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return "the name has control characters in it";
  return null;
}

function readServicesLines(text: string, collector: NameCollector): void {
  for (const [row, whole] of text.split("\n").entries()) {
    const [body = "", ...comment] = whole.split("#");
    const words = [...body.matchAll(/\S+/g)];
    const [name, ports] = words;
    if (name === undefined) continue;
    const place = { line: row + 1, column: name.index + 1 };
    if (ports === undefined) {
      collector.error(place, `${quoted(name[0])} has no port: write ${name[0]} 8443/tcp`);
      continue;
    }
    const transport = ports[0].split("/")[1]?.toLowerCase() ?? "";
    if (OTHER_TRANSPORTS.includes(transport)) continue;
    const specification = transportRequired(ports[0]);
    const wrong = nameProblem(name[0]);
    if (typeof specification === "string") {
      collector.error({ line: row + 1, column: ports.index + 1 }, specification);
    } else if (wrong !== null) {
      collector.error(place, wrong);
    } else {
      const description = comment.join("#").trim();
      const aliases = words.slice(2).map(([word]) => word);
      // getservbyport(3) answers with the first of several lines.
      const named = { name: name[0], description: description === "" ? null : description, aliases };
      collector.add(specification, named, place, "first");
    }
  }
}

/** A port specification with its transports, or words that say what to write instead. */
function transportRequired(text: string): PortSpecification | string {
  const specification = readPortSpecification(text);
  if (typeof specification === "string" || specification.transports !== null) return specification;
  const ports = text.trim();
  return `${ports} has no transport: write ${ports}/tcp, ${ports}/udp or ${ports}/tcp,udp`;
}

function readYaml(text: string, collector: NameCollector): void {
  const lineCounter = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const placeOf = (node: unknown): Place => placeAt((node as Node | null)?.range?.[0] ?? 0);
  let document: ReturnType<typeof parseDocument>;
  try {
    document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  } catch {
    // The parser recurses: a few thousand brackets in a row exhaust the stack.
    collector.error({ line: 1, column: 1 }, `no YAML and no services file: write lines such as ${EXAMPLE}`);
    return;
  }
  let lastOffset = -1;
  for (const { pos, code, message } of [...document.errors, ...document.warnings]) {
    // One slip makes the parser complain many times of the same place.
    if (pos[0] === lastOffset) continue;
    lastOffset = pos[0];
    const second = "a second document starts here: keep all names in one";
    collector.error(placeAt(pos[0]), code === "MULTIPLE_DOCS" ? second : message);
  }
  const { contents } = document;
  if (isMap(contents) && contents.items.length > 0) {
    for (const pair of contents.items) readPair(pair, placeOf, collector);
  } else if (document.errors.length === 0) {
    collector.error(placeOf(contents), `no names in it: write lines such as ${EXAMPLE}`);
  }
}

function readPair(pair: Pair, placeOf: (node: unknown) => Place, collector: NameCollector): void {
  const keyText = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : null;
  const place = placeOf(pair.key);
  if (keyText === null) {
    collector.error(place, `a port is missing before the colon: write ${EXAMPLE}`);
    return;
  }
  const ports = transportRequired(keyText);
  if (typeof ports === "string") {
    const value = isScalar(pair.value) ? String(pair.value.value) : "";
    const swapped = !looksLikePorts(keyText) && looksLikePorts(value);
    collector.error(place, swapped ? `the port comes first: write ${value}: ${keyText}` : ports);
    return;
  }
  const name = readName(pair.value, keyText, placeOf, collector, place);
  if (name !== null) collector.add(ports, name, place, "error");
}

function readName(
  value: unknown,
  ports: string,
  placeOf: (node: unknown) => Place,
  collector: NameCollector,
  placeOfPorts: Place,
): UserServiceName | null {
  if (!isMap(value)) {
    const name = readText(value, "the name", ports, placeOf, collector, placeOfPorts);
    return name === null ? null : { name, description: null, aliases: [] };
  }
  const fields = new Map<string, string | null>();
  for (const pair of value.items) {
    const field = isScalar(pair.key) ? String(pair.key.value) : "";
    if (field !== "name" && field !== "description") {
      collector.error(placeOf(pair.key), `${quoted(field)} is no field: name and description are`);
    } else if (fields.has(field)) {
      collector.error(placeOf(pair.key), `${field} is said twice for ${ports}`);
    } else {
      const place = placeOf(pair.key);
      fields.set(field, readText(pair.value, `the ${field}`, ports, placeOf, collector, place));
    }
  }
  if (!fields.has("name")) {
    collector.error(placeOfPorts, `${ports} has no name: write ${ports}: { name: admin-console }`);
  }
  const name = fields.get("name") ?? null;
  return name === null ? null : { name, description: fields.get("description") ?? null, aliases: [] };
}

/** A text value, trimmed; null and an error where it is something else or cannot be shown in a label. */
function readText(
  value: unknown,
  what: string,
  ports: string,
  placeOf: (node: unknown) => Place,
  collector: NameCollector,
  placeOfKey: Place,
): string | null {
  const empty = value === null || (isScalar(value) && value.value === null && value.source === "");
  const place = empty ? placeOfKey : placeOf(value);
  if (empty) {
    collector.error(place, `${what} of ${ports} is missing: write ${EXAMPLE}`);
    return null;
  }
  if (!isScalar(value)) {
    collector.error(place, `${what} of ${ports} must be text: write ${EXAMPLE}`);
    return null;
  }
  if (typeof value.value !== "string") {
    collector.error(place, `${what} of ${ports} must be text: put it in quotes, "${value.source ?? ""}"`);
    return null;
  }
  const text = value.value.trim();
  const wrong = what === "the name" ? nameProblem(text) : null;
  if (wrong !== null) {
    collector.error(place, wrong);
    return null;
  }
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
