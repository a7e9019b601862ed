/**
 * What the first payload of a flow's end says of signing on in the clear, for protocols whose first message holds it: SNMP's
 * community, MQTT's password flag, Redis' AUTH, PostgreSQL's question for a password in plain text, and the remote shells
 * of BSD. At most 64 bytes are there. Nothing of what is said is kept or shown.
 */
import { ascii, findWord, isDigit, startsWith, startsWithAnyCase } from "../byte-match.ts";
import { firstBytes } from "../first-bytes.ts";

/** How a first payload signs on in the clear. */
export interface FirstWords {
  /** Who says so: the client, or the server, that asks for it. */
  readonly by: "client" | "server";
  /** The first bytes that it can have, as in `firstBytes`. */
  readonly first: string;
  readonly test: (payload: Uint8Array) => boolean;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const LONG_LENGTH = 0x80;

/** RFC 1157 and RFC 3416: a sequence that begins with the version, 0 or 1 (2c), and the community behind it. */
function snmpCommunity(payload: Uint8Array): boolean {
  if (payload.length < 8 || payload[0] !== SEQUENCE) return false;
  const version = payload[1] < LONG_LENGTH ? 2 : 2 + (payload[1] & 0x7f);
  return payload[version] === INTEGER && payload[version + 1] === 1 && payload[version + 2] <= 1;
}

const CONNECT = 0x10;
const HAS_PASSWORD = 0x40;
const LONGEST_LENGTH = 4;

/** MQTT 3.1.1 and 5, section 3.1: packet type, length of up to 4 bytes, protocol's name and level, flags. */
function mqttPassword(payload: Uint8Array): boolean {
  if (payload.length < 12 || payload[0] !== CONNECT) return false;
  let name = 1;
  while (name < LONGEST_LENGTH && payload[name] >= 0x80) name++;
  name++;
  const flags = name + 2 + payload[name + 1] + 1;
  return payload[name] === 0 && flags < payload.length && (payload[flags] & HAS_PASSWORD) !== 0;
}

const AUTH_INLINE = ascii("auth ");
const AUTH = ascii("\r\nauth\r\n");

/** Redis: the command on a line of its own, or within an array, where HELLO has it as an option. */
function redisPassword(payload: Uint8Array): boolean {
  if (startsWithAnyCase(payload, 0, payload.length, AUTH_INLINE)) return true;
  return payload[0] === 0x2a && findWord(payload, 0, payload.length, AUTH) >= 0;
}

const ASKS_IN_CLEAR = Uint8Array.of(0x52, 0, 0, 0, 8, 0, 0, 0, 3);

/** PostgreSQL's AuthenticationCleartextPassword, from the server. */
function postgresqlAsksInClear(payload: Uint8Array): boolean {
  return startsWith(payload, 0, payload.length, ASKS_IN_CLEAR);
}

/** rsh and rexec: the port for errors as digits, then a zero (rexecd(8)); rlogin: a zero (RFC 1282). */
function remoteShell(payload: Uint8Array): boolean {
  let digits = 0;
  while (digits < payload.length && digits < 6 && isDigit(payload[digits])) digits++;
  return digits < payload.length && digits < 6 && payload[digits] === 0;
}

const USER = ascii("user ");
const ANONYMOUS = ["user anonymous", "user ftp\r"].map(ascii);

/** FTP's USER, of somebody, as the first command. */
function ftpUser(payload: Uint8Array): boolean {
  if (!startsWithAnyCase(payload, 0, payload.length, USER)) return false;
  return !ANONYMOUS.some((name) => startsWithAnyCase(payload, 0, payload.length, name));
}

export const FIRST_WORDS = {
  snmp: { by: "client", first: "30", test: snmpCommunity },
  mqtt: { by: "client", first: "10", test: mqttPassword },
  redis: { by: "client", first: "'a =*", test: redisPassword },
  postgresql: { by: "server", first: "=R", test: postgresqlAsksInClear },
  remoteShell: { by: "client", first: "00 30-39", test: remoteShell },
  ftp: { by: "client", first: "'u", test: ftpUser },
} as const satisfies Readonly<Record<string, FirstWords>>;

/** The first bytes of all of them: such payloads are kept, whatever protocol they turn out to be. */
export const FIRST_BYTES_OF_WORDS: ReadonlySet<number> = new Set(
  Object.values(FIRST_WORDS).flatMap(({ first }) => [...firstBytes(first)]),
);
