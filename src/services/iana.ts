/**
 * IANA's registry as lines of the generated table, found by transport and port. Lines are cut into name and
 * description only when someone asks for them: start-up pays for the index alone.
 *
 * UDP-Lite uses UDP's port numbers (RFC 3828, section 3.1). SCTP and DCCP have entries of their own; a number
 * that is registered for TCP only is not lent to them: the registry lists it as reserved there (RFC 6335,
 * section 7.2), so the name would be a guess.
 */
import type { Transport } from "./port-specification.ts";
import { REGISTRY_TABLE } from "./registry-table.ts";

export interface RegisteredService {
  readonly transports: readonly Transport[];
  readonly port: number;
  readonly name: string;
  /** IANA's words, cleaned of double blanks; null where it has none. */
  readonly description: string | null;
}

/** A transport's ports. */
interface Column {
  /** Port to number of its line plus one; 0 where the port is registered to nobody. */
  readonly lineOf: Uint16Array;
  /** 1 where the port is registered. To walk over all ports for these, later, would take a start two milliseconds. */
  readonly registered: Uint8Array;
}

interface Index extends Readonly<Record<Transport, Column>> {
  readonly lines: readonly string[];
}

const PORTS = 65_536;

const TRANSPORT_OF_LETTER: Readonly<Record<string, Transport>> = { t: "tcp", u: "udp", s: "sctp", d: "dccp" };

const [LETTER_T, LETTER_U, LETTER_S, LETTER_D] = [0x74, 0x75, 0x73, 0x64];

let index: Index | null = null;

function indexed(): Index {
  index ??= makeIndex();
  return index;
}

function makeIndex(): Index {
  const lines = REGISTRY_TABLE.split("\n");
  const [tcp, udp, sctp, dccp] = [emptyColumn(), emptyColumn(), emptyColumn(), emptyColumn()];
  for (let row = 0; row < lines.length; row++) {
    const line = lines[row] as string;
    const port = Number.parseInt(line, 10);
    for (let at = line.indexOf(" ") + 1; ; at++) {
      const letter = line.charCodeAt(at);
      if (letter === LETTER_T) register(tcp, port, row);
      else if (letter === LETTER_U) register(udp, port, row);
      else if (letter === LETTER_S) register(sctp, port, row);
      else if (letter === LETTER_D) register(dccp, port, row);
      else break;
    }
  }
  return { lines, tcp, udp, sctp, dccp, udplite: udp };
}

function emptyColumn(): Column {
  return { lineOf: new Uint16Array(PORTS), registered: new Uint8Array(PORTS) };
}

function register({ lineOf, registered }: Column, port: number, row: number): void {
  lineOf[port] = row + 1;
  registered[port] = 1;
}

/** What IANA registered for the port, 0 to 65535; null where nothing is. */
export function registeredService(transport: Transport, port: number): RegisteredService | null {
  const { lines, [transport]: column } = indexed();
  const row = column.lineOf[port] ?? 0;
  return row === 0 ? null : readLine(lines[row - 1] as string);
}

/** IANA's name alone, the cheap question; null where nothing is registered. */
export function registeredName(transport: Transport, port: number): string | null {
  return registeredService(transport, port)?.name ?? null;
}

/** Whether IANA registered the port for the transport. */
export function isRegistered(transport: Transport, port: number): boolean {
  return indexed()[transport].registered[port] === 1;
}

/** 1 for each port, 0 to 65535, that IANA registered for the transport, else 0. A fresh array each time. */
export function registeredPorts(transport: Transport): Uint8Array {
  return indexed()[transport].registered.slice();
}

/** Every line of the registry, by port. A line stands for all transports that share name and description. */
export function registeredServices(): RegisteredService[] {
  return indexed().lines.map(readLine);
}

function readLine(line: string): RegisteredService {
  const lettersAt = line.indexOf(" ") + 1;
  const nameAt = line.indexOf(" ", lettersAt) + 1;
  const blankAfterName = line.indexOf(" ", nameAt);
  const nameEnd = blankAfterName === -1 ? line.length : blankAfterName;
  const letters = line.slice(lettersAt, nameAt - 1);
  return {
    transports: Array.from(letters, (letter) => TRANSPORT_OF_LETTER[letter] as Transport),
    port: Number.parseInt(line, 10),
    name: line.slice(nameAt, nameEnd),
    description: nameEnd === line.length ? null : line.slice(nameEnd + 1),
  };
}
