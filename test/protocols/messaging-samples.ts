/** Messages, calls and streams. */
import { hex, join, text, u16, u32, zeros } from "../frames.ts";
import { changed, noise, type Sample, samplesOf } from "./sample.ts";

const RTMP = join(hex("03 00 00 00 2a 00 00 00 00"), noise(55));
const KAFKA = join(u32(40), u16(18), u16(3), u32(1), u16(8), text("producer"), zeros(20));
const MQTT = join(hex("10 1a 00 04"), text("MQTT"), hex("04 02 00 3c 00 0e"), text("mqtt-explorer1"));
const START = join(hex("01 00 00 00 00 01 d4 00 0a 00 0a 00 09"), noise(51));

const RTP = join(hex("80 60 12 34 00 00 03 e8 de ad be ef"), noise(52));
const RTCP = join(hex("80 c8 00 06"), noise(24), hex("81 ca 00 03"), noise(12));
const STUN = join(hex("00 01 00 00 21 12 a4 42"), noise(12));
const OLD_STUN = join(hex("00 01 00 08"), noise(16), hex("00 03 00 04 00 00 00 00"));

export const MESSAGING_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "kafka",
    "tcp",
    [
      "client",
      "certain",
      "a request",
      KAFKA,
      ["API 93", changed(KAFKA, 5, 93)],
      ["a name of bytes", changed(KAFKA, 15, 1)],
    ],
    [
      "client",
      "likely",
      "without a name",
      join(u32(10), u16(18), u16(0), u32(1), u16(0xffff)),
      ["longer", join(u32(11), u16(18), u16(0), u32(1), u16(0xfffe))],
    ],
    [
      "server",
      "weak",
      "a response",
      join(u32(10), u32(1), u16(0), u32(0)),
      ["longer", join(u32(11), u32(1), u16(0), u32(0))],
    ],
  ),
  ...samplesOf(
    "amqp",
    "tcp",
    [
      "client",
      "certain",
      "0-9-1",
      join(text("AMQP"), hex("00 00 09 01")),
      ["id 9", join(text("AMQP"), hex("09 00 09 01"))],
    ],
    ["either", "certain", "1.0", join(text("AMQP"), hex("00 01 00 00"))],
    ["server", "certain", "Start", START, ["Tune", changed(START, 10, 30)]],
  ),
  ...samplesOf(
    "mqtt",
    "tcp",
    ["client", "weak", "PINGREQ", hex("c0 00"), ["of one byte", hex("c0 01")]],
    ["server", "weak", "PINGRESP", hex("d0 00"), ["DISCONNECT", hex("e0 00")]],
    ["client", "certain", "CONNECT", MQTT, ["another name", changed(MQTT, 4, 0x4e)]],
    ["server", "likely", "CONNACK", hex("20 02 00 00"), ["code 6", hex("20 02 00 06")]],
  ),
  ...samplesOf(
    "nats",
    "tcp",
    ["server", "certain", "INFO", text('INFO {"server_id":"x"}\r\n'), ["Redis' question", text("INFO\r\n")]],
    [
      "client",
      "certain",
      "CONNECT",
      text('CONNECT {"verbose":false}\r\n'),
      ["HTTP", text("CONNECT a:1 HTTP/1.1\r\n")],
    ],
  ),
  ...samplesOf(
    "stomp",
    "tcp",
    [
      "client",
      "certain",
      "CONNECT",
      text("CONNECT\naccept-version:1.2\nhost:x\n\n\0"),
      ["no header", text("CONNECT\nhello\n")],
    ],
    [
      "server",
      "certain",
      "CONNECTED",
      text("CONNECTED\nversion:1.2\n\n\0"),
      ["no line", text("CONNECTED version:1.2")],
    ],
  ),
  ...samplesOf(
    "xmpp",
    "tcp",
    ["either", "likely", "a stanza", text("<presence/>"), ["HTML", text("<presents/>")]],
    [
      "client",
      "certain",
      "a stream",
      text("<stream:stream to='example.com' xmlns='jabber:client'"),
      ["XML", text("<?xml version='1.0'?><html to='x'>")],
    ],
    [
      "server",
      "certain",
      "its answer",
      text("<?xml version='1.0'?><stream:stream id='3' from='example.com'"),
    ],
  ),
  ...samplesOf(
    "irc",
    "tcp",
    ["client", "certain", "NICK", text("NICK wiz\r\n"), ["binary", text("NICK \x01\x02\r\n")]],
    [
      "client",
      "likely",
      "USER",
      text("USER guest 0 * :Ronnie Reagan\r\n"),
      ["POP3's", text("USER guest\r\n")],
    ],
    [
      "server",
      "certain",
      "a notice",
      text(":irc.example.com NOTICE AUTH :*** Looking up\r\n"),
      ["a smiley", text(":) no NOTICE here\r\n")],
    ],
    [
      "server",
      "certain",
      "an old one",
      text("NOTICE AUTH :*** Looking up\r\n"),
      ["SIP", text("NOTIFY sip:a@b SIP/2.0\r\n")],
    ],
  ),
  ...samplesOf("fix", "tcp", [
    "either",
    "certain",
    "a logon",
    text("8=FIX.4.4\x019=65\x0135=A\x01"),
    ["no number", text("8=FIX.4.4\x019=A\x01")],
  ]),
  ...samplesOf(
    "sip",
    "udp",
    [
      "client",
      "certain",
      "INVITE",
      text("INVITE sip:bob@example.com SIP/2.0\r\n"),
      ["a party", text("INVITE bob to the party")],
    ],
    ["client", "likely", "to a URN", text("MESSAGE urn:service:sos SIP/2.0\r\n")],
    [
      "server",
      "certain",
      "a response",
      text("SIP/2.0 180 Ringing\r\n"),
      ["3.0", text("SIP/3.0 180 Ringing\r\n")],
    ],
  ),
  ...samplesOf(
    "mgcp",
    "udp",
    [
      "either",
      "certain",
      "a command",
      text("RSIP 1204 *@gw.example.com MGCP 1.0\r\n"),
      ["no number", text("RSIP x *@gw MGCP 1.0\r\n")],
    ],
    ["either", "weak", "a response", text("200 1204 OK\r\n"), ["no number", text("200 OK\r\n")]],
  ),
  ...samplesOf(
    "rtsp",
    "tcp",
    [
      "client",
      "certain",
      "OPTIONS",
      text("OPTIONS rtsp://camera/1 RTSP/1.0\r\n"),
      ["HTTP's", text("OPTIONS * HTTP/1.1\r\n")],
    ],
    ["server", "certain", "a response", text("RTSP/1.0 200 OK\r\n"), ["3.0", text("RTSP/3.0 200 OK\r\n")]],
  ),
  ...samplesOf("rtmp", "tcp", [
    "client",
    "likely",
    "C0 and C1",
    RTMP,
    ["zeros", join(hex("03 00 00 00 2a"), zeros(59))],
    ["TPKT", join(hex("03 00 01 2a 27 e0 00 00 00"), noise(55))],
  ]),
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
];
