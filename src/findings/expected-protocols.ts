/**
 * Which protocols are ordinary on the port of a service, by the service's name (overlay-table.ts, IANA). Only services whose
 * protocols portolan recognises are here: of all others nothing is expected, so that nothing can be unexpected.
 */
import { NO_PROTOCOL, protocolId } from "../protocols/protocol.ts";
import { protocolSet } from "./protocol-set.ts";

/** `service, service: protocol protocol …`. TLS stands where it is spoken from the first byte; STARTTLS comes later. */
const EXPECTED = `
http: http http2 websocket
http-alt, squid: http http2 websocket tls socks
https, https-alt: tls quic http2
smtp, submission, smtp-alt: smtp tls
submissions, pop3s, imaps, telnets, ftps, ldaps, ldaps-gc, dns-over-tls, amqps, mqtts, ircs, syslog-tls: tls
winrm-https, docker-tls, kubernetes-api, adws: tls
pop3: pop3 tls
imap: imap tls
nntp: nntp tls
dns: dns
mdns: mdns dns
llmnr: llmnr dns
dns-over-quic: quic
dhcp, dhcp-client: dhcp
dhcpv6-client, dhcpv6-server: dhcpv6
netbios-ns: nbns
netbios-dgm: nbdgm
netbios-ssn: nbss smb
smb: smb nbss
msrpc: dcerpc
ssh, ssh-alt: ssh
telnet: telnet
rdp: rdp tls
vnc: vnc
vnc-http, winrm: http
ftp: ftp tls
tftp: tftp
rpcbind: sunrpc nfs
nfs: nfs sunrpc
rsync: rsync
git: git
ipp: http tls
kerberos, kpasswd: kerberos
ldap, ldap-gc: ldap tls
radius, radius-acct, radius-old, radius-acct-old: radius
diameter: diameter tls
mysql: mysql tls
postgresql: postgresql tls
mssql: tds tls
mongodb, mongodb-shard, mongodb-config: mongodb tls http
redis, redis-sentinel: redis tls
memcached: memcached tls
cassandra: cassandra tls
elasticsearch, couchdb, influxdb, solr, kibana, neo4j, docker, etcd-client, consul, kubelet, rabbitmq-mgmt: http http2 websocket tls
zookeeper: zookeeper tls http
kafka: kafka tls
amqp: amqp tls
mqtt: mqtt tls websocket
nats: nats tls
stomp: stomp tls
xmpp-client, xmpp-server: xmpp tls http
apns, fcm: tls xmpp http2
irc: irc tls
ntp: ntp
snmp, snmptrap: snmp
syslog: syslog
ipmi: rmcp
netflow, ipfix: netflow
sflow: sflow
zabbix-agent, zabbix-trapper: zabbix tls
sip: sip
sips: tls sip
rtsp, rtsp-alt: rtsp http
rtmp: rtmp tls
socks: socks http
bgp: bgp
ldp: ldp
rip: rip
ike, ipsec-nat-t: ike
l2tp: l2tp
pptp: pptp
openvpn: openvpn tls
wireguard: wireguard
ssdp: ssdp http
coap: coap
iso-tsap: s7comm
modbus: modbus
dnp3: dnp3
iec-104: iec104
ethernet-ip: enip
opc-ua: opcua
bacnet: bacnet
gtp-c, gtp-u: gtp
mgcp-gateway, mgcp-callagent: mgcp
pcp: nat-pmp
`;

/**
 * What runs on any port, by agreement of the two ends: media and what finds ways for them (RFC 8445), peers, programs of
 * Sun RPC, TFTP's transfers, QUIC.
 */
const ANYWHERE = protocolSet("rtp rtcp stun dtls bittorrent gnutella sunrpc nfs tftp quic");

interface Expectations {
  /** By protocol id: 1 for those that the service itself speaks. */
  readonly own: Uint8Array;
  /** The same, and those that run anywhere. */
  readonly ordinary: Uint8Array;
}

let byService: ReadonlyMap<string, Expectations> | null = null;

/** By protocol id: 1 for those that are ordinary on the service's port; null where nothing is expected there. */
export function expectedOn(service: string | null): Uint8Array | null {
  return expectationsOf(service)?.ordinary ?? null;
}

/** By protocol id: 1 for those that a payload of the service may be: its own, none that is known, and TLS, which hides any. */
export function spokenBy(service: string): Uint8Array {
  const spoken = expectationsOf(service)?.own.slice() ?? protocolSet("tls");
  spoken[NO_PROTOCOL] = 1;
  spoken[protocolId("tls")] = 1;
  return spoken;
}

/** Every service of the table, for the test that holds it to the names of ports. */
export function servicesWithExpectations(): string[] {
  byService ??= readExpected();
  return [...byService.keys()];
}

function expectationsOf(service: string | null): Expectations | null {
  byService ??= readExpected();
  return service === null ? null : (byService.get(service) ?? null);
}

function readExpected(): Map<string, Expectations> {
  const found = new Map<string, Expectations>();
  for (const line of EXPECTED.trim().split("\n")) {
    const [services, protocols] = line.split(": ");
    const own = protocolSet(protocols);
    const expectations = { own, ordinary: own.map((isOwn, id) => isOwn | ANYWHERE[id]) };
    for (const service of services.split(", ")) found.set(service, expectations);
  }
  return found;
}
