/** TLS, the web, names and addresses. */
import { hex, join, text, u16, u32, zeros } from "../frames.ts";
import { changed, noise, type Sample, samplesOf } from "./sample.ts";

const CLIENT_HELLO = join(hex("16 03 01 00 c8 01 00 00 c4 03 03"), noise(53));
const SERVER_HELLO = join(hex("16 03 03 00 5d 02 00 00 59 03 03"), noise(53, 2));
const APPLICATION_DATA = join(hex("17 03 03 01 20"), noise(59));
const SSL2_HELLO = join(hex("80 2e 01 03 01 00 15 00 00 00 10"), noise(37));
const DTLS_HELLO = join(
  hex("16 fe fd 00 00 00 00 00 00 00 00 00 6c 01 00 00 60 00 00 00 00 00 00 00 60 fe fd"),
  noise(32),
);
const REQUEST = text("GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nAccept: */*\r\n\r\n");
const SETTINGS = hex("00 00 0c 04 00 00 00 00 00 00 03 00 00 00 64 00 04 00 01 00 00");
const QUIC_INITIAL = join(hex("c3 00 00 00 01 08 83 94 c8 f0 3e 51 57 08 00 00 44 9e"), noise(46));
const QUERY = hex(
  "4c d2 01 00 00 01 00 00 00 00 00 00 03 77 77 77 07 65 78 61 6d 70 6c 65 03 63 6f 6d 00 00 01 00 01",
);
const ANSWER = changed(QUERY, 2, 0x81, 3, 0x80, 7, 2);
const NETBIOS_NAME = text(` ${"EJFDEBFE".repeat(3)}CACACAAA\0`);
const NAME_QUERY = join(hex("84 e7 01 10 00 01 00 00 00 00 00 00"), NETBIOS_NAME, hex("00 20 00 01"));
const DATAGRAM = join(hex("11 0e 84 ec c0 a8 01 02 00 8a 00 bb 00 00"), NETBIOS_NAME, noise(16));
const DISCOVER = join(
  hex("01 01 06 00 39 03 f3 26 00 00 80 00"),
  zeros(16),
  hex("02 00 00 00 00 0a"),
  zeros(30),
);
const SOLICIT = hex(
  "01 10 08 74 00 01 00 0e 00 01 00 01 1c 39 cf 88 08 00 27 fe 8f 95 00 06 00 04 00 17 00 18",
);

export const WEB_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "tls",
    "tcp",
    [
      "client",
      "certain",
      "a ClientHello",
      CLIENT_HELLO,
      ["version 4", changed(CLIENT_HELLO, 1, 4)],
      ["a record of no length", changed(CLIENT_HELLO, 3, 0, 4, 0)],
      ["a record that is too long", changed(CLIENT_HELLO, 3, 0xff)],
    ],
    ["server", "certain", "a ServerHello", SERVER_HELLO, ["type 25", changed(SERVER_HELLO, 0, 25)]],
    ["either", "certain", "an alert", hex("15 03 03 00 02 02 28"), ["64 bytes", hex("15 03 03 00 40 02 28")]],
    ["either", "certain", "a change of cipher", hex("14 03 03 00 01 01"), ["to 2", hex("14 03 03 00 01 02")]],
    [
      "either",
      "likely",
      "application data",
      APPLICATION_DATA,
      ["SSL 3.0's", changed(APPLICATION_DATA, 2, 0)],
    ],
    ["either", "likely", "a header alone", hex("16 03 01 02 00")],
    [
      "client",
      "certain",
      "SSL 2's hello",
      SSL2_HELLO,
      ["that does not add up", changed(SSL2_HELLO, 10, 0x11)],
    ],
    [
      "server",
      "certain",
      "SSL 2's answer",
      join(hex("84 1b 04 00 01 00 02 04 00 00 00 00 10"), noise(51)),
      ["of version 3", join(hex("84 1b 04 00 01 00 03 04 00 00 00 00 10"), noise(51))],
    ],
  ),
  ...samplesOf(
    "dtls",
    "udp",
    ["client", "certain", "a ClientHello", DTLS_HELLO, ["TLS' version", changed(DTLS_HELLO, 1, 3, 2, 3)]],
    ["server", "certain", "a HelloVerifyRequest", changed(DTLS_HELLO, 13, 3)],
    ["either", "certain", "application data", join(hex("17 fe fd 00 01 00 00 00 00 00 05 00 30"), noise(48))],
  ),
  ...samplesOf(
    "http",
    "tcp",
    ["client", "certain", "a request", REQUEST, ["RTSP's", text("GET_PARAMETER * RTSP/1.0\r\n")]],
    [
      "client",
      "certain",
      "a long path",
      text(`POST /${"a".repeat(70)}`),
      ["no path", text("POST office closed")],
    ],
    [
      "client",
      "certain",
      "of a proxy",
      text("CONNECT example.com:443 HTTP/1.1\r\n"),
      ["NATS", text("CONNECT {}\r\n")],
    ],
    ["client", "likely", "HTTP/0.9", text("GET /\r\n"), ["a word", text("GETTING /")]],
    ["server", "certain", "a response", text("HTTP/1.1 200 OK\r\n"), ["no version", text("HTTP/1.x 200")]],
  ),
  ...samplesOf(
    "websocket",
    "tcp",
    [
      "client",
      "certain",
      "an upgrade",
      text("GET /chat HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"),
      ["to HTTP/2", text("GET /chat HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n")],
    ],
    [
      "server",
      "certain",
      "its acceptance",
      text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"),
      ["of HTTP/2", text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n")],
    ],
  ),
  ...samplesOf(
    "http2",
    "tcp",
    [
      "client",
      "certain",
      "the preface",
      text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
      ["3.0", text("PRI * HTTP/3.0\r\n")],
    ],
    [
      "server",
      "certain",
      "settings",
      SETTINGS,
      ["of no sixes", changed(SETTINGS, 2, 13)],
      ["id 16", changed(SETTINGS, 10, 16)],
    ],
    [
      "server",
      "likely",
      "empty settings",
      hex("00 00 00 04 00 00 00 00 00"),
      ["stream 1", hex("00 00 00 04 00 00 00 00 01")],
    ],
  ),
  ...samplesOf(
    "ssdp",
    "udp",
    [
      "client",
      "certain",
      "a search",
      text("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n"),
      ["/", text("M-SEARCH / HTTP")],
    ],
    [
      "client",
      "certain",
      "an announcement",
      text("NOTIFY * HTTP/1.1\r\n"),
      ["SIP's", text("NOTIFY sip:a@b SIP/2.0\r\n")],
    ],
    [
      "server",
      "certain",
      "an answer",
      text("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n"),
      ["404", text("HTTP/1.1 404 No")],
    ],
  ),
  ...samplesOf(
    "quic",
    "udp",
    [
      "client",
      "certain",
      "an Initial",
      QUIC_INITIAL,
      ["version 5", changed(QUIC_INITIAL, 4, 5)],
      ["an id of 21 bytes", changed(QUIC_INITIAL, 5, 21)],
      ["without the fixed bit", changed(QUIC_INITIAL, 0, 0x83)],
    ],
    [
      "server",
      "certain",
      "an Initial to no id",
      join(hex("c1 00 00 00 01 00 08 f0 67 a5 50 2a 42 62 b5 00 40 75"), noise(40)),
    ],
    ["server", "certain", "a Retry", join(hex("ff 00 00 00 01 00 08 f0 67 a5 50 2a 42 62 b5"), noise(40))],
    ["client", "certain", "0-RTT", changed(QUIC_INITIAL, 0, 0xd3)],
    [
      "server",
      "certain",
      "a negotiation of versions",
      hex("ca 00 00 00 00 00 08 f0 67 a5 50 2a 42 62 b5 00 00 00 01"),
      ["of unknown ones", hex("ca 00 00 00 00 00 08 f0 67 a5 50 2a 42 62 b5 00 00 00 05")],
    ],
    ["client", "likely", "a reserved version", changed(QUIC_INITIAL, 1, 0x1a, 2, 0x2a, 3, 0x3a, 4, 0x4a)],
    [
      "client",
      "certain",
      "Google's Q043",
      join(hex("0d 83 94 c8 f0 3e 51 57 08"), text("Q043"), noise(51)),
      ["R043", join(hex("0d 83 94 c8 f0 3e 51 57 08"), text("R043"), noise(51))],
    ],
    ["server", "likely", "Google's rejection", join(hex("08"), noise(22), text("\x01REJ\0"), noise(36))],
  ),
  ...samplesOf(
    "dns",
    "udp",
    [
      "client",
      "certain",
      "a query",
      QUERY,
      ["class 7", changed(QUERY, 32, 7)],
      ["a label of 64 bytes", changed(QUERY, 12, 64)],
      ["with an error's code", changed(QUERY, 3, 3)],
      ["of no question", changed(QUERY, 5, 0)],
    ],
    ["server", "certain", "an answer", ANSWER, ["a thousand questions", changed(ANSWER, 4, 4)]],
    ["client", "likely", "bytes in a name", changed(QUERY, 13, 0xc3, 14, 0xa4)],
    [
      "server",
      "weak",
      "an error alone",
      hex("4c d2 81 81 00 00 00 00 00 00 00 00"),
      ["no error", hex("4c d2 81 80 00 00 00 00 00 00 00 00")],
    ],
  ),
  ...samplesOf(
    "dns",
    "tcp",
    [
      "client",
      "certain",
      "a query",
      join(u16(QUERY.length), QUERY),
      ["too short a length", join(u16(16), QUERY)],
    ],
    ["server", "certain", "an answer", join(u16(200), ANSWER, noise(40))],
    [
      "client",
      "certain",
      "a long name",
      join(u16(120), QUERY.slice(0, 12), text(`\x3f${"a".repeat(63)}`)),
      ["cut by the capture", join(u16(120), QUERY.slice(0, 12), text(`\x3f${"a".repeat(40)}`))],
    ],
  ),
  ...samplesOf(
    "nbns",
    "udp",
    [
      "client",
      "certain",
      "a query",
      NAME_QUERY,
      ["a long label of DNS", changed(NAME_QUERY, ...lowered(13, 32))],
    ],
    [
      "server",
      "certain",
      "an answer",
      changed(NAME_QUERY, 2, 0x85, 3, 0, 5, 0, 7, 1),
      ["opcode 3", changed(NAME_QUERY, 2, 0x99)],
    ],
  ),
  ...samplesOf("nbdgm", "udp", [
    "either",
    "certain",
    "a datagram",
    DATAGRAM,
    ["flags of eight bits", changed(DATAGRAM, 1, 0xfe)],
    ["no name", changed(DATAGRAM, 14, 31)],
  ]),
  ...samplesOf(
    "dhcp",
    "udp",
    [
      "client",
      "certain",
      "a discover",
      DISCOVER,
      ["flags", changed(DISCOVER, 11, 1)],
      ["an address of 17 bytes", changed(DISCOVER, 2, 17)],
      ["a longer address than told", changed(DISCOVER, 36, 1)],
    ],
    ["server", "certain", "an offer", changed(DISCOVER, 0, 2), ["op 3", changed(DISCOVER, 0, 3)]],
  ),
  ...samplesOf(
    "dhcpv6",
    "udp",
    [
      "client",
      "certain",
      "a solicit",
      SOLICIT,
      ["an unknown DUID", changed(SOLICIT, 9, 9)],
      ["option 256", changed(SOLICIT, 4, 1)],
    ],
    ["server", "certain", "an advertisement", changed(SOLICIT, 0, 2), ["type 14", changed(SOLICIT, 0, 14)]],
    ["client", "certain", "two options", hex("0b 10 08 74 00 06 00 02 00 17 00 08 00 02 00 00")],
    ["client", "likely", "a relay", join(hex("0c 00"), noise(32), hex("00 09 00 40"), noise(26))],
  ),
];

/** Letters from `first` on, as changes to lower case. */
function lowered(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => [first + i, 0x61 + (i % 26)]).flat();
}

export const MDNS_QUERY = join(
  hex("00 00 00 00 00 01 00 00 00 00 00 00"),
  text("\x05_http\x04_tcp\x05local\0"),
  u16(12),
  u16(0x8001),
);
export const MDNS_ANSWER = join(
  hex("00 00 84 00 00 00 00 01 00 00 00 00"),
  text("\x05_http\x04_tcp\x05local\0"),
  u16(12),
  u16(1),
  u32(120),
);
