/** How much it matters that a service is new, and how it is called in sentences. */
import type { Severity } from "../finding.ts";
import { isGroupAddress, readAddressWords } from "./address-words.ts";
import { INTERNET, isPortless, lockPorts, type Service } from "./lock.ts";

/** Peers of a call, or of a game: new ones each time. */
const MEDIA: readonly string[] = ["rtp", "rtcp", "stun", "dtls"];

/** Of a service that is new and answers; `medium`, but for what comes and goes by itself. */
export function noveltySeverity(service: Service): Severity {
  const address = readAddressWords(service.server);
  if (address !== null && isGroupAddress(address.ipv6, address.words[0])) return "low";
  return isPortless(service) && MEDIA.includes(service.protocols[0]) ? "low" : "medium";
}

/** `443/tcp (https) of 10.0.0.5`, `8443/tcp of the internet`, `bittorrent on any udp port of 10.0.0.5`. */
export function serviceInWords(service: Service): string {
  return `${portsInWords(service)} of ${serverInWords(service)}`;
}

/** `443/tcp (https)`; of a protocol without a port, its name. */
export function portsInWords(service: Service): string {
  if (isPortless(service)) return `${service.protocols[0]} on any ${service.transport} port`;
  return service.name === null ? lockPorts(service) : `${lockPorts(service)} (${service.name})`;
}

export function serverInWords({ server }: Pick<Service, "server">): string {
  return server === INTERNET ? "the internet" : server;
}
