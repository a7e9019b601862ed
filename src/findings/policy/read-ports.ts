/** Ports as a policy writes them: `443/tcp`, `https`, `8000-8999/tcp`, `any/udp`, `any`. */
import {
  HIGHEST_PORT,
  looksLikePorts,
  quoted,
  readPortSpecification,
  TRANSPORTS,
  type Transport,
  transportNamed,
} from "../../services/port-specification.ts";
import type { PortRange } from "../finding.ts";
import { ANY } from "./policy.ts";
import { type PortSet, portSetOf } from "./port-set.ts";
import type { ServicePorts } from "./service-ports.ts";
import type { Word, YamlReader } from "./yaml-nodes.ts";

export const PORTS_EXAMPLE = "443/tcp, https, 8000-8999/tcp, any/udp or any";

/** The ports of all words; what is wrong with some of them is told, and the others count. */
export function readPorts(words: readonly Word[], yaml: YamlReader, services: ServicePorts): PortSet {
  const ranges = words.flatMap(({ text, node }, i) => {
    const found = portsOf(text, yaml, services, words[i - 1]?.text);
    if (typeof found !== "string") return found;
    yaml.problems.error(node, found);
    return [];
  });
  return portSetOf(ranges);
}

/** The ports that one word means, or what is wrong with it. */
function portsOf(
  text: string,
  yaml: YamlReader,
  services: ServicePorts,
  before: string | undefined,
): readonly PortRange[] | string {
  if (text.toLowerCase() === ANY) return ALL;
  const swapped = swappedIn(text);
  if (swapped !== null) return `${quoted(text)} is no port: write ${swapped}`;
  if (looksLikePorts(text)) return numberedPorts(text);
  const transport = transportNamed(text);
  if (transport !== null) return transportAlone(transport, before);
  const [, name = text, transportWords] = /^([^/]*)\/(.*)$/.exec(text) ?? [];
  const transports = transportWords === undefined ? null : readTransports(transportWords);
  if (typeof transports === "string") return transports;
  if (name.trim().toLowerCase() === ANY) return (transports ?? TRANSPORTS).map(allOf);
  return namedPorts(text, name.trim(), transports, yaml, services);
}

const ALL: readonly PortRange[] = TRANSPORTS.map(allOf);

function allOf(transport: Transport): PortRange {
  return { transport, first: 0, last: HIGHEST_PORT };
}

/** `tcp/443`, `8000:8999/tcp`. */
function swappedIn(text: string): string | null {
  const [, word = "", ports = ""] = /^([a-z-]+)\s*[/:]\s*(\d+(?:[-:]\d+)?)$/i.exec(text) ?? [];
  const transport = transportNamed(word);
  if (transport !== null) return `${ports.replace(":", "-")}/${transport}`;
  return /^\d+:\d+\/\S+$/.test(text) ? text.replace(":", "-") : null;
}

function numberedPorts(text: string): readonly PortRange[] | string {
  const read = readPortSpecification(text);
  if (typeof read === "string") return read;
  const { first, last, transports } = read;
  const ports = first === last ? String(first) : `${first}-${last}`;
  if (transports === null) return `${ports} has no transport: write ${ports}/tcp or ${ports}/udp, or both`;
  return transports.map((transport) => ({ transport, first, last }));
}

function transportAlone(transport: Transport, before: string | undefined): string {
  const [, ports] = /^([\d-]+)\//.exec(before ?? "") ?? [];
  if (ports === undefined) return `${transport} is no port: write any/${transport} for all of its ports`;
  return `the comma before ${transport} separates two entries of the list: write ${ports}/${transport}`;
}

function readTransports(words: string): Transport[] | string {
  const transports: Transport[] = [];
  for (const word of words.split(",")) {
    const transport = transportNamed(word.trim());
    if (transport === null) return `${quoted(word.trim())} is no transport: one of ${TRANSPORTS.join(", ")}`;
    transports.push(transport);
  }
  return transports;
}

function namedPorts(
  text: string,
  name: string,
  transports: readonly Transport[] | null,
  yaml: YamlReader,
  services: ServicePorts,
): readonly PortRange[] | string {
  const found = services.portsOf(name, transports);
  if (found !== null) return found;
  const known = transports === null ? null : services.portsOf(name, null);
  if (known !== null) return `${quoted(name)} is no service of ${transports?.join(" or ")}: write its port`;
  if (/^icmp(v?6)?$/i.test(name)) return `ICMP has no ports: a policy is about ${TRANSPORTS.join(", ")}`;
  if (/[,;\s]/.test(text)) {
    const words = text.split(/[,;\s]+/).filter((word) => word !== "");
    return `${quoted(text)} is no port: write a list, [${words.join(", ").slice(0, 80)}]`;
  }
  const meant = yaml.meant(
    name,
    services.names(),
    "write its number, as 8443/tcp, or look it up with: portolan ports",
  );
  return `no service is called ${quoted(name)}: ${meant}`;
}
