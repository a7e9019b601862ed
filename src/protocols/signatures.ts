/** The table of signatures: a row says whose it is, over which transports, and with which bytes it can start. */
import * as accounting from "./accounting.ts";
import * as addressing from "./addressing.ts";
import * as buildings from "./buildings.ts";
import * as databases from "./databases.ts";
import * as dns from "./dns.ts";
import * as files from "./file-transfer.ts";
import * as http from "./http.ts";
import * as industrial from "./industrial.ts";
import * as mail from "./mail.ts";
import * as management from "./management.ts";
import * as messaging from "./messaging.ts";
import { gtpControl } from "./mobile.ts";
import * as peers from "./peer-to-peer.ts";
import type { ProtocolName } from "./protocol.ts";
import { googleQuic, googleQuicRejection, quicLongHeader } from "./quic.ts";
import * as remote from "./remote-access.ts";
import * as routing from "./routing.ts";
import type { Signature } from "./signature.ts";
import * as streaming from "./streaming.ts";
import * as rpc from "./sun-rpc.ts";
import * as tls from "./tls.ts";
import * as voip from "./voip.ts";
import * as vpn from "./vpn.ts";
import * as windows from "./windows.ts";

export const OVER_TCP = 1;
/** UDP and UDP-Lite. */
export const OVER_UDP = 2;
export const OVER_SCTP = 4;
const OVER_BOTH = OVER_TCP | OVER_UDP;

export interface SignatureRow {
  readonly protocol: ProtocolName;
  /** The bits OVER_… */
  readonly transports: number;
  readonly signature: Signature;
  /**
   * First bytes that it can match: hexadecimal ranges such as `14-17 80`, or letters of either case such as `'gph`.
   * Any byte, unless told.
   */
  readonly first?: string;
  /** Bytes that it needs at least. */
  readonly least?: number;
  /** An offset, and the byte that has to be there: saves most calls of signatures that any first byte may open. */
  readonly at?: readonly [offset: number, value: number];
  /** Ports of the protocol; where its format alone is weak, one of them at either end counts for it. */
  readonly ports?: readonly number[];
}

export const SIGNATURES: readonly SignatureRow[] = [
  { protocol: "tls", transports: OVER_TCP, signature: tls.tlsRecord, first: "14-17" },
  { protocol: "tls", transports: OVER_TCP, signature: tls.ssl2Hello, first: "80-ff" },
  { protocol: "dtls", transports: OVER_UDP, signature: tls.dtlsRecord, first: "14-19" },
  // Before HTTP, whose requests and responses open it.
  { protocol: "websocket", transports: OVER_TCP, signature: http.webSocketUpgrade, first: "'gh" },
  { protocol: "http", transports: OVER_TCP, signature: http.httpResponse, first: "'hi" },
  { protocol: "http", transports: OVER_TCP, signature: http.httpRequest, first: "'gphdoctmlursnb" },
  { protocol: "http2", transports: OVER_TCP, signature: http.http2Preface, first: "'p" },
  { protocol: "http2", transports: OVER_TCP, signature: http.http2Settings, first: "00" },
  { protocol: "ssdp", transports: OVER_UDP, signature: http.ssdpMessage, first: "'mnh" },
  { protocol: "quic", transports: OVER_UDP, signature: quicLongHeader, first: "80-ff" },
  { protocol: "quic", transports: OVER_UDP, signature: googleQuic, first: "09-7f" },
  { protocol: "quic", transports: OVER_UDP, signature: googleQuicRejection, first: "08 0c" },
  { protocol: "ssh", transports: OVER_TCP, signature: remote.sshBanner, first: "'s" },
  {
    protocol: "dns",
    transports: OVER_UDP,
    signature: dns.dnsMessage,
    least: 12,
    at: [4, 0],
    ports: [53, 5353, 5355],
  },
  {
    protocol: "dns",
    transports: OVER_TCP,
    signature: dns.dnsOverTcp,
    least: 14,
    first: "00-3f",
    ports: [53],
  },
  { protocol: "nbns", transports: OVER_UDP, signature: dns.netbiosNameMessage, least: 45, at: [12, 0x20] },
  { protocol: "nbdgm", transports: OVER_UDP, signature: dns.netbiosDatagram, first: "10-16" },
  { protocol: "nbss", transports: OVER_TCP, signature: windows.netbiosSession, first: "81-83" },
  { protocol: "smb", transports: OVER_TCP, signature: windows.smbMessage, first: "00" },
  { protocol: "dcerpc", transports: OVER_TCP, signature: windows.dceRpcMessage, first: "05" },
  { protocol: "dcerpc", transports: OVER_UDP, signature: windows.dceRpcDatagram, first: "04" },
  { protocol: "ldap", transports: OVER_BOTH, signature: windows.ldapMessage, first: "30" },
  { protocol: "kerberos", transports: OVER_UDP, signature: windows.kerberosMessage, first: "6a-7e" },
  { protocol: "kerberos", transports: OVER_TCP, signature: windows.kerberosOverTcp, first: "00" },
  { protocol: "dhcp", transports: OVER_UDP, signature: addressing.dhcpMessage, first: "01-02" },
  {
    protocol: "dhcpv6",
    transports: OVER_UDP,
    signature: addressing.dhcpv6Message,
    first: "01-0d",
    ports: [546, 547],
  },
  {
    protocol: "ntp",
    transports: OVER_UDP,
    signature: management.ntpPacket,
    first: "08-27 48-67 88-a7 c8-e7",
    least: 8,
    ports: [123],
  },
  { protocol: "snmp", transports: OVER_BOTH, signature: management.snmpMessage, first: "30" },
  {
    protocol: "syslog",
    transports: OVER_BOTH,
    signature: management.syslogMessage,
    first: "3c",
    ports: [514],
  },
  { protocol: "syslog", transports: OVER_TCP, signature: management.syslogCounted, first: "31-39" },
  { protocol: "rmcp", transports: OVER_UDP, signature: management.rmcpMessage, first: "06" },
  { protocol: "sflow", transports: OVER_UDP, signature: management.sflowDatagram, first: "00" },
  {
    protocol: "netflow",
    transports: OVER_UDP,
    signature: management.netflowPacket,
    first: "00",
    ports: [2055, 4739, 9995, 9996],
  },
  { protocol: "zabbix", transports: OVER_TCP, signature: management.zabbixMessage, first: "'z" },
  {
    protocol: "smtp",
    transports: OVER_TCP,
    signature: mail.smtpGreeting,
    first: "32",
    ports: [25, 465, 587],
  },
  { protocol: "smtp", transports: OVER_TCP, signature: mail.smtpCommand, first: "'ehlm" },
  { protocol: "imap", transports: OVER_TCP, signature: mail.imapGreeting, first: "2a" },
  { protocol: "imap", transports: OVER_TCP, signature: mail.imapCommand, first: "2e-7a", ports: [143] },
  { protocol: "pop3", transports: OVER_TCP, signature: mail.pop3Greeting, first: "2b", ports: [110] },
  { protocol: "pop3", transports: OVER_TCP, signature: mail.pop3Command, first: "'casu", ports: [110] },
  { protocol: "nntp", transports: OVER_TCP, signature: mail.nntpGreeting, first: "32", ports: [119] },
  { protocol: "nntp", transports: OVER_TCP, signature: mail.nntpCommand, first: "'macg", ports: [119] },
  { protocol: "ftp", transports: OVER_TCP, signature: mail.ftpGreeting, first: "32", ports: [21] },
  { protocol: "ftp", transports: OVER_TCP, signature: mail.ftpCommand, first: "'afosu", ports: [21] },
  { protocol: "tftp", transports: OVER_UDP, signature: files.tftpMessage, first: "00", ports: [69] },
  { protocol: "git", transports: OVER_TCP, signature: files.gitPacketLine, first: "30-39 'abcdef" },
  { protocol: "rsync", transports: OVER_TCP, signature: files.rsyncGreeting, first: "40" },
  { protocol: "telnet", transports: OVER_TCP, signature: remote.telnetNegotiation, first: "ff", ports: [23] },
  { protocol: "rdp", transports: OVER_TCP, signature: remote.rdpConnection, first: "03", ports: [3389] },
  { protocol: "vnc", transports: OVER_TCP, signature: remote.vncVersion, first: "'r" },
  {
    protocol: "socks",
    transports: OVER_TCP,
    signature: remote.socksGreeting,
    first: "00 04-05",
    ports: [1080],
  },
  { protocol: "mysql", transports: OVER_TCP, signature: databases.mysqlGreeting, least: 9, at: [3, 0] },
  { protocol: "mysql", transports: OVER_TCP, signature: databases.mysqlLogin, least: 36, at: [3, 1] },
  { protocol: "postgresql", transports: OVER_TCP, signature: databases.postgresqlStartup, first: "00" },
  {
    protocol: "postgresql",
    transports: OVER_TCP,
    signature: databases.postgresqlAnswer,
    first: "45 4e 52-53",
    ports: [5432],
  },
  { protocol: "tds", transports: OVER_TCP, signature: databases.tdsPacket, first: "01-12" },
  { protocol: "mongodb", transports: OVER_TCP, signature: databases.mongodbMessage, least: 16, at: [15, 0] },
  {
    protocol: "redis",
    transports: OVER_TCP,
    signature: databases.redisMessage,
    first: "24 2a-2d",
    ports: [6379],
  },
  {
    protocol: "memcached",
    transports: OVER_TCP,
    signature: databases.memcachedMessage,
    first: "80-81 'sgaidvn",
    ports: [11_211],
  },
  {
    protocol: "memcached",
    transports: OVER_UDP,
    signature: databases.memcachedDatagram,
    least: 12,
    at: [6, 0],
  },
  {
    protocol: "cassandra",
    transports: OVER_TCP,
    signature: databases.cassandraFrame,
    first: "03-05 83-85",
    ports: [9042],
  },
  { protocol: "zookeeper", transports: OVER_TCP, signature: databases.zookeeperConnect, first: "00" },
  { protocol: "kafka", transports: OVER_TCP, signature: messaging.kafkaRequest, first: "00", ports: [9092] },
  { protocol: "kafka", transports: OVER_TCP, signature: messaging.kafkaResponse, first: "00", ports: [9092] },
  { protocol: "amqp", transports: OVER_TCP, signature: messaging.amqpHeader, first: "01 'a" },
  {
    protocol: "mqtt",
    transports: OVER_TCP,
    signature: messaging.mqttPacket,
    first: "10 20 c0 d0",
    ports: [1883],
  },
  { protocol: "nats", transports: OVER_TCP, signature: messaging.natsMessage, first: "'ic" },
  { protocol: "stomp", transports: OVER_TCP, signature: messaging.stompFrame, first: "'cs" },
  { protocol: "xmpp", transports: OVER_TCP, signature: messaging.xmppStream, first: "3c" },
  {
    protocol: "irc",
    transports: OVER_TCP,
    signature: messaging.ircMessage,
    first: "3a 'ncpu",
    ports: [6667],
  },
  { protocol: "fix", transports: OVER_TCP, signature: messaging.fixMessage, first: "38" },
  { protocol: "sip", transports: OVER_BOTH, signature: voip.sipMessage, first: "'iabcorpsnumr" },
  {
    protocol: "mgcp",
    transports: OVER_UDP,
    signature: voip.mgcpMessage,
    first: "30-39 'ecmdrna",
    ports: [2427, 2727],
  },
  { protocol: "stun", transports: OVER_BOTH, signature: voip.stunMessage, least: 20, first: "00-3f" },
  { protocol: "rtcp", transports: OVER_UDP, signature: voip.rtcpPacket, first: "80-bf" },
  { protocol: "rtp", transports: OVER_UDP, signature: voip.rtpPacket, first: "80 90" },
  { protocol: "rtsp", transports: OVER_TCP, signature: streaming.rtspMessage, first: "'odsapgrt" },
  { protocol: "rtmp", transports: OVER_TCP, signature: streaming.rtmpHandshake, first: "03", ports: [1935] },
  { protocol: "wireguard", transports: OVER_UDP, signature: vpn.wireguardMessage, first: "01-04" },
  { protocol: "openvpn", transports: OVER_UDP, signature: vpn.openvpnPacket, first: "38 40 50" },
  { protocol: "openvpn", transports: OVER_TCP, signature: vpn.openvpnOverTcp, first: "00-07" },
  { protocol: "ike", transports: OVER_UDP, signature: vpn.ikeMessage, least: 28, at: [24, 0] },
  { protocol: "ike", transports: OVER_UDP, signature: vpn.ikeOverNatTraversal, first: "00" },
  { protocol: "l2tp", transports: OVER_UDP, signature: vpn.l2tpControl, first: "c8" },
  { protocol: "pptp", transports: OVER_TCP, signature: vpn.pptpControl, first: "00" },
  { protocol: "nat-pmp", transports: OVER_UDP, signature: vpn.natPmpMessage, first: "00", ports: [5351] },
  {
    protocol: "radius",
    transports: OVER_UDP,
    signature: accounting.radiusPacket,
    first: "01-2d",
    ports: [1645, 1646, 1812, 1813, 3799],
  },
  {
    protocol: "diameter",
    transports: OVER_TCP | OVER_SCTP,
    signature: accounting.diameterMessage,
    first: "01",
  },
  { protocol: "gtp", transports: OVER_UDP, signature: gtpControl, first: "20-5f", ports: [2123, 2152, 3386] },
  { protocol: "bgp", transports: OVER_TCP, signature: routing.bgpMessage, first: "ff" },
  { protocol: "ldp", transports: OVER_BOTH, signature: routing.ldpMessage, first: "00" },
  { protocol: "rip", transports: OVER_UDP, signature: routing.ripMessage, first: "01-02" },
  { protocol: "nfs", transports: OVER_UDP, signature: rpc.nfsCall, least: 24, at: [4, 0] },
  { protocol: "nfs", transports: OVER_TCP, signature: rpc.nfsOverTcp, first: "00 80" },
  { protocol: "sunrpc", transports: OVER_UDP, signature: rpc.sunRpcMessage, least: 24, at: [4, 0] },
  { protocol: "sunrpc", transports: OVER_TCP, signature: rpc.sunRpcOverTcp, first: "00 80" },
  { protocol: "bittorrent", transports: OVER_TCP, signature: peers.bittorrentHandshake, first: "13" },
  { protocol: "bittorrent", transports: OVER_UDP, signature: peers.distributedHashTable, first: "'d" },
  { protocol: "bittorrent", transports: OVER_UDP, signature: peers.localDiscovery, first: "'b" },
  { protocol: "bittorrent", transports: OVER_UDP, signature: peers.microTransport, first: "21 41" },
  { protocol: "bittorrent", transports: OVER_UDP, signature: peers.trackerConnect, first: "00" },
  { protocol: "gnutella", transports: OVER_TCP, signature: peers.gnutellaHandshake, first: "'g" },
  { protocol: "gnutella", transports: OVER_UDP, signature: peers.gnutellaDatagram, least: 8 },
  {
    protocol: "modbus",
    transports: OVER_TCP,
    signature: industrial.modbusMessage,
    least: 9,
    at: [2, 0],
    ports: [502],
  },
  { protocol: "dnp3", transports: OVER_BOTH, signature: industrial.dnp3Frame, first: "05", ports: [20_000] },
  { protocol: "s7comm", transports: OVER_TCP, signature: industrial.s7Message, first: "03", ports: [102] },
  { protocol: "enip", transports: OVER_BOTH, signature: industrial.enipMessage, first: "04 63-70" },
  { protocol: "enip", transports: OVER_UDP, signature: industrial.cipInputOutput, first: "02" },
  { protocol: "iec104", transports: OVER_TCP, signature: industrial.iec104Frame, first: "68", ports: [2404] },
  { protocol: "opcua", transports: OVER_TCP, signature: industrial.opcUaMessage, first: "'haeomcr" },
  { protocol: "bacnet", transports: OVER_UDP, signature: buildings.bacnetMessage, first: "81" },
  { protocol: "coap", transports: OVER_UDP, signature: buildings.coapMessage, first: "40-7f", ports: [5683] },
];
