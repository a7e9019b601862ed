/** What clients say to sign on, told and never kept; and what only looks so. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROW_WORDS, WORD_WHAT } from "../../src/protocols/negotiation/announcement.ts";
import { KIND_MASK, SIGN_ON, SIGN_ON_SHIFT } from "../../src/protocols/negotiation/kinds.ts";
import {
  ACCEPTED,
  REFUSED,
  SAID_ANONYMOUS,
  SAID_AUTHORIZATION,
  SAID_PASSWORD,
  SAID_PROOF,
  SAID_PROXY_AUTHORIZATION,
  SAID_USER,
  UPGRADED,
} from "../../src/protocols/sign-on/sign-on.ts";
import { hex, join, text, zeros } from "../frames.ts";
import { logOf, type Said } from "./negotiation/announced.ts";

const NAMES: readonly (readonly [bit: number, word: string])[] = [
  [SAID_USER, "user"],
  [SAID_ANONYMOUS, "anonymous"],
  [SAID_PASSWORD, "password"],
  [UPGRADED, "tls"],
  [SAID_AUTHORIZATION, "authorization"],
  [SAID_PROXY_AUTHORIZATION, "proxy-authorization"],
  [SAID_PROOF, "proof"],
  [ACCEPTED, "accepted"],
  [REFUSED, "refused"],
];

/** The words of every row that was noted. */
function heard(messages: readonly Said[], poison?: number): string[] {
  const log = logOf(messages, poison);
  const rows = Array.from({ length: log.count }, (_, row) => log.words[row * ROW_WORDS + WORD_WHAT]);
  return rows
    .filter((what) => (what & KIND_MASK) === SIGN_ON)
    .map((what) =>
      NAMES.filter(([bit]) => ((what >>> SIGN_ON_SHIFT) & bit) !== 0)
        .map(([, word]) => word)
        .join(" "),
    );
}

function said(port: number, bytes: string | Uint8Array, fields: Partial<Said> = {}): Said {
  return { port, bytes: typeof bytes === "string" ? text(bytes) : bytes, ...fields };
}

/** A bind request: message 1, version 3, a name and a simple password. */
function simpleBind(name: string, password: string): Uint8Array {
  const authentication = join([0x80, password.length], text(password));
  const request = join(hex("02 01 03"), [0x04, name.length], text(name), authentication);
  const message = join(hex("02 01 01"), [0x60, request.length], request);
  return join([0x30, message.length], message);
}

const CLIENT_HELLO = join(hex("16 03 01 00 40 01 00 00 3c 03 03"), zeros(40));
const HEADERS = "Host: a.example\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n";
const KERBEROS_BIND = hex(
  "30 1d 02 01 01 60 18 02 01 03 04 00 a3 11 04 0a 47 53 53 2d 53 50 4e 45 47 4f 04 03 01 02 03",
);

type Row = readonly [name: string, messages: readonly Said[], heard: readonly string[]];

const rows: readonly Row[] = [
  [
    "FTP, a user and a password",
    [said(21, "USER alice\r\n"), said(21, "PASS secret\r\n")],
    ["user", "password"],
  ],
  [
    "FTP, anybody",
    [said(21, "USER anonymous\r\n"), said(21, "PASS me@example.org\r\n")],
    ["anonymous", "password"],
  ],
  ["FTP, anybody by another name", [said(21, "user FTP\n")], ["anonymous"]],
  ["FTP, a user whose name begins so", [said(21, "USER ftpadmin\r\n")], ["user"]],
  [
    "FTP, refused and then accepted",
    [
      said(21, "PASS a\r\n"),
      said(21, "530 Login incorrect.\r\n", { fromServer: true }),
      said(21, "530 Login incorrect.\r\n", { fromServer: true }),
      said(21, "230 Logged in.\r\n", { fromServer: true }),
    ],
    ["password", "refused", "accepted"],
  ],
  ["FTP, a client that says what servers say", [said(21, "230 Logged in.\r\n")], []],
  ["FTP in TLS", [said(21, "AUTH TLS\r\n"), said(21, CLIENT_HELLO)], ["tls"]],
  ["FTP's server says it", [said(21, "USER alice\r\n", { fromServer: true })], []],
  ["FTP, a line that is cut", [said(21, "USER ali")], []],
  ["POP3", [said(110, "USER alice\r\n"), said(110, "PASS secret\r\n")], ["user", "password"]],
  ["POP3, all at once", [said(110, "USER alice\r\nPASS secret\r\nSTAT\r\n")], ["user password"]],
  ["POP3, AUTH PLAIN", [said(110, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n")], ["user password"]],
  ["POP3, a proof", [said(110, "APOP alice c4c9334bac560ecc979e58001b3e22fb\r\n")], []],
  ["POP3, another mechanism", [said(110, "AUTH CRAM-MD5\r\n")], []],
  ["IMAP", [said(143, 'a001 LOGIN alice "secret"\r\n')], ["user password"]],
  ["IMAP, AUTHENTICATE", [said(143, "A1 authenticate plain\r\n")], ["user password"]],
  ["IMAP, another mechanism", [said(143, "A1 AUTHENTICATE SCRAM-SHA-256\r\n")], []],
  ["IMAP, a tag that is none", [said(143, `${"a".repeat(40)} LOGIN alice secret\r\n`)], []],
  ["IMAP in TLS", [said(143, "a1 STARTTLS\r\n"), said(143, CLIENT_HELLO)], ["tls"]],
  ["SMTP", [said(587, "EHLO a\r\n"), said(587, "AUTH LOGIN\r\n")], ["user password"]],
  ["SMTP, a mail that says so", [said(25, `${"x".repeat(600)}\r\nAUTH LOGIN\r\n`)], []],
  [
    "NNTP",
    [said(119, "AUTHINFO USER alice\r\n"), said(119, "AUTHINFO PASS secret\r\n")],
    ["user", "password"],
  ],
  ["LDAP", [said(389, simpleBind("cn=admin,dc=example,dc=org", "secret"))], ["user password"]],
  ["LDAP, anybody", [said(389, simpleBind("", ""))], []],
  ["LDAP, a name without a password", [said(389, simpleBind("cn=admin", ""))], []],
  ["LDAP, Kerberos", [said(389, KERBEROS_BIND)], []],
  ["LDAP in TLS", [said(389, CLIENT_HELLO)], ["tls"]],
  [
    "HTTP, Basic",
    [said(80, `GET / HTTP/1.1\r\n${HEADERS}Authorization: Basic YTpi\r\n\r\n`)],
    ["authorization"],
  ],
  [
    "HTTP, a token, in lower case",
    [said(8080, "POST /a HTTP/1.1\r\nauthorization:Bearer abc\r\n\r\n")],
    ["authorization"],
  ],
  [
    "HTTP on any port",
    [said(7547, `GET /a HTTP/1.1\r\n${HEADERS}Authorization: Basic YTpi\r\n\r\n`)],
    ["authorization"],
  ],
  [
    "HTTP of a method that is extended (RFC 4918), in lines without carriage returns",
    [said(49_152, "PROPFIND / HTTP/1.0\nAuthorization: Basic YTpi\n\n")],
    ["authorization"],
  ],
  [
    "a response that a client would never send",
    [said(7547, "HTTP/1.1 200 OK\r\nAuthorization: Basic YTpi\r\n")],
    [],
  ],
  [
    "SIP and RTSP, whose requests look so",
    [
      said(5060, "REGISTER sip:a SIP/2.0\r\nAuthorization: Basic YTpi\r\n\r\n"),
      said(7070, "DESCRIBE rtsp://a RTSP/1.0\r\nAuthorization: Basic YTpi\r\n\r\n"),
    ],
    [],
  ],
  [
    "HTTP over UDP",
    [said(1900, "GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n", { transport: "udp" })],
    [],
  ],
  [
    "HTTP, a request whose first line is cut",
    [
      said(80, `GET /${"a".repeat(40)}`),
      said(80, "GET / HTTP/1.1"),
      said(80, "GET / HTTP/1.1\r\nAuthorization: Ba"),
    ],
    [],
  ],
  [
    "HTTP, for a proxy",
    [said(3128, "CONNECT a:443 HTTP/1.1\r\nProxy-Authorization: Basic YTpi\r\n\r\n")],
    ["proxy-authorization"],
  ],
  ["HTTP, as short as it can be", [said(80, "GET / HTTP/1.1\nAuthorization:a ")], ["authorization"]],
  ["HTTP, Digest", [said(80, 'GET / HTTP/1.1\r\nAuthorization: Digest username="a"\r\n\r\n')], ["proof"]],
  ["HTTP, Negotiate", [said(80, "GET / HTTP/1.1\r\nAuthorization: Negotiate YII=\r\n\r\n")], ["proof"]],
  ["HTTP, no value", [said(80, "GET / HTTP/1.1\r\nAuthorization:  \r\n\r\n")], []],
  [
    "HTTP, in the body",
    [said(80, "POST / HTTP/1.1\r\nHost: a\r\n\r\n\r\nAuthorization: Basic YTpi\r\n")],
    [],
  ],
  [
    "HTTP, another header",
    [said(80, "GET / HTTP/1.1\r\nX-Authorization: a\r\nAuthorization-Hint: b\r\n\r\n")],
    [],
  ],
  ["HTTP, text that begins with a capital", [said(80, "Dear all,\nAuthorization: Basic YTpi\n")], []],
  ["HTTP's server", [said(80, "HTTP/1.1 200 OK\r\nAuthorization: Basic YTpi\r\n", { fromServer: true })], []],
  ["HTTP without credentials", [said(80, `GET / HTTP/1.1\r\n${HEADERS}\r\n`)], []],
  [
    "the same said again",
    [said(110, "PASS a\r\n"), said(110, "PASS b\r\n"), said(110, "PASS c\r\n")],
    ["password"],
  ],
  [
    "said to others",
    [said(110, "PASS a\r\n"), said(110, "PASS b\r\n", { server: "10.0.0.9" })],
    ["password", "password"],
  ],
  [
    "more is said later",
    [said(110, "USER a\r\n"), said(110, "USER a\r\nPASS b\r\n")],
    ["user", "user password"],
  ],
];

test.each(rows)("%s", (_, messages, words) => {
  expect(heard(messages)).toEqual(words);
});

describe.each(rows.filter(([, , words]) => words.length > 0))("%s, cut anywhere", (_, messages) => {
  test("what lies around it is not read, and nothing else is told", () => {
    const [whole, ...others] = [0x00, 0x0a, 0x20, 0x41, 0x80, 0xff].map((poison) => {
      const told = new Set<string>();
      for (const message of messages) {
        for (let length = 0; length <= message.bytes.length; length++) {
          for (const words of heard([{ ...message, bytes: message.bytes.subarray(0, length) }], poison)) {
            for (const word of words.split(" ")) told.add(`${length} ${word}`);
          }
        }
      }
      return told;
    });
    for (const other of others) expect(other).toEqual(whole);
    const allowed = new Set(
      messages.flatMap((message) => heard([message])).flatMap((words) => words.split(" ")),
    );
    for (const entry of whole) expect(allowed).toContain(entry.split(" ")[1]);
  });
});

test("nothing of what was said is kept", () => {
  const secret = "correcthorse";
  const messages = rows
    .flatMap(([, talk]) => talk)
    .concat(
      said(21, `USER ${secret}\r\nPASS ${secret}\r\n`),
      said(80, `GET / HTTP/1.1\r\nAuthorization: Basic ${secret}\r\n\r\n`),
      said(389, simpleBind(secret, secret)),
    );
  const kept = Buffer.from(logOf(messages).list().buffer);
  expect(kept.includes(secret.slice(0, 4))).toBe(false);
  expect(kept.length).toBeGreaterThan(0);
});

test("changed bytes never throw", () => {
  const whole = rows.flatMap(([, messages]) => messages);
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.nat(), fc.nat(255), (message, at, value) => {
      const bytes = message.bytes.slice();
      bytes[at % bytes.length] = value;
      expect(() => heard([{ ...message, bytes }])).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test("no more pairs are kept than there is room for", () => {
  const messages = Array.from({ length: 20_000 }, (_, i) =>
    said(110, "PASS a\r\n", { client: `10.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}` }),
  );
  expect(heard(messages).length).toBe(1 << 14);
});
