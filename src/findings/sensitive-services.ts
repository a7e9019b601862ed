/**
 * Services that administer machines or hold data, and are meant for few: by the name of their port (overlay-table.ts, whose
 * cautions say why), or by the protocol that is spoken, on whatever port.
 */
import { type ProtocolName, protocolId } from "../protocols/protocol.ts";
import { type OverlayEntry, overlayEntries } from "../services/overlay.ts";
import type { Severity } from "./finding.ts";

/** How severe it is that the service answers the internet. */
const SENSITIVE: readonly (readonly [severity: Severity, services: string])[] = [
  // Whoever reaches it runs programs there, without a password.
  ["critical", "docker adb kubelet node-inspector smart-install cassandra-jmx"],
  // Passwords that are guessed or read on the way, holes that worms know, data without a password.
  ["high", "telnet exec login shell rdp vnc vnc-http winrm x11 radmin winbox mikrotik-api mikrotik-api-tls"],
  ["high", "smb netbios-ssn msrpc afp nfs rpcbind iscsi rsync tftp glusterd ceph-mon jetdirect ldap ldap-gc"],
  [
    "high",
    "mssql mssql-browser oracle firebird mysql postgresql couchdb redis redis-sentinel pgbouncer neo4j bolt",
  ],
  [
    "high",
    "influxdb arangodb solr cassandra cassandra-thrift elasticsearch elasticsearch-node memcached cockroach",
  ],
  ["high", "mongodb mongodb-shard mongodb-config db2 zookeeper epmd rabbitmq-mgmt rabbitmq-cluster kafka"],
  [
    "high",
    "snmp ipmi etcd-client etcd-server kubelet-readonly docker-swarm consul salt-publish salt-return rndc ajp13",
  ],
  ["high", "cwmp bitcoin-rpc ethereum-rpc adb-server dahua"],
  [
    "high",
    "modbus iso-tsap niagara-fox pcworx codesys knx omron-fins ge-srtp dnp3 ethernet-ip ethernet-ip-io bacnet",
  ],
  ["high", "ads iec-104"],
  // Encrypted, with sign-on: still for administrators alone.
  [
    "medium",
    "winrm-https docker-tls kubernetes-api vault proxmox splunkd kibana prometheus msdeploy vmware-auth ldaps",
  ],
  ["medium", "ldaps-gc opc-ua acr-nema hl7"],
  // Made to be reached, and a target of password guessing all the same.
  ["low", "ssh ssh-alt"],
];

/** Protocols that tell the service wherever it listens. */
const BY_PROTOCOL: readonly (readonly [ProtocolName, service: string])[] = [
  ["telnet", "telnet"],
  ["rdp", "rdp"],
  ["vnc", "vnc"],
  ["smb", "smb"],
  ["nbss", "netbios-ssn"],
  ["ldap", "ldap"],
  ["mysql", "mysql"],
  ["postgresql", "postgresql"],
  ["tds", "mssql"],
  ["mongodb", "mongodb"],
  ["redis", "redis"],
  ["memcached", "memcached"],
  ["cassandra", "cassandra"],
  ["zookeeper", "zookeeper"],
  ["kafka", "kafka"],
  ["snmp", "snmp"],
  ["rmcp", "ipmi"],
  ["nfs", "nfs"],
  ["rsync", "rsync"],
  ["modbus", "modbus"],
  ["s7comm", "iso-tsap"],
  ["dnp3", "dnp3"],
  ["iec104", "iec-104"],
  ["enip", "ethernet-ip"],
  ["bacnet", "bacnet"],
  ["ssh", "ssh"],
];

export interface SensitiveService {
  /** As the overlay names it. */
  readonly name: string;
  readonly severity: Severity;
  /** What it is, and what to know before it is opened to others; each a phrase without a full stop. */
  readonly description: string;
  readonly caution: string | null;
}

let byName: ReadonlyMap<string, SensitiveService> | null = null;

/** Null where the name is no sensitive service's. */
export function sensitiveService(name: string | null): SensitiveService | null {
  byName ??= readTable();
  return name === null ? null : (byName.get(name) ?? null);
}

/** By protocol id: the service that the protocol tells; null for the others. */
export function sensitiveByProtocol(): readonly (SensitiveService | null)[] {
  const found: (SensitiveService | null)[] = [];
  for (const [protocol, name] of BY_PROTOCOL) found[protocolId(protocol)] = sensitiveService(name);
  return Array.from(found, (service) => service ?? null);
}

function readTable(): Map<string, SensitiveService> {
  const entries = new Map<string, OverlayEntry>();
  for (const entry of overlayEntries()) if (!entries.has(entry.name)) entries.set(entry.name, entry);
  const found = new Map<string, SensitiveService>();
  for (const [severity, names] of SENSITIVE) {
    for (const name of names.split(" ")) {
      const entry = entries.get(name);
      if (entry === undefined) throw new Error(`sensitive services: the overlay has no ${name}`);
      found.set(name, { name, severity, description: entry.description, caution: entry.caution });
    }
  }
  return found;
}
