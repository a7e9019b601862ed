/** Payloads on ports of other protocols, and what only looks so. */
import { describe, expect, test } from "vitest";
import { expectedOn, servicesWithExpectations } from "../../src/findings/expected-protocols.ts";
import { PROTOCOL_NAMES } from "../../src/protocols/protocol.ts";
import { TRANSPORTS } from "../../src/services/port-specification.ts";
import { lookUp } from "../../src/services/registry.ts";
import { hex, join, text, zeros } from "../frames.ts";
import { findingsOf, HOST, many, OTHER_HOST, SERVER, STRANGER, type Talk, toldOf } from "./talks.ts";

const SSH = { asks: ["SSH-2.0-OpenSSH_9.6\r\n"], answers: ["SSH-2.0-OpenSSH_9.2p1\r\n"] };
const HTTP = {
  asks: ["GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n"],
  answers: ["HTTP/1.1 200 OK\r\nServer: a\r\n\r\n"],
};
const TLS = {
  asks: [join(hex("16 03 01 00 f8 01 00 00 f4 03 03"), zeros(40))],
  answers: [join(hex("16 03 03 00 7a 02 00 00 76 03 03"), zeros(40))],
};
const MYSQL_GREETING = join(
  hex("4a 00 00 00 0a"),
  text("8.0.36\0"),
  hex("11 12 13 14 41 42 43 44 45 46 47 48 49 50 51 52"),
);
const MYSQL = { asks: [], answers: [MYSQL_GREETING] };
const MODBUS = {
  asks: [hex("00 01 00 00 00 06 11 03 00 6b 00 03")],
  answers: [hex("00 01 00 00 00 09 11 03 06 02 2b 00 00 00 64")],
};
const IMAP = { asks: ["a1 CAPABILITY\r\n"], answers: ["* OK [CAPABILITY IMAP4rev1] ready\r\n"] };
const BITTORRENT = `\x13BitTorrent protocol${"\0".repeat(28)}`;

function talk(port: number, said: Partial<Talk>, ends: Partial<Talk> = {}): Talk {
  return { from: HOST, to: SERVER, port, ...said, ...ends };
}

const rows: readonly (readonly [name: string, talks: readonly Talk[], told: readonly string[]])[] = [
  ["SSH on a port for HTTPS", [talk(443, SSH)], ["low: SSH on 443/tcp (https)"]],
  ["HTTP on a port for SSH", [talk(22, HTTP)], ["medium: HTTP on 22/tcp (ssh)"]],
  ["HTTP on a port for HTTPS", [talk(443, HTTP)], ["low: HTTP on 443/tcp (https)"]],
  ["HTTP on a database's", [talk(5432, HTTP)], ["low: HTTP on 5432/tcp (postgresql)"]],
  ["plain mail on a port for TLS", [talk(993, IMAP)], ["medium: IMAP on 993/tcp (imaps)"]],
  ["TLS on a port for HTTP", [talk(80, TLS)], ["info: TLS on 80/tcp (http)"]],
  ["TLS on a port for SSH", [talk(22, TLS)], ["low: TLS on 22/tcp (ssh)"]],
  ["a database on the web's", [talk(443, MYSQL)], ["medium: MySQL on 443/tcp (https)"]],
  [
    "a database on the web's, from the internet",
    [talk(443, MYSQL, { from: STRANGER })],
    ["high: MySQL on 443/tcp (https)"],
  ],
  ["a controller on the web's", [talk(80, MODBUS)], ["medium: Modbus on 80/tcp (http)"]],
  [
    "one finding for many hosts",
    many(30, (i) => talk(443, SSH, { from: `10.0.1.${i}`, to: `10.0.2.${i}` })),
    ["low: SSH on 443/tcp (https)"],
  ],
  ["its own port", [talk(22, SSH), talk(80, HTTP), talk(443, TLS), talk(3306, MYSQL), talk(502, MODBUS)], []],
  [
    "TLS on the port of what may be encrypted",
    [talk(25, TLS), talk(6379, TLS), talk(8080, TLS), talk(1883, TLS)],
    [],
  ],
  ["HTTP where it is custom", [talk(8080, HTTP), talk(3000, HTTP), talk(9200, HTTP), talk(2375, HTTP)], []],
  ["a port without a name", [talk(10_625, MYSQL), talk(50_001, SSH)], []],
  ["a registered name that is not known to mean anything", [talk(3307, MYSQL), talk(5433, SSH)], []],
  ["peers go through any port", [talk(443, { asks: [BITTORRENT], answers: [BITTORRENT] })], []],
  [
    "a scanner says GET, the server does not",
    [talk(22, { asks: HTTP.asks, answers: ["SSH-2.0-OpenSSH_9.2p1\r\n"] })],
    [],
  ],
  ["a scanner says GET, and nobody answers", [talk(22, { asks: HTTP.asks, answers: [] })], []],
  [
    "the server's answer is of no protocol",
    [talk(22, { asks: HTTP.asks, answers: ["\x01\x02\x03what"] })],
    [],
  ],
  [
    "the middle of a file that looks like mail",
    [talk(80, { asks: [], answers: IMAP.answers, outcome: "midstream" })],
    [],
  ],
];

test.each(rows)("%s", async (_, talks, told) => {
  expect(await toldOf("protocol-mismatch", talks)).toEqual(told);
});

test("a name of the user's own says what is expected", async () => {
  const serviceNames = new Map([[8443, { name: "ssh", description: null, aliases: [] }]]);
  expect(await toldOf("protocol-mismatch", [talk(8443, SSH)])).toEqual(["low: SSH on 8443/tcp (https-alt)"]);
  expect(await toldOf("protocol-mismatch", [talk(8443, SSH)], { serviceNames })).toEqual([]);
});

test("a finding says who, where, when, and what to do", async () => {
  const [finding] = await findingsOf("protocol-mismatch", [
    talk(443, TLS),
    talk(443, SSH),
    talk(443, SSH, { from: OTHER_HOST }),
  ]);
  expect(finding).toMatchObject({
    key: "SSH on 443/tcp",
    clients: [HOST, OTHER_HOST],
    servers: [SERVER],
    flows: 2,
    frames: [6, 11],
    displayFilter: `ip.addr in {${HOST}, ${OTHER_HOST}} && ip.addr == ${SERVER} && tcp.port == 443`,
  });
  expect(finding.advice).toContain("--services");
});

describe("the table of expectations", () => {
  test("names services as ports are named", () => {
    const names = new Set<string>();
    for (const transport of TRANSPORTS) {
      for (let port = 0; port < 65_536; port++) {
        const name = lookUp(transport, port)?.name;
        if (name !== undefined) names.add(name);
      }
    }
    expect(servicesWithExpectations().filter((service) => !names.has(service))).toEqual([]);
  });

  test("has a row for every known protocol, but for FIX, which has no port of its own", () => {
    const expected = new Set(
      servicesWithExpectations().flatMap((service) =>
        PROTOCOL_NAMES.filter((_, id) => expectedOn(service)?.[id] === 1),
      ),
    );
    expect(PROTOCOL_NAMES.filter((name) => name !== "" && !expected.has(name))).toEqual(["fix"]);
  });
});
