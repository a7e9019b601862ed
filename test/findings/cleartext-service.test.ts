/** Signing on in the clear, and what is encrypted, proved or nobody's. */
import { describe, expect, test } from "vitest";
import { hex, join, text, zeros } from "../frames.ts";
import { findingsOf, HOST, many, OTHER_HOST, SERVER, STRANGER, type Talk, toldOf } from "./talks.ts";

const SECRET = "correcthorse";
const CLIENT_HELLO = join(hex("16 03 01 00 40 01 00 00 3c 03 03"), zeros(40));

type Words = readonly (string | Uint8Array)[];

function talk(port: number, asks: Words, answers: Words, more: Partial<Talk> = {}): Talk {
  return { from: HOST, to: SERVER, port, asks, answers, ...more };
}

const TELNET = talk(
  23,
  [hex("ff fb 18 ff fb 20"), `alice\r\n${SECRET}\r\n`],
  [hex("ff fd 18 ff fd 20"), "login: "],
);
const FTP = talk(21, ["USER alice\r\n", `PASS ${SECRET}\r\n`], ["220 FTP ready\r\n", "331 \r\n", "230 \r\n"]);
const REFUSED_FTP: Talk = { ...FTP, answers: ["220 FTP ready\r\n", "331 \r\n", "530 Login incorrect.\r\n"] };
const IMAP = talk(143, ["a1 CAPABILITY\r\n", `a2 LOGIN alice ${SECRET}\r\n`], ["* OK IMAP4rev1 ready\r\n"]);
const HTTP = talk(
  80,
  [`GET / HTTP/1.1\r\nHost: a\r\n${"X-Filler: 1\r\n".repeat(10)}Authorization: Basic ${SECRET}\r\n\r\n`],
  ["HTTP/1.1 200 OK\r\n\r\n"],
);
const SNMP = talk(161, [snmp(1)], [snmp(1)], { transport: "udp" });
const REDIS = talk(6379, [`*2\r\n$4\r\nAUTH\r\n$12\r\n${SECRET}\r\n`], ["+OK\r\n"]);

/** A question of SNMP, version 0 (1), 1 (2c) or 3. */
function snmp(version: number): Uint8Array {
  const community = join(hex("04 06"), text("public"));
  const request = hex("a0 19 02 01 01 02 01 00 02 01 00 30 0e 30 0c 06 08 2b 06 01 02 01 01 01 00 05 00");
  const message = join([0x02, 0x01, version], community, request);
  return join([0x30, message.length], message);
}

/** MQTT's CONNECT with these flags. */
function mqtt(flags: number): Uint8Array {
  const rest = join(hex("00 04"), text("MQTT"), [4, flags], hex("00 3c 00 01"), text("a"));
  return join([0x10, rest.length], rest);
}

const MQTT_ACCEPTED = hex("20 02 00 00");
const POSTGRESQL_STARTUP = join(hex("00 00 00 24 00 03 00 00"), text("user\0alice\0database\0a\0\0\0\0\0"));

const rows: readonly (readonly [name: string, talks: readonly Talk[], told: readonly string[]])[] = [
  ["Telnet", [TELNET], ["medium: Telnet with sign-on in the clear on 23/tcp (telnet)"]],
  [
    "Telnet across the internet",
    [{ ...TELNET, from: STRANGER }],
    ["high: Telnet with sign-on in the clear on 23/tcp (telnet) across the internet"],
  ],
  [
    "Telnet on another port",
    [{ ...TELNET, port: 10_623 }],
    ["medium: Telnet with sign-on in the clear on 10623/tcp"],
  ],
  [
    "Telnet that nobody answers",
    [
      { ...TELNET, outcome: "refused" },
      { ...TELNET, outcome: "unanswered" },
    ],
    [],
  ],
  ["an open port, and nothing said", [{ ...TELNET, outcome: "open" }], []],
  ["FTP", [FTP], ["medium: FTP with sign-on in the clear on 21/tcp (ftp)"]],
  [
    "FTP, anybody",
    [{ ...FTP, asks: ["USER anonymous\r\n", "PASS me@example.org\r\n"] }],
    ["info: FTP in the clear on 21/tcp (ftp)"],
  ],
  ["FTP that goes on in TLS", [{ ...FTP, asks: ["AUTH TLS\r\n", CLIENT_HELLO] }], []],
  [
    "FTP, both: one finding",
    [FTP, { ...FTP, from: OTHER_HOST, asks: ["USER ftp\r\n", "PASS a\r\n"] }],
    ["medium: FTP with sign-on in the clear on 21/tcp (ftp)"],
  ],
  ["FTP, a greeting and nothing else", [{ ...FTP, asks: [] }], []],
  [
    "FTP on another port",
    [{ ...FTP, port: 2121 }],
    ["medium: FTP with sign-on in the clear on 2121/tcp (scientia-ssdb)"],
  ],
  ["IMAP", [IMAP], ["medium: IMAP with sign-on in the clear on 143/tcp (imap)"]],
  ["IMAP that goes on in TLS", [{ ...IMAP, asks: ["a1 STARTTLS\r\n", CLIENT_HELLO] }], []],
  ["IMAP without sign-on", [{ ...IMAP, asks: ["a1 CAPABILITY\r\n", "a2 LOGOUT\r\n"] }], []],
  [
    "IMAP, one client in TLS, another not",
    [
      { ...IMAP, asks: ["a1 STARTTLS\r\n", CLIENT_HELLO] },
      { ...IMAP, from: OTHER_HOST },
    ],
    ["medium: IMAP with sign-on in the clear on 143/tcp (imap)"],
  ],
  [
    "mail between servers",
    [talk(25, ["EHLO a\r\n", "MAIL FROM:<a@b>\r\n"], ["220 mx ESMTP Postfix\r\n"])],
    [],
  ],
  ["FTP, a password that is refused", [REFUSED_FTP], ["low: FTP with sign-on in the clear on 21/tcp (ftp)"]],
  [
    "FTP, guesses across the internet",
    many(3, () => ({ ...REFUSED_FTP, from: STRANGER })),
    ["low: FTP with sign-on in the clear on 21/tcp (ftp) across the internet"],
  ],
  [
    "FTP, a password that is refused, and one that is not",
    [REFUSED_FTP, { ...FTP, from: OTHER_HOST }],
    ["medium: FTP with sign-on in the clear on 21/tcp (ftp)"],
  ],
  [
    "FTP, a guess that was right",
    [REFUSED_FTP, FTP],
    ["medium: FTP with sign-on in the clear on 21/tcp (ftp)"],
  ],
  [
    "mail that is handed in",
    [talk(587, ["EHLO a\r\n", "AUTH PLAIN AGEAYg==\r\n"], ["220 mx ESMTP Postfix\r\n"])],
    ["medium: SMTP with sign-on in the clear on 587/tcp (submission)"],
  ],
  [
    "HTTP, far behind the 64 bytes that are kept",
    [HTTP],
    ["medium: HTTP with sign-on in the clear on 80/tcp (http)"],
  ],
  [
    "HTTP, on a later request",
    [{ ...HTTP, asks: ["GET / HTTP/1.1\r\n\r\n", ...(HTTP.asks ?? [])] }],
    ["medium: HTTP with sign-on in the clear on 80/tcp (http)"],
  ],
  [
    "HTTP on any port, where credentials were asked for",
    [
      {
        ...HTTP,
        port: 7547,
        asks: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", ...(HTTP.asks ?? [])],
        answers: ["HTTP/1.1 401 Unauthorized\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"],
      },
    ],
    ["medium: HTTP with sign-on in the clear on 7547/tcp (cwmp)"],
  ],
  ["HTTP without", [{ ...HTTP, asks: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n"] }], []],
  ["HTTP, a proof", [{ ...HTTP, asks: ["GET / HTTP/1.1\r\nAuthorization: Digest a\r\n\r\n"] }], []],
  [
    "HTTP within the host",
    [{ ...HTTP, from: "127.0.0.1", to: "127.0.0.1" }],
    ["info: HTTP with sign-on in the clear on 80/tcp (http) within the host itself"],
  ],
  ["HTTPS", [talk(443, [CLIENT_HELLO], [hex("16 03 03 00 7a 02 00 00 76 03 03")])], []],
  ["SNMP version 2c", [SNMP], ["low: SNMP version 1 or 2c with sign-on in the clear on 161/udp (snmp)"]],
  ["SNMP version 3", [{ ...SNMP, asks: [snmp(3)], answers: [snmp(3)] }], []],
  [
    "MQTT with a password",
    [talk(1883, [mqtt(0xc2)], [MQTT_ACCEPTED])],
    ["medium: MQTT with sign-on in the clear on 1883/tcp (mqtt)"],
  ],
  ["MQTT without", [talk(1883, [mqtt(0x02)], [MQTT_ACCEPTED])], []],
  ["Redis", [REDIS], ["medium: Redis with sign-on in the clear on 6379/tcp (redis)"]],
  ["Redis without", [{ ...REDIS, asks: ["*1\r\n$4\r\nPING\r\n"], answers: ["+PONG\r\n"] }], []],
  [
    "PostgreSQL's plain password",
    [talk(5432, [POSTGRESQL_STARTUP], [hex("52 00 00 00 08 00 00 00 03")])],
    ["medium: PostgreSQL with sign-on in the clear on 5432/tcp (postgresql)"],
  ],
  [
    "PostgreSQL's proof",
    [talk(5432, [POSTGRESQL_STARTUP], [hex("52 00 00 00 0c 00 00 00 05 01 02 03 04")])],
    [],
  ],
  [
    "rlogin",
    [talk(513, [`\0alice\0alice\0xterm/38400\0`], ["\0"])],
    ["medium: Remote shell of BSD with sign-on in the clear on 513/tcp (login)"],
  ],
  ["syslog over TCP on rsh's port", [talk(514, ["<34>Oct 11 22:14:15 host su: failed\n"], ["\0"])], []],
];

test.each(rows)("%s", async (_, talks, told) => {
  expect(await toldOf("cleartext-service", talks)).toEqual(told);
});

describe("a finding", () => {
  const everything = [TELNET, FTP, IMAP, HTTP, REDIS];

  test("never holds what was said", async () => {
    const findings = await findingsOf("cleartext-service", everything);
    expect(findings.length).toBe(everything.length);
    expect(JSON.stringify(findings)).not.toMatch(/correct|horse|alice|basic/i);
  });

  test("says who, where and what to do; the frame that signed on comes with it", async () => {
    const [finding] = await findingsOf("cleartext-service", [
      ...many(3, (i) => ({ ...HTTP, from: `10.0.1.${i}`, asks: ["GET / HTTP/1.1\r\n\r\n"] })),
      IMAP,
    ]);
    expect(finding).toMatchObject({
      key: "IMAP on 143/tcp with sign-on",
      clients: [HOST],
      servers: [SERVER],
      flows: 1,
      // Three flows of five packets, then the handshake's first, and the second command.
      frames: [16, 20],
      displayFilter: `ip.addr == ${HOST} && ip.addr == ${SERVER} && tcp.port == 143`,
    });
    expect(finding.advice).toContain("STARTTLS");
  });

  test("of brute force is one", async () => {
    const talks = many(50, (i) => ({ ...FTP, asks: ["USER root\r\n", `PASS ${i}\r\n`] }));
    const [finding, ...others] = await findingsOf("cleartext-service", talks);
    expect(finding.flows).toBe(50);
    expect(others).toEqual([]);
  });
});
