/**
 * How people write ports: `443/tcp`, `53/tcp,udp`, `6000-6063/tcp`. Used by the overlay, by a user's own names
 * and by the searches of `portolan ports`.
 */

/** The transports that have ports. RFC 6335, section 6. */
export type Transport = "tcp" | "udp" | "sctp" | "dccp" | "udplite";

export const TRANSPORTS: readonly Transport[] = ["tcp", "udp", "sctp", "dccp", "udplite"];

export const HIGHEST_PORT = 65_535;

/** The ports `first` to `last`, both included, of each of `transports`; null where none were written. */
export interface PortSpecification {
  readonly first: number;
  readonly last: number;
  readonly transports: readonly Transport[] | null;
}

/** The transport that a word names, in any case; null where it names none. */
export function transportNamed(word: string): Transport | null {
  const lower = word.toLowerCase();
  if (lower === "udp-lite") return "udplite";
  return TRANSPORTS.find((transport) => transport === lower) ?? null;
}

/** A stranger's words within one of our lines: bounded, and with nothing that a terminal would obey. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return `“${shown.replaceAll(/\p{C}/gu, "\uFFFD")}”`;
}

/** Whether a text can only be meant as ports: digits, perhaps a range, perhaps a transport. */
export function looksLikePorts(text: string): boolean {
  return /^-?\d+(\.\d+)?(\s*(-|\.\.)\s*\d+)?(\s*\/.*)?$/.test(text.trim());
}

/**
 * Reads `443`, `443/tcp`, `53/tcp,udp` or `6000-6063/tcp`. Answers with one line of words where the text says
 * something else. Leading zeros are read as decimal: nobody writes ports in octal.
 */
export function readPortSpecification(text: string): PortSpecification | string {
  const parts = /^(\d+)(?:\s*-\s*(\d+))?(?:\s*\/\s*(.*))?$/.exec(text.trim());
  if (parts === null) return `${quoted(text.trim())} is no port: write 443/tcp, 53/tcp,udp or 6000-6063/tcp`;
  const [, firstDigits = "", lastDigits = firstDigits, transportWords] = parts;
  for (const digits of [firstDigits, lastDigits]) {
    if (Number(digits) > HIGHEST_PORT)
      return `${digits.slice(0, 20)} is no port: ports run from 0 to ${HIGHEST_PORT}`;
  }
  const first = Number(firstDigits);
  const last = Number(lastDigits);
  if (first > last) return `${first}-${last} runs backwards: write ${last}-${first}`;
  if (transportWords === undefined) return { first, last, transports: null };
  const transports: Transport[] = [];
  for (const word of transportWords.split(",")) {
    const transport = transportNamed(word.trim());
    if (transport === null) return `${quoted(word.trim())} is no transport: one of ${TRANSPORTS.join(", ")}`;
    if (!transports.includes(transport)) transports.push(transport);
  }
  return { first, last, transports };
}
