/**
 * Flows to ports without a known use that nothing explains: no announcement, no network of peers, no protocol that runs on any
 * port by agreement of its ends. Two kinds of findings are made of them.
 */
import { isDatagram } from "../headers/internet-protocol.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { OUTCOME_ANSWERED } from "../services/service.ts";
import { findPeers } from "./peers.ts";
import { protocolSet } from "./protocol-set.ts";
import type { Traffic } from "./traffic.ts";

/** What answers a search by multicast (SSDP, CoAP) answers from any port. */
const BY_AGREEMENT = protocolSet(
  "rtp rtcp stun dtls quic bittorrent gnutella sunrpc nfs dcerpc tftp ssdp coap",
);

/** Whether nothing explains that the flow's server answered on a port without a known use. Peers are sought once. */
export function unaccountedIn(traffic: Traffic): (flow: number, service: number) => boolean {
  const { services, roles, protocols, negotiated, addresses } = traffic;
  const isPeer = findPeers(traffic);
  return (flow, service) => {
    if (services.outcome[flow] !== OUTCOME_ANSWERED || !roles.isKnown(flow)) return false;
    if (negotiated !== null && negotiated.kind[flow] !== 0) return false;
    const protocol = identifiedProtocol(protocols, flow);
    if (BY_AGREEMENT[protocol] === 1) return false;
    // Which of two such ports is the server's, datagrams do not tell unless they are of a protocol.
    if (protocol === 0 && isDatagram(services.services[service].protocol)) return false;
    return isPeer[addresses.ofA[flow]] === 0 && isPeer[addresses.ofB[flow]] === 0;
  };
}
