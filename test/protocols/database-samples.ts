/** Databases and caches. */
import { hex, join, le32, text, u32, zeros } from "../frames.ts";
import { changed, noise, type Sample, samplesOf } from "./sample.ts";

const MYSQL = join(hex("4a 00 00 00 0a"), text("8.0.36\0"), noise(50));
const LOGIN = join(hex("b2 00 00 01 85 a6 ff 19 00 00 00 01 2d"), zeros(23), text("root\0"), noise(23));
const STARTUP = join(u32(40), hex("00 03 00 00"), text("user\0postgres\0"));
const PRELOGIN = join(hex("12 01 00 2f 00 00 01 00 00 00 1a 00 06 01 00 20 00 01 ff"), noise(28));
const TDS_LOGIN = join(hex("10 01 00 90 00 00 01 00 88 00 00 00 02 00 09 72"), noise(48));
const OP_MSG = join(le32(60), le32(1), le32(0), le32(2013), zeros(40));
const BINARY_GET = join(hex("80 00 00 05 00 00 00 00 00 00 00 05 00 00 00 00"), zeros(8), text("Hello"));
const CQL = join(
  hex("04 00 00 00 01 00 00 00 16 00 01 00 0b"),
  text("CQL_VERSION"),
  hex("00 05"),
  text("3.0.0"),
);
const ZOOKEEPER = join(u32(45), u32(0), zeros(8), u32(30_000), zeros(8), u32(16), zeros(17));

export const DATABASE_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "mysql",
    "tcp",
    [
      "server",
      "certain",
      "a greeting",
      MYSQL,
      ["protocol 9", changed(MYSQL, 4, 9)],
      ["no version", changed(MYSQL, 5, 0x78)],
    ],
    ["client", "certain", "a login", LOGIN, ["no filling", changed(LOGIN, 20, 1)]],
    [
      "server",
      "certain",
      "a refusal",
      join(hex("45 00 00 00 ff 6a 04"), text("Host '10.0.0.1' is not allowed")),
      ["error 42", join(hex("45 00 00 00 ff 2a 00"), text("Host"))],
    ],
  ),
  ...samplesOf(
    "postgresql",
    "tcp",
    ["client", "certain", "startup", STARTUP, ["version 4", changed(STARTUP, 5, 4)]],
    [
      "client",
      "certain",
      "TLS?",
      hex("00 00 00 08 04 d2 16 2f"),
      ["another code", hex("00 00 00 08 04 d2 16 2d")],
    ],
    [
      "server",
      "certain",
      "authentication",
      hex("52 00 00 00 0c 00 00 00 05 01 02 03 04"),
      ["method 13", hex("52 00 00 00 0c 00 00 00 0d 01 02 03 04")],
    ],
    [
      "server",
      "certain",
      "an error",
      join(hex("45 00 00 00 60"), text("SFATAL\0VFATAL\0")),
      ["bytes", join(hex("45 00 00 00 60 53 01"), noise(20))],
    ],
    ["server", "weak", "S", text("S"), ["X", text("X")]],
  ),
  ...samplesOf(
    "tds",
    "tcp",
    [
      "client",
      "likely",
      "a procedure",
      join(hex("03 01 00 40 00 00 01 00 ff ff 0b 00 00 00"), noise(50)),
      ["number 16", join(hex("03 01 00 40 00 00 01 00 ff ff 10 00 00 00"), noise(50))],
    ],
    ["client", "certain", "prelogin", PRELOGIN, ["a version of five bytes", changed(PRELOGIN, 12, 5)]],
    ["server", "certain", "its answer", changed(PRELOGIN, 0, 4)],
    ["client", "certain", "login", TDS_LOGIN, ["version 6", changed(TDS_LOGIN, 15, 0x62)]],
    [
      "client",
      "likely",
      "a batch",
      join(hex("01 01 00 40 00 00 01 00 16 00 00 00 12 00 00 00 02 00"), noise(46)),
      ["no headers", join(hex("01 01 00 40 00 00 01 00"), noise(56))],
    ],
    [
      "server",
      "likely",
      "tokens",
      join(hex("04 01 00 40 00 35 01 00 e3"), noise(55)),
      ["token 01", join(hex("04 01 00 40 00 35 01 00 01"), noise(55))],
    ],
  ),
  ...samplesOf(
    "mongodb",
    "tcp",
    ["client", "certain", "a message", OP_MSG, ["operation 2014", changed(OP_MSG, 12, 0xde)]],
    ["server", "certain", "its answer", changed(OP_MSG, 8, 1)],
    [
      "client",
      "certain",
      "a query",
      changed(OP_MSG, 12, 0xd4),
      ["that answers", changed(OP_MSG, 12, 0xd4, 8, 1)],
    ],
    [
      "server",
      "likely",
      "a reply",
      join(le32(60), le32(9), le32(1), le32(1), le32(8), zeros(40)),
      ["flags of 16", join(le32(60), le32(9), le32(1), le32(1), le32(16), zeros(40))],
    ],
  ),
  ...samplesOf(
    "redis",
    "tcp",
    [
      "client",
      "certain",
      "a command",
      text("*2\r\n$4\r\nLLEN\r\n$6\r\nmylist\r\n"),
      ["of numbers", text("*2\r\n:4\r\n")],
    ],
    [
      "server",
      "certain",
      "an error",
      text("-NOAUTH Authentication required.\r\n"),
      ["a list", text("- NOAUTH\r\n")],
    ],
    ["server", "weak", "PONG", text("+PONG\r\n"), ["PING", text("+PING\r\n")]],
    ["server", "weak", "a text", text("$5\r\nhello\r\n"), ["a price", text("$5 hello\r\n")]],
  ),
  ...samplesOf(
    "memcached",
    "tcp",
    [
      "client",
      "likely",
      "set",
      text("set mykey 0 60 5\r\nhello\r\n"),
      ["HTTP's", text("SET mykey 0 60 5\r\n")],
    ],
    ["client", "likely", "stats", text("stats\r\n"), ["status", text("status\r\n")]],
    [
      "server",
      "likely",
      "a value",
      text("VALUE mykey 0 5\r\nhello\r\nEND\r\n"),
      ["in small letters", text("value mykey")],
    ],
    ["client", "likely", "binary", BINARY_GET, ["a longer key than body", changed(BINARY_GET, 3, 6)]],
  ),
  ...samplesOf("memcached", "udp", [
    "client",
    "likely",
    "stats",
    join(hex("00 01 00 00 00 01 00 00"), text("stats\r\n")),
    ["no datagrams", join(hex("00 01 00 00 00 00 00 00"), text("stats\r\n"))],
  ]),
  ...samplesOf(
    "cassandra",
    "tcp",
    ["client", "certain", "startup", CQL, ["version 6", changed(CQL, 0, 6)]],
    [
      "client",
      "likely",
      "options",
      hex("04 00 00 00 05 00 00 00 00"),
      ["an answer's opcode", hex("04 00 00 00 06 00 00 00 00")],
    ],
    [
      "server",
      "likely",
      "ready",
      hex("84 00 00 00 02 00 00 00 00"),
      ["a request's opcode", hex("84 00 00 00 01 00 00 00 00")],
    ],
  ),
  ...samplesOf(
    "zookeeper",
    "tcp",
    ["client", "certain", "connect", ZOOKEEPER, ["no password", changed(ZOOKEEPER, 31, 15)]],
    ["server", "certain", "its answer", join(u32(37), u32(0), u32(30_000), noise(8), u32(16), noise(17))],
  ),
];
