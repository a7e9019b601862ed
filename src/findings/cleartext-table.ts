/** The protocols in whose clear text somebody may sign on, how that is heard, and what to use instead. */
import type { ProtocolName } from "../protocols/protocol.ts";
import { FIRST_WORDS, type FirstWords } from "../protocols/sign-on/first-words.ts";
import {
  SAID_ANONYMOUS,
  SAID_AUTHORIZATION,
  SAID_PASSWORD,
  SAID_PROXY_AUTHORIZATION,
  SAID_USER,
} from "../protocols/sign-on/sign-on.ts";
import type { Severity } from "./finding.ts";

export interface ClearText {
  /** As a title says it. */
  readonly words: string;
  /** Null where none is recognised: the port's name tells it then. */
  readonly protocol: ProtocolName | null;
  /** Names of ports that tell it where the payload says nothing. */
  readonly services: readonly string[];
  /** Whether bits of sign-on.ts are a sign-on with a secret; null where no control channel tells. */
  readonly heard: ((bits: number) => boolean) | null;
  /** What a first payload says; null where it says nothing. */
  readonly says: FirstWords | null;
  /** A session is enough: who uses it signs on, with whatever words. */
  readonly always: boolean;
  /** What somebody on the way reads. */
  readonly secret: string;
  readonly inside: Severity;
  readonly acrossInternet: Severity;
  /** Where nobody was heard signing on; null where that is not worth telling. */
  readonly without: Severity | null;
  readonly instead: string;
}

const USUAL = {
  services: [],
  heard: null,
  says: null,
  always: false,
  secret: "names and passwords",
  inside: "medium",
  acrossInternet: "high",
  without: null,
} as const;

function hasPassword(bits: number): boolean {
  return (bits & SAID_PASSWORD) !== 0;
}

function hasPasswordOfNamedUser(bits: number): boolean {
  return hasPassword(bits) && (bits & (SAID_USER | SAID_ANONYMOUS)) !== SAID_ANONYMOUS;
}

function hasHeader(bits: number): boolean {
  return (bits & (SAID_AUTHORIZATION | SAID_PROXY_AUTHORIZATION)) !== 0;
}

export const CLEAR_TEXTS: readonly ClearText[] = [
  {
    ...USUAL,
    words: "Telnet",
    protocol: "telnet",
    services: ["telnet"],
    always: true,
    secret: "everything that is typed, passwords too",
    instead: "Use SSH.",
  },
  {
    ...USUAL,
    words: "Remote shell of BSD",
    protocol: null,
    services: ["exec", "login", "shell"],
    says: FIRST_WORDS.remoteShell,
    secret: "commands and passwords",
    instead: "Use SSH.",
  },
  {
    ...USUAL,
    words: "FTP",
    protocol: "ftp",
    services: ["ftp"],
    heard: hasPasswordOfNamedUser,
    says: FIRST_WORDS.ftp,
    secret: "names and passwords, and the files",
    without: "info",
    instead: "Use SFTP, or FTP over TLS.",
  },
  {
    ...USUAL,
    words: "POP3",
    protocol: "pop3",
    services: ["pop3"],
    heard: hasPassword,
    secret: "names and passwords, and mail",
    instead: "Use port 995, or STLS before signing on, and refuse sign-on without TLS.",
  },
  {
    ...USUAL,
    words: "IMAP",
    protocol: "imap",
    services: ["imap"],
    heard: hasPassword,
    secret: "names and passwords, and mail",
    instead: "Use port 993, or STARTTLS before signing on, and refuse sign-on without TLS.",
  },
  {
    ...USUAL,
    words: "SMTP",
    protocol: "smtp",
    services: ["smtp", "submission", "smtp-alt"],
    heard: hasPassword,
    secret: "names and passwords, and mail",
    instead: "Use port 465, or STARTTLS before AUTH, and refuse AUTH without TLS.",
  },
  {
    ...USUAL,
    words: "NNTP",
    protocol: "nntp",
    services: ["nntp"],
    heard: hasPassword,
    instead: "Use port 563, or STARTTLS before signing on.",
  },
  {
    ...USUAL,
    words: "LDAP",
    protocol: "ldap",
    services: ["ldap", "ldap-gc"],
    heard: hasPassword,
    instead: "Use LDAPS or StartTLS, or a bind that does not send the password (SASL).",
  },
  {
    ...USUAL,
    words: "HTTP",
    protocol: "http",
    heard: hasHeader,
    secret: "the header Authorization or Proxy-Authorization",
    instead: "Use HTTPS.",
  },
  {
    ...USUAL,
    words: "MQTT",
    protocol: "mqtt",
    says: FIRST_WORDS.mqtt,
    instead: "Use MQTT over TLS, port 8883.",
  },
  {
    ...USUAL,
    words: "Redis",
    protocol: "redis",
    says: FIRST_WORDS.redis,
    secret: "the password, and the data",
    instead: "Use Redis over TLS, or a tunnel.",
  },
  {
    ...USUAL,
    words: "PostgreSQL",
    protocol: "postgresql",
    says: FIRST_WORDS.postgresql,
    secret: "the password, and the data",
    instead: "Use scram-sha-256 and TLS (hostssl in pg_hba.conf).",
  },
  {
    ...USUAL,
    words: "SNMP version 1 or 2c",
    protocol: "snmp",
    says: FIRST_WORDS.snmp,
    secret: "the community, which is its password",
    // Many devices are watched so, in a network of their own; what is read there is seldom a secret.
    inside: "low",
    acrossInternet: "medium",
    instead: "Use SNMP version 3 with authentication and privacy.",
  },
];
