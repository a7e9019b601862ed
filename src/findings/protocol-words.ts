/** Protocols as people write them. */
import { PROTOCOL_NAMES, type ProtocolName } from "../protocols/protocol.ts";

/** Those that are no abbreviation in capitals. */
const WRITTEN: Partial<Record<ProtocolName, string>> = {
  http2: "HTTP/2",
  websocket: "WebSocket",
  mdns: "multicast DNS",
  nbns: "NetBIOS names",
  nbdgm: "NetBIOS datagrams",
  nbss: "NetBIOS sessions",
  dcerpc: "DCE/RPC",
  kerberos: "Kerberos",
  dhcpv6: "DHCPv6",
  syslog: "syslog",
  telnet: "Telnet",
  git: "Git",
  rsync: "rsync",
  mysql: "MySQL",
  postgresql: "PostgreSQL",
  tds: "SQL Server (TDS)",
  mongodb: "MongoDB",
  redis: "Redis",
  memcached: "memcached",
  cassandra: "Cassandra",
  zookeeper: "ZooKeeper",
  kafka: "Kafka",
  wireguard: "WireGuard",
  openvpn: "OpenVPN",
  radius: "RADIUS",
  diameter: "Diameter",
  sunrpc: "Sun RPC",
  bittorrent: "BitTorrent",
  gnutella: "Gnutella",
  modbus: "Modbus",
  s7comm: "S7",
  enip: "EtherNet/IP",
  iec104: "IEC 104",
  opcua: "OPC UA",
  bacnet: "BACnet",
  coap: "CoAP",
  rmcp: "IPMI",
  sflow: "sFlow",
  netflow: "NetFlow",
  zabbix: "Zabbix",
};

export function protocolWords(protocol: number): string {
  const name = PROTOCOL_NAMES[protocol];
  return (name !== "" && WRITTEN[name]) || name.toUpperCase();
}
