/**
 * Firewall rules as Kubernetes network policies (networking.k8s.io/v1): one for each zone, which says what may come to the
 * pods of that zone. Which pods these are, a label says; which addresses clients have, ipBlocks do.
 */
import { stringify } from "yaml";
import type { PortRange } from "../../findings/finding.ts";
import type { AddressSet, AllowedTraffic, FirewallRules } from "../../findings/policy/allowed.ts";
import { portWords } from "../../findings/policy/port-set.ts";
import { ADDRESS_BITS, addressText, type Prefix } from "../../findings/policy/prefix.ts";
import { HIGHEST_PORT, type Transport } from "../../services/port-specification.ts";
import { VERSION } from "../version.ts";
import { negotiatedNotes, notesAsComments } from "./notes.ts";
import { UniqueNames } from "./unique-names.ts";

/** A label of a pod, with the name of its zone. */
const ZONE_LABEL = "portolan/zone";
/** RFC 1123 labels, with room for what is put before a zone's name. */
const LONGEST_NAME = 48;
const PROTOCOL: Readonly<Partial<Record<Transport, string>>> = { tcp: "TCP", udp: "UDP", sctp: "SCTP" };

interface PolicyPort {
  readonly protocol: string;
  readonly port?: number;
  readonly endPort?: number;
}

interface IngressRule {
  readonly from?: readonly {
    readonly ipBlock: { readonly cidr: string; readonly except?: readonly string[] };
  }[];
  readonly ports: readonly PolicyPort[];
}

export interface KubernetesExport {
  readonly text: string;
  /** What network policies cannot say, a line each; in the text as comments too. */
  readonly warnings: readonly string[];
}

export function renderKubernetes(rules: FirewallRules): KubernetesExport {
  const names = new UniqueNames(
    (name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
    "-",
    LONGEST_NAME,
  );
  const warnings = unsaid(rules);
  const policies = rules.sets.filter(({ isOwn }) => isOwn).map((set) => networkPolicy(set, rules, names));
  const head = notesAsComments([
    `Written by portolan ${VERSION} from ${rules.source}: what may come to the pods of each zone; all else is refused.`,
    `Pods are of a zone by the label ${ZONE_LABEL}. Clients are told by their addresses, as pods see them: behind a`,
    "load balancer or a proxy that may be others.",
    ...warnings.map((warning) => `Not said here: ${warning}`),
  ]);
  const documents = policies.map((policy) => stringify(policy, { lineWidth: 0 }));
  return { text: `${head.join("\n")}\n${documents.join("---\n")}`, warnings };
}

function networkPolicy(set: AddressSet, { allowed }: FirewallRules, names: UniqueNames) {
  const name = names.of(set.name);
  const ingress = allowed
    .filter(({ to }) => to === null || to.includes(set))
    .flatMap((traffic) => ingressRule(traffic) ?? []);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: `portolan-to-${name}` },
    spec: {
      podSelector: { matchLabels: { [ZONE_LABEL]: name } },
      policyTypes: ["Ingress"],
      ingress,
    },
  };
}

/** Null where nothing of it can be said: an empty list of ports would mean all. */
function ingressRule({ from, ports }: AllowedTraffic): IngressRule | null {
  const said = ports.flatMap(policyPorts);
  if (said.length === 0) return null;
  if (from === null) return { ports: said };
  const blocks = from
    .flatMap((set) => set.blocks)
    .map(({ prefix, except }) => ({
      ipBlock: {
        cidr: cidrText(prefix),
        ...(except.length > 0 && { except: except.map(cidrText) }),
      },
    }));
  // An empty list of clients would mean all of them.
  return blocks.length === 0 ? null : { from: blocks, ports: said };
}

/** With its length, be it a single address. */
function cidrText(prefix: Prefix): string {
  const { length } = prefix;
  return `${addressText(prefix)}/${length <= ADDRESS_BITS[prefix.version] ? length : ADDRESS_BITS[prefix.version]}`;
}

function policyPorts({ transport, first, last }: PortRange): PolicyPort[] {
  const protocols = transport === null ? Object.values(PROTOCOL) : [PROTOCOL[transport]];
  return protocols.flatMap((protocol) => {
    if (protocol === undefined) return [];
    if (first === 0 && last === HIGHEST_PORT) return [{ protocol }];
    // Port 0 cannot be named; nothing listens there.
    const port = Math.max(1, first);
    return last < port ? [] : [{ protocol, port, ...(last > port && { endPort: last }) }];
  });
}

function unsaid({ sets, allowed }: FirewallRules): string[] {
  const outside = sets.filter(({ isOwn }) => !isOwn);
  const perRule = allowed.flatMap(({ to, ports, words }) => {
    const unsaidPorts = ports.filter(
      ({ transport }) => transport !== null && PROTOCOL[transport] === undefined,
    );
    const unsaidZones = outside.filter((set) => to?.includes(set));
    return [
      ...unsaidPorts.map(
        (range) => `${portWords(range)} of ${words}; network policies know TCP, UDP and SCTP`,
      ),
      ...unsaidZones.map(
        ({ name }) => `${words}, as no pods are in zone ${name}; what pods may reach is not limited`,
      ),
    ];
  });
  return [...perRule, ...negotiatedNotes(allowed, () => "network policies do not follow them")];
}
