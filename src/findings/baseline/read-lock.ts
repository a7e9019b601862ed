/**
 * Reads a lock. All that is wrong is told at once, each with its line: what a later version wrote, conflicts that git left
 * in it, lines that say nothing or the same twice, bytes that are no text.
 */
import { PROTOCOL_NAMES } from "../../protocols/protocol.ts";
import {
  HIGHEST_PORT,
  quoted,
  readPortSpecification,
  TRANSPORTS,
  type Transport,
  transportNamed,
} from "../../services/port-specification.ts";
import { type NoText, readUtf8 } from "../utf8-text.ts";
import { canonicalAddress, type Lock, type LockEntry, lockPorts, serviceId } from "./lock.ts";
import { PORTLESS_PROTOCOLS } from "./protocol-kin.ts";
import { LOCK_MARK, LOCK_VERSION, UNANSWERED } from "./write-lock.ts";

export interface ReadLock {
  /** What could be read; null where the text is no lock at all, or a later version's. */
  readonly lock: Lock | null;
  /** `path:line: what is wrong and what to do`, in the order of the file; empty where all is well. */
  readonly problems: readonly string[];
}

const EXAMPLE = "10.0.0.5  443/tcp  https  tls";

const CONFLICT = /^(<{7}|\|{7}|={7}|>{7})(?:\s|$)/;

/** Whether a text is meant as a lock, be it right or wrong, as its beginning tells: perhaps git's conflict in it. */
export function looksLikeLock(beginning: string): boolean {
  const text = beginning.replace(/^\uFEFF/, "").trimStart();
  return LOCK_MARK.test(text) || /^<{7} /.test(text);
}

/** Never throws. `path` is only for the problems. */
export function readLock(content: string | Uint8Array, path: string): ReadLock {
  const text = typeof content === "string" ? content : readUtf8(content);
  if (typeof text !== "string")
    return { lock: null, problems: [`${path}:${text.line}: ${formProblem(text)}`] };
  const lines = text.split("\n");
  const reader = new LockReader(path);
  const plain = lines.map((line, i) => (i === 0 ? line.replace(/^\uFEFF/, "") : line).trim());
  const first = plain.findIndex((line) => line !== "");
  if (!reader.acceptsBeginning(plain[first] ?? "", first + 1))
    return { lock: null, problems: reader.problems() };
  for (const [i, line] of plain.entries()) reader.take(line, i + 1);
  reader.end(lines.length);
  return { lock: { path, entries: reader.entries, lines }, problems: reader.problems() };
}

function formProblem({ isUtf16 }: NoText): string {
  return isUtf16
    ? "this is UTF-16, not UTF-8; save it as UTF-8"
    : "this is not UTF-8 text; save the file as UTF-8, or name a lock";
}

class LockReader {
  readonly entries: LockEntry[] = [];
  readonly #path: string;
  readonly #problems: { line: number; words: string }[] = [];
  /** By id: the line of the entry. */
  readonly #lines = new Map<string, number>();
  /** The line at which a conflict begins; 0 outside of one. */
  #conflict = 0;

  constructor(path: string) {
    this.#path = path;
  }

  problems(): string[] {
    const inOrder = [...this.#problems].sort((one, other) => one.line - other.line);
    return inOrder.map(({ line, words }) => `${this.#path}:${line}: ${words}`);
  }

  /** Whether the first line that says something is that of a lock that can be read, or git's. */
  acceptsBeginning(text: string, line: number): boolean {
    const version = LOCK_MARK.exec(text)?.[1];
    if (version !== undefined && Number(version) !== LOCK_VERSION) {
      const known = `this portolan reads format ${LOCK_VERSION}; use a later portolan`;
      this.#tell(line, `this is format ${version.slice(0, 20)} of locks, and ${known}`);
      return false;
    }
    if (version === undefined && !CONFLICT.test(text)) {
      this.#tell(
        Math.max(line, 1),
        `this is no lock: one begins with “# portolan.lock/${LOCK_VERSION}”; write it with: portolan baseline`,
      );
      return false;
    }
    return true;
  }

  take(text: string, line: number): void {
    const mark = CONFLICT.exec(text)?.[1];
    if (mark !== undefined) this.#takeMark(mark[0], line);
    const [body] = text.split("#");
    const words = body.split(/\s+/).filter((word) => word !== "");
    if (mark === undefined && this.#conflict === 0 && words.length > 0) this.#takeEntry(words, line);
  }

  end(lines: number): void {
    if (this.#conflict > 0) this.#tellConflict(lines);
  }

  #takeMark(mark: string, line: number): void {
    if (this.#conflict === 0) this.#conflict = line;
    if (mark !== ">") return;
    this.#tellConflict(line);
    this.#conflict = 0;
  }

  #tellConflict(last: number): void {
    const where = last === this.#conflict ? "" : ` to line ${last}`;
    this.#tell(
      this.#conflict,
      `git left a conflict here${where}: keep the lines of both sides that are right, and delete its marks`,
    );
  }

  #takeEntry([server, ports, name, protocols, mark, ...more]: readonly string[], line: number): void {
    const problems: string[] = [];
    const named = serverNamed(server, problems);
    const where = ports === undefined ? null : portsOf(ports, problems);
    if (ports === undefined) problems.push(`${quoted(server)} has no port: write ${EXAMPLE}`);
    const told = protocolsOf(protocols ?? "-", problems);
    if (mark !== undefined && mark !== UNANSWERED) {
      problems.push(
        `${quoted(mark)} is not known here: write ${UNANSWERED}, or nothing; what is yours goes behind a #`,
      );
    }
    if (more.length > 0) problems.push("there are words too many: what is yours goes behind a #");
    if (where?.isAny) checkAny(told, problems);
    for (const words of problems) this.#tell(line, words);
    if (problems.length > 0 || where === null) return;
    const { transport, first, last } = where;
    const entry = { server: named, transport, first, last, name: name === "-" ? null : (name ?? null), line };
    const answered = mark === undefined;
    if (where.isAny) for (const protocol of told) this.#add({ ...entry, protocols: [protocol], answered });
    else this.#add({ ...entry, protocols: told, answered });
  }

  #add(entry: LockEntry): void {
    const id = serviceId(entry);
    const line = this.#lines.get(id);
    if (line !== undefined) {
      const what = `${entry.server} ${lockPorts(entry)} stands in line ${line} already`;
      this.#tell(entry.line, `${what}: keep one of them, with the protocols of both`);
      return;
    }
    this.#lines.set(id, entry.line);
    this.entries.push(entry);
  }

  #tell(line: number, words: string): void {
    this.#problems.push({ line, words: words.replaceAll(/\p{Cc}/gu, "\uFFFD") });
  }
}

/** An address in its one form, or a name as it is. */
function serverNamed(text: string, problems: string[]): string {
  const address = canonicalAddress(text);
  if (address !== null) return address;
  const isName = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u.test(text) && !/^[\d.]+$/.test(text);
  if (!isName) problems.push(`${quoted(text)} is no address and no name of a zone: write ${EXAMPLE}`);
  return text;
}

interface Ports {
  readonly transport: Transport;
  readonly first: number;
  readonly last: number;
  readonly isAny: boolean;
}

function portsOf(text: string, problems: string[]): Ports | null {
  const [, anyTransport] = /^any\/(.*)$/.exec(text) ?? [];
  if (anyTransport !== undefined) {
    const transport = transportNamed(anyTransport);
    if (transport !== null) return { transport, first: 0, last: HIGHEST_PORT, isAny: true };
    problems.push(`${quoted(anyTransport)} is no transport: one of ${TRANSPORTS.join(", ")}`);
    return null;
  }
  const read = readPortSpecification(text);
  if (typeof read === "string") problems.push(read);
  else if (read.transports?.length !== 1) {
    problems.push(
      `${quoted(text)} has ${read.transports === null ? "no transport" : "several transports"}: write 443/tcp, a line each`,
    );
  } else {
    const [transport] = read.transports;
    const isAny = read.first === 0 && read.last === HIGHEST_PORT;
    return { transport, first: read.first, last: read.last, isAny };
  }
  return null;
}

function protocolsOf(text: string, problems: string[]): string[] {
  if (text === "-") return [];
  const protocols = [...new Set(text.split(","))].sort();
  for (const protocol of protocols) {
    // A later portolan may know protocols that this one does not.
    if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(protocol)) {
      problems.push(
        `${quoted(protocol)} is no protocol: write ${PROTOCOL_NAMES[1]} or http,${PROTOCOL_NAMES[1]}, or - for none`,
      );
    }
  }
  return protocols;
}

function checkAny(protocols: readonly string[], problems: string[]): void {
  const known = PORTLESS_PROTOCOLS.join(", ");
  if (protocols.length === 0) problems.push(`any port wants a protocol that has none of its own: ${known}`);
  for (const protocol of protocols) {
    if (PORTLESS_PROTOCOLS.some((name) => name === protocol)) continue;
    problems.push(
      `${quoted(protocol)} has a port of its own: name it, or a range of ports; any is for ${known}`,
    );
  }
}
