/** Databases, Windows networks, the keeping of networks, calls, private networks, plants. */
import { hex, join, le16, le32, text, u16, u32, zeros } from "../frames.ts";
import { changed, noise, type Sample, samplesOf } from "./sample.ts";

const SMB1 = join(hex("00 00 00 85 ff 53 4d 42 72 00 00 00 00 18 53 c8"), zeros(40));
const SMB2 = join(hex("00 00 00 ac fe 53 4d 42 40 00 00 00 00 00 00 00 00 00 1f 00 00 00 00 00"), zeros(40));
const NETBIOS_NAME = text(` ${"EJFDEBFE".repeat(3)}CACACAAA\0`);
const SESSION_REQUEST = join(hex("81 00 00 44"), NETBIOS_NAME, noise(26));
const BIND = join(hex("05 00 0b 03 10 00 00 00 48 00 00 00 01 00 00 00"), noise(48));
const LDAP_BIND = hex("30 0c 02 01 01 60 07 02 01 03 04 00 80 00");
const AS_REQUEST = join(hex("6a 81 80 30 7d a1 03 02 01 05 a2 03 02 01 0a"), noise(49));
const NTP = join(hex("23 00 06 ec 00 00 00 00 00 00 01 00 00 00 00 00"), noise(32));
const SNMP_GET = hex(
  "30 29 02 01 01 04 06 70 75 62 6c 69 63 a0 1c 02 04 12 34 56 78 02 01 00 02 01 00 30 0e 30 0c 06 08 2b 06 01 02 01 01 01 00 05 00",
);
const SNMP3 = join(hex("30 3e 02 01 03 30 11 02 04 30 d3 2c 0b 02 03 00 ff e3 04 01 04 02 01 03"), noise(40));
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
const RTP = join(hex("80 60 12 34 00 00 03 e8 de ad be ef"), noise(52));
const RTCP = join(hex("80 c8 00 06"), noise(24), hex("81 ca 00 03"), noise(12));
const STUN = join(hex("00 01 00 00 21 12 a4 42"), noise(12));
const OLD_STUN = join(hex("00 01 00 08"), noise(16), hex("00 03 00 04 00 00 00 00"));
const WIREGUARD = join(hex("01 00 00 00"), noise(60));
const IKE = join(noise(8), zeros(8), hex("21 20 22 08 00 00 00 00 00 00 02 48"), noise(36));
const OPENVPN = join(hex("38"), noise(8), hex("00 00 00 00 00"));
const RADIUS_CHALLENGE = join(
  hex("0b 07 00 5a"),
  noise(16),
  hex("1a 0c 00 00 57 c8 0d 06"),
  text("wifi"),
  hex("1a 20 00 00 38 21"),
  noise(26),
);
const RADIUS = join(
  hex("01 07 00 2c"),
  noise(16),
  hex("01 06"),
  text("nemo"),
  hex("04 06 c0 a8 01 10 05 06 00 00 00 03 06 06 00 00 00 02"),
);
const DIAMETER = join(hex("01 00 00 c8 80 00 01 01"), u32(0), noise(52));
const GTP = join(hex("32 10 00 10"), u32(1), noise(16));
const CALL = join(noise(4), u32(0), u32(2), u32(100_000), u32(2), u32(3), zeros(16));
const REPLY = join(noise(4), u32(1), u32(0), u32(0), u32(0), u32(0), u32(7));
const NFS = join(noise(4), u32(0), u32(2), u32(100_003), u32(3), u32(1), zeros(16));
const UTP_SYN = hex("41 00 30 39 00 01 e2 40 00 00 00 00 00 10 00 00 00 01 00 00");
const GNUTELLA = join(noise(16), hex("00 01 00 05 00 00 00 c3 82 53 43 50"));
const READ_REGISTERS = hex("00 01 00 00 00 06 11 03 00 6b 00 03");
const DNP3 = hex("05 64 05 c9 01 00 00 04 e1 44");
const S7_JOB = hex(
  "03 00 00 1f 02 f0 80 32 01 00 00 cc c1 00 08 00 00 f0 00 00 01 00 01 03 c0 00 00 00 00 00 00",
);
const REGISTER = join(hex("65 00 04 00 00 00 00 00 00 00 00 00"), noise(8), zeros(4), hex("01 00 00 00"));
const WHO_IS = hex("81 0b 00 0c 01 20 ff ff 00 ff 10 08");
const READ_PROPERTY = hex("81 0a 00 11 01 04 00 05 01 0c 0c 02 00 00 0a 19 4d");
const COAP = join(hex("40 01 12 34 39"), text("localhost"), hex("84"), text("time"));

export const NETWORK_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "smb",
    "tcp",
    ["client", "certain", "version 1", SMB1, ["SMC", changed(SMB1, 7, 0x43)]],
    ["server", "certain", "its answer", changed(SMB1, 13, 0x98)],
    ["client", "certain", "version 2", SMB2],
    ["server", "certain", "its answer", changed(SMB2, 20, 1)],
    ["either", "certain", "encrypted", changed(SMB2, 4, 0xfd), ["FB", changed(SMB2, 4, 0xfb)]],
  ),
  ...samplesOf(
    "nbss",
    "tcp",
    ["client", "certain", "a request", SESSION_REQUEST, ["69 bytes", changed(SESSION_REQUEST, 3, 69)]],
    ["server", "certain", "its answer", hex("82 00 00 00"), ["more", hex("82 00 00 00 00")]],
    ["server", "certain", "a refusal", hex("83 00 00 01 82"), ["code 2", hex("83 00 00 01 02")]],
  ),
  ...samplesOf(
    "dcerpc",
    "tcp",
    ["client", "certain", "bind", BIND, ["version 2", changed(BIND, 1, 2)]],
    ["server", "certain", "its answer", changed(BIND, 2, 12), ["type 10", changed(BIND, 2, 10)]],
  ),
  ...samplesOf(
    "dcerpc",
    "udp",
    [
      "client",
      "likely",
      "a request",
      join(hex("04 00 28 00 10 00 00 00"), noise(56)),
      ["type 11", join(hex("04 0b 28 00 10 00 00 00"), noise(56))],
    ],
    ["server", "likely", "a response", join(hex("04 02 28 00 10 00 00 00"), noise(56))],
  ),
  ...samplesOf(
    "ldap",
    "tcp",
    [
      "client",
      "certain",
      "bind",
      LDAP_BIND,
      ["tag 62", changed(LDAP_BIND, 5, 0x62)],
      ["one byte too long inside", changed(LDAP_BIND, 6, 8)],
    ],
    ["server", "certain", "its answer", hex("30 0c 02 01 01 61 07 0a 01 00 04 00 04 00")],
  ),
  ...samplesOf(
    "kerberos",
    "udp",
    ["client", "certain", "AS-REQ", AS_REQUEST, ["version 4", changed(AS_REQUEST, 9, 4)]],
    ["server", "certain", "an error", join(hex("7e 81 80 30 7d a0 03 02 01 05 a1 03 02 01 1e"), noise(49))],
  ),
  ...samplesOf("kerberos", "tcp", ["client", "certain", "AS-REQ", join(u32(131), AS_REQUEST)]),
  ...samplesOf(
    "ntp",
    "udp",
    [
      "client",
      "certain",
      "mode 3",
      NTP,
      ["version 5", changed(NTP, 0, 0x2b)],
      ["stratum 17", changed(NTP, 1, 17)],
      ["a delay of 256 seconds", changed(NTP, 4, 1)],
    ],
    ["server", "certain", "mode 4", changed(NTP, 0, 0x24, 1, 2)],
    [
      "client",
      "weak",
      "monlist",
      hex("17 00 03 2a 00 00 00 00"),
      ["item 46", hex("17 00 03 2e 00 00 00 00")],
    ],
  ),
  ...samplesOf(
    "snmp",
    "udp",
    [
      "client",
      "certain",
      "get",
      SNMP_GET,
      ["version 4", changed(SNMP_GET, 4, 4)],
      ["PDU A9", changed(SNMP_GET, 13, 0xa9)],
    ],
    ["server", "certain", "its answer", changed(SNMP_GET, 13, 0xa2)],
    ["client", "certain", "a trap", changed(SNMP_GET, 13, 0xa7)],
    ["client", "certain", "version 3", SNMP3, ["flags of two bytes", changed(SNMP3, 19, 2)]],
  ),
  ...samplesOf(
    "rmcp",
    "udp",
    [
      "either",
      "likely",
      "IPMI",
      hex("06 00 ff 07 00 00 00 00 00 00 00 00 00 09 20 18 c8 81 00 38 8e 04 b5"),
      ["authentication 7", hex("06 00 ff 07 07 00 00 00 00")],
    ],
    [
      "either",
      "certain",
      "ASF",
      hex("06 00 ff 06 00 00 11 be 80 00 00 00"),
      ["class 5", hex("06 00 ff 05 00 00 11 be 80")],
    ],
  ),
  ...samplesOf("sflow", "udp", [
    "client",
    "certain",
    "version 5",
    join(u32(5), u32(1), noise(40)),
    ["version 4", join(u32(4), u32(1), noise(40))],
  ]),
  ...samplesOf(
    "netflow",
    "udp",
    [
      "client",
      "weak",
      "version 9",
      join(u16(9), u16(2), noise(16), u16(0), noise(40)),
      ["set 5", join(u16(9), u16(2), noise(16), u16(5), noise(40))],
    ],
    [
      "client",
      "weak",
      "version 5",
      join(u16(5), u16(30), noise(60)),
      ["31 flows", join(u16(5), u16(31), noise(60))],
    ],
    [
      "client",
      "likely",
      "IPFIX",
      join(u16(10), u16(40), noise(12), u16(2), noise(22)),
      ["too short", join(u16(10), u16(30), noise(12), u16(2), noise(22))],
    ],
  ),
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
  ...samplesOf("rtp", "udp", [
    "either",
    "weak",
    "a packet",
    RTP,
    ["payload type 72", changed(RTP, 1, 0xc8)],
    ["version 1", changed(RTP, 0, 0x40)],
    ["no source", changed(RTP, 8, 0, 9, 0, 10, 0, 11, 0)],
  ]),
  ...samplesOf(
    "rtcp",
    "udp",
    ["either", "certain", "a report and more", RTCP, ["type 199", changed(RTCP, 1, 199)]],
    ["either", "likely", "a report", RTCP.slice(0, 28), ["type 192", changed(RTCP.slice(0, 28), 1, 192)]],
  ),
  ...samplesOf(
    "stun",
    "udp",
    ["client", "certain", "a request", STUN, ["another cookie", changed(STUN, 7, 0x43)]],
    ["server", "certain", "its answer", changed(STUN, 0, 1)],
    ["either", "certain", "an indication", changed(STUN, 1, 0x11)],
    [
      "client",
      "certain",
      "RFC 3489's",
      OLD_STUN,
      ["a longer attribute", changed(OLD_STUN, 23, 5)],
      [
        "no transaction",
        changed(OLD_STUN, ...Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? 4 + i / 2 : 0))),
      ],
    ],
  ),
  ...samplesOf(
    "wireguard",
    "udp",
    ["client", "certain", "an initiation", WIREGUARD, ["of zeros", join(hex("01 00 00 00"), zeros(60))]],
    ["server", "likely", "its answer", changed(WIREGUARD, 0, 2)],
    [
      "either",
      "likely",
      "data",
      join(hex("04 00 00 00"), noise(4), hex("07 00 00 00 00 00 00 00"), noise(48)),
      ["no counter", join(hex("04 00 00 00"), noise(60))],
    ],
  ),
  ...samplesOf(
    "openvpn",
    "udp",
    [
      "client",
      "certain",
      "a reset",
      OPENVPN,
      ["another number", changed(OPENVPN, 13, 5)],
      ["key 1", changed(OPENVPN, 0, 0x39)],
    ],
    [
      "server",
      "certain",
      "its answer",
      join(hex("40"), noise(8), hex("01 00 00 00 00"), noise(8, 2), hex("00 00 00 00")),
    ],
    [
      "client",
      "certain",
      "signed by SHA-1",
      join(hex("38"), noise(8), noise(20, 3), u32(1), noise(4), hex("00 00 00 00 00")),
    ],
    ["client", "certain", "encrypted", join(hex("38"), noise(8), u32(1), noise(45))],
  ),
  ...samplesOf("openvpn", "tcp", [
    "client",
    "certain",
    "a reset",
    join(u16(14), OPENVPN),
    ["13 bytes", join(u16(13), OPENVPN)],
  ]),
  ...samplesOf(
    "ike",
    "udp",
    [
      "client",
      "certain",
      "version 2",
      IKE,
      ["version 3", changed(IKE, 17, 0x30)],
      ["exchange 33", changed(IKE, 18, 33)],
    ],
    ["server", "certain", "its answer", changed(IKE, 8, 7, 9, 7, 19, 0x20)],
    ["client", "certain", "version 1", changed(IKE, 16, 1, 17, 0x10, 18, 2, 19, 0)],
    [
      "client",
      "certain",
      "behind NAT",
      join(u32(0), IKE.slice(0, 60)),
      ["ESP", join(u32(77), IKE.slice(0, 60))],
    ],
  ),
  ...samplesOf("l2tp", "udp", [
    "client",
    "certain",
    "a start",
    hex("c8 02 00 14 00 00 00 00 00 00 00 00 80 08 00 00 00 00 00 01"),
    ["a wrong length", hex("c8 02 00 15 00 00 00 00 00 00 00 00 80 08 00 00 00 00 00 01")],
  ]),
  ...samplesOf(
    "pptp",
    "tcp",
    [
      "client",
      "certain",
      "a start",
      join(hex("00 9c 00 01 1a 2b 3c 4d 00 01"), zeros(54)),
      ["another cookie", join(hex("00 9c 00 01 1a 2b 3c 4e 00 01"), zeros(54))],
    ],
    ["server", "certain", "its answer", join(hex("00 9c 00 01 1a 2b 3c 4d 00 02"), zeros(54))],
  ),
  ...samplesOf(
    "nat-pmp",
    "udp",
    ["client", "weak", "which address?", hex("00 00"), ["three bytes", hex("00 00 00")]],
    [
      "server",
      "weak",
      "an address",
      hex("00 80 00 00 00 00 00 09 c0 00 02 01"),
      ["code 6", hex("00 80 00 06 00 00 00 09 c0 00 02 01")],
    ],
    ["client", "weak", "a mapping", hex("00 01 00 00 1f 90 1f 90 00 00 0e 10")],
    ["server", "weak", "its answer", hex("00 81 00 00 00 00 00 09 1f 90 1f 90 00 00 0e 10")],
  ),
  ...samplesOf(
    "radius",
    "udp",
    [
      "client",
      "certain",
      "a request",
      RADIUS,
      ["code 6", changed(RADIUS, 0, 6)],
      ["an address of five bytes", changed(RADIUS, 27, 5)],
      ["another length", changed(RADIUS, 3, 0x2b)],
    ],
    ["server", "likely", "its answer", join(hex("02 07 00 14"), noise(16))],
    [
      "server",
      "certain",
      "a challenge of a vendor",
      RADIUS_CHALLENGE,
      ["of a number too large", changed(RADIUS_CHALLENGE, 22, 1)],
    ],
  ),
  ...samplesOf(
    "diameter",
    "tcp",
    [
      "client",
      "certain",
      "capabilities",
      DIAMETER,
      ["version 2", changed(DIAMETER, 0, 2)],
      ["reserved flags", changed(DIAMETER, 4, 0x81)],
    ],
    ["server", "certain", "its answer", changed(DIAMETER, 4, 0)],
  ),
  ...samplesOf("diameter", "sctp", ["client", "certain", "capabilities", DIAMETER]),
  ...samplesOf(
    "gtp",
    "udp",
    ["client", "likely", "a creation", GTP, ["another length", changed(GTP, 3, 0x13)]],
    ["server", "likely", "its answer", changed(GTP, 1, 17)],
    [
      "client",
      "likely",
      "version 2",
      join(hex("48 20 00 14"), noise(7), hex("00"), noise(12)),
      ["version 3", join(hex("68 20 00 14"), noise(7), hex("00"), noise(12))],
    ],
  ),
  ...samplesOf("bgp", "tcp", [
    "either",
    "certain",
    "OPEN",
    join(new Uint8Array(16).fill(255), hex("00 1d 01 04 fd e8 00 b4 0a 00 00 01 00")),
    ["type 6", join(new Uint8Array(16).fill(255), hex("00 1d 06 04"))],
  ]),
  ...samplesOf("ldp", "udp", [
    "either",
    "certain",
    "hello",
    hex(
      "00 01 00 1e 0a 00 00 01 00 00 01 00 00 14 00 00 00 00 04 00 00 04 00 0f 00 00 04 01 00 04 0a 00 00 01",
    ),
    ["version 2", hex("00 02 00 1e 0a 00 00 01 00 00 01 00 00 14 00 00 00 00")],
  ]),
  ...samplesOf(
    "rip",
    "udp",
    [
      "client",
      "likely",
      "a request",
      join(hex("01 01 00 00"), zeros(19), hex("10")),
      ["version 3", join(hex("01 03 00 00"), zeros(19), hex("10"))],
    ],
    ["either", "likely", "an answer", join(hex("02 02 00 00 00 02 00 00"), noise(16))],
  ),
  ...samplesOf(
    "sunrpc",
    "udp",
    ["client", "certain", "a call", CALL, ["RPC 3", changed(CALL, 11, 3)]],
    ["server", "certain", "a reply", REPLY, ["flavor 7", changed(REPLY, 15, 7)]],
  ),
  ...samplesOf("sunrpc", "tcp", ["client", "certain", "a call", join(u32(0x8000_0028), CALL)]),
  ...samplesOf("nfs", "udp", [
    "client",
    "certain",
    "a call",
    NFS,
    ["mount's", changed(NFS, 14, 0x86, 15, 0xa5)],
  ]),
  ...samplesOf("nfs", "tcp", ["client", "certain", "a call", join(u32(0x8000_0028), NFS)]),
  ...samplesOf("bittorrent", "tcp", [
    "either",
    "certain",
    "a handshake",
    join(text("\x13BitTorrent protocol"), zeros(8), noise(36)),
    ["18", text("\x12BitTorrent protocol")],
  ]),
  ...samplesOf(
    "bittorrent",
    "udp",
    [
      "client",
      "certain",
      "a question",
      text(`d1:ad2:id20:${"x".repeat(20)}e1:q4:ping`),
      ["a dictionary", text("d1:xd2:id20:")],
    ],
    ["server", "certain", "an answer", text(`d1:rd2:id20:${"x".repeat(20)}e`)],
    ["client", "likely", "uTP's first", UTP_SYN, ["with a difference", changed(UTP_SYN, 11, 1)]],
    [
      "client",
      "certain",
      "to a tracker",
      join(hex("00 00 04 17 27 10 19 80 00 00 00 00"), noise(4)),
      ["another number", join(hex("00 00 04 17 27 10 19 81 00 00 00 00"), noise(4))],
    ],
    [
      "client",
      "certain",
      "to its network",
      text("BT-SEARCH * HTTP/1.1\r\n"),
      ["SSDP", text("M-SEARCH * HTTP/1.1\r\n")],
    ],
  ),
  ...samplesOf(
    "gnutella",
    "tcp",
    [
      "client",
      "certain",
      "a handshake",
      text("GNUTELLA CONNECT/0.6\r\n"),
      ["GNU", text("GNU TELLA CONNECT/0.6\r\n")],
    ],
    ["server", "certain", "its answer", text("GNUTELLA/0.6 200 OK\r\n")],
  ),
  ...samplesOf("gnutella", "udp", [
    "client",
    "likely",
    "a ping",
    GNUTELLA,
    ["longer", changed(GNUTELLA, 19, 6)],
    ["many hops", changed(GNUTELLA, 17, 9)],
  ]),
  ...samplesOf(
    "modbus",
    "tcp",
    [
      "client",
      "likely",
      "a request",
      READ_REGISTERS,
      ["protocol 1", changed(READ_REGISTERS, 3, 1)],
      ["function 9", changed(READ_REGISTERS, 7, 9)],
    ],
    ["server", "likely", "its answer", hex("00 01 00 00 00 09 11 03 06 02 2b 00 00 00 64")],
    [
      "server",
      "likely",
      "an exception",
      hex("00 01 00 00 00 03 11 83 02"),
      ["code 12", hex("00 01 00 00 00 03 11 83 0c")],
    ],
  ),
  ...samplesOf(
    "dnp3",
    "tcp",
    [
      "client",
      "certain",
      "a master's",
      withCheckSum(DNP3),
      ["a wrong check sum", changed(withCheckSum(DNP3), 9, 0)],
    ],
    ["server", "certain", "an outstation's", withCheckSum(changed(DNP3, 3, 0x44))],
  ),
  ...samplesOf(
    "s7comm",
    "tcp",
    ["client", "certain", "a job", S7_JOB, ["kind 4", changed(S7_JOB, 8, 4)]],
    ["server", "certain", "its answer", changed(S7_JOB, 8, 3)],
    [
      "client",
      "likely",
      "a connection",
      hex("03 00 00 16 11 e0 00 00 00 01 00 c1 02 01 00 c2 02 01 02 c0 01 09"),
      ["MMS'", hex("03 00 00 16 11 e0 00 00 00 01 00 c1 02 00 01 c2 02 00 01 c0 01 0a")],
    ],
  ),
  ...samplesOf(
    "enip",
    "tcp",
    ["client", "certain", "a registration", REGISTER, ["a status", changed(REGISTER, 8, 0xff)]],
    ["server", "certain", "its answer", changed(REGISTER, 4, 1)],
  ),
  ...samplesOf(
    "enip",
    "udp",
    [
      "client",
      "certain",
      "who is there?",
      join(hex("63 00"), zeros(22)),
      ["options", join(hex("63 00"), zeros(18), u32(1))],
    ],
    [
      "either",
      "certain",
      "input and output",
      join(hex("02 00 02 80 08 00"), noise(28)),
      ["one item", join(hex("01 00 02 80 08 00"), noise(28))],
    ],
  ),
  ...samplesOf(
    "iec104",
    "tcp",
    ["client", "certain", "a start", hex("68 04 07 00 00 00"), ["two at once", hex("68 04 0f 00 00 00")]],
    ["server", "certain", "its confirmation", hex("68 04 0b 00 00 00")],
    [
      "either",
      "likely",
      "information",
      hex("68 0e 00 00 02 00 64 01 06 00 01 00 00 00 00 14"),
      ["cause 48", hex("68 0e 00 00 02 00 64 01 30 00 01 00 00 00 00 14")],
    ],
  ),
  ...samplesOf(
    "opcua",
    "tcp",
    [
      "client",
      "certain",
      "hello",
      join(text("HELF"), le32(56), zeros(24)),
      ["HELP", join(text("HELP"), le32(56))],
    ],
    ["server", "certain", "its answer", join(text("ACKF"), le32(28), zeros(20))],
  ),
  ...samplesOf(
    "bacnet",
    "udp",
    [
      "either",
      "certain",
      "who is",
      WHO_IS,
      ["another length", changed(WHO_IS, 3, 13)],
      ["version 2", changed(WHO_IS, 4, 2)],
    ],
    ["client", "certain", "a request", READ_PROPERTY],
    ["server", "certain", "its answer", changed(READ_PROPERTY, 6, 0x30)],
  ),
  ...samplesOf(
    "coap",
    "udp",
    [
      "client",
      "likely",
      "a request",
      COAP,
      ["code 8", changed(COAP, 1, 8)],
      ["option 2", changed(COAP, 4, 0x29)],
    ],
    [
      "server",
      "weak",
      "an answer",
      hex("60 45 12 34 ff 32 32"),
      ["a token of nine bytes", hex("69 45 12 34 ff 32 32")],
    ],
  ),
];

/** IEEE 1815's check sum over the first eight bytes, by its definition, bit by bit from the polynomial 13D65 hex. */
function withCheckSum(header: Uint8Array): Uint8Array {
  let register = 0;
  for (const byte of header.subarray(0, 8)) {
    for (let bit = 0; bit < 8; bit++) {
      const isOne = ((byte >> bit) ^ (register >> 15)) & 1;
      register = ((register << 1) ^ (isOne === 1 ? 0x3d65 : 0)) & 0xffff;
    }
  }
  const reflected = Number.parseInt(register.toString(2).padStart(16, "0").split("").reverse().join(""), 2);
  return join(header.subarray(0, 8), le16(~reflected & 0xffff));
}
