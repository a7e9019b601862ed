/**
 * A flow's protocol is what its first payload bytes say: which application protocol, how sure, and which end is the server
 * as far as they tell. Ports say nothing here, but where formats are alike. It stands in columns beside the flow table.
 */
import type { Columns } from "../records/columns.ts";

/** Names as users, IANA and Wireshark know them. Id 0, the empty name, is none. */
export const PROTOCOL_NAMES = [
  "",
  "tls",
  "dtls",
  "http",
  "http2",
  "websocket",
  "quic",
  "ssh",
  "dns",
  "mdns",
  "llmnr",
  "nbns",
  "nbdgm",
  "nbss",
  "smb",
  "dcerpc",
  "ldap",
  "kerberos",
  "dhcp",
  "dhcpv6",
  "ntp",
  "snmp",
  "syslog",
  "ssdp",
  "smtp",
  "imap",
  "pop3",
  "nntp",
  "ftp",
  "tftp",
  "telnet",
  "rdp",
  "vnc",
  "socks",
  "git",
  "rsync",
  "mysql",
  "postgresql",
  "tds",
  "mongodb",
  "redis",
  "memcached",
  "cassandra",
  "zookeeper",
  "kafka",
  "amqp",
  "mqtt",
  "nats",
  "stomp",
  "xmpp",
  "irc",
  "fix",
  "sip",
  "mgcp",
  "rtp",
  "rtcp",
  "rtsp",
  "rtmp",
  "stun",
  "wireguard",
  "openvpn",
  "ike",
  "l2tp",
  "pptp",
  "nat-pmp",
  "radius",
  "diameter",
  "gtp",
  "bgp",
  "ldp",
  "rip",
  "sunrpc",
  "nfs",
  "bittorrent",
  "gnutella",
  "modbus",
  "dnp3",
  "s7comm",
  "enip",
  "iec104",
  "opcua",
  "bacnet",
  "coap",
  "rmcp",
  "sflow",
  "netflow",
  "zabbix",
] as const;

export type ProtocolName = Exclude<(typeof PROTOCOL_NAMES)[number], "">;

export const NO_PROTOCOL = 0;

export function protocolId(name: ProtocolName): number {
  return PROTOCOL_NAMES.indexOf(name);
}

export class ProtocolTable {
  /** Per flow: the id of its protocol, an index of `PROTOCOL_NAMES`. */
  readonly protocol: Uint8Array;
  /** Per flow: how sure the protocol is, in hundredths; 0 where there is none. */
  readonly confidencePercent: Uint8Array;
  /** Per flow: +1 where endpoint b speaks as the server, or a as the client; -1 the other way round; 0 nothing told. */
  readonly serverVote: Int8Array;
  /** Per flow: how sure the vote is, in hundredths; 0 where there is none. */
  readonly votePercent: Uint8Array;
  /** Per flow: the id of another protocol that the other end speaks, 0 where it does not contradict. */
  readonly contradiction: Uint8Array;

  constructor(flowCount: number, columns: Columns) {
    this.protocol = columns.uint8(flowCount);
    this.confidencePercent = columns.uint8(flowCount);
    this.serverVote = columns.int8(flowCount);
    this.votePercent = columns.uint8(flowCount);
    this.contradiction = columns.uint8(flowCount);
  }

  /** The flow's protocol by name, or null where nothing was recognised. */
  nameOf(flow: number): ProtocolName | null {
    return PROTOCOL_NAMES[this.protocol[flow]] || null;
  }
}
