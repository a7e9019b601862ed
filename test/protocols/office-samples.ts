/** Windows networks, and the keeping of networks. */
import { hex, join, le32, text, u16, u32, zeros } from "../frames.ts";
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

export const OFFICE_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "syslog",
    "udp",
    [
      "client",
      "certain",
      "of old",
      text("<34>Oct 11 22:14:15 mymachine su: failed"),
      ["priority 192", text("<192>Oct 11 22:14:15 x")],
    ],
    [
      "client",
      "certain",
      "RFC 5424's",
      text("<165>1 2003-10-11T22:14:15.003Z x"),
      ["HTML", text("<h1>1 2003</h1>")],
    ],
    ["client", "likely", "plain", text("<13>a message"), ["bytes", join(text("<13"), hex("00 01 02"))]],
  ),
  ...samplesOf("syslog", "tcp", [
    "client",
    "certain",
    "counted",
    text("83 <165>1 2003-10-11T22:14:15.003Z x"),
    ["a sum", text("83 + 1")],
  ]),
  ...samplesOf("zabbix", "tcp", [
    "either",
    "certain",
    "a message",
    join(text("ZBXD\x01"), le32(20), zeros(4)),
    ["flags 9", join(text("ZBXD\x09"), le32(20))],
  ]),
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
];
