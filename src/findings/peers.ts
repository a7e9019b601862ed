/**
 * Hosts that take part in a network of peers. Each of them listens, mostly on a port that nobody has registered, and each
 * reaches many others: what would be remarkable elsewhere is what such programs do. They are known by what they speak, or,
 * where that is encrypted, by how many others they reach on ports without a known use.
 */
import { PairSet } from "../flows/pair-set.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { OUTCOME_ANSWERED } from "../services/service.ts";
import { hasKnownUse, servicesWhere } from "./flow-groups.ts";
import { protocolSet } from "./protocol-set.ts";
import type { Traffic } from "./traffic.ts";

const SPOKEN_BY_PEERS = protocolSet("bittorrent gnutella");

/**
 * Servers that answered one client on ports without a known use, from which on it is taken for a peer. Programs that are told one
 * such server by their maker are told a few, for when one fails; peers are told dozens.
 */
const LEAST_PEERS = 5;

/** By address number: 1 for peers. */
export function findPeers(traffic: Traffic): Uint8Array {
  const { services, addresses, roles, protocols } = traffic;
  const isPeer = new Uint8Array(addresses.table.count);
  const reached = new Uint8Array(addresses.table.count);
  const pairs = new PairSet();
  const unnamed = servicesWhere(traffic, (service) => !hasKnownUse(traffic, service));
  for (let flow = 0; flow < services.ofFlow.length; flow++) {
    const service = services.ofFlow[flow];
    if (service < 0) continue;
    const a = addresses.ofA[flow];
    const b = addresses.ofB[flow];
    if (SPOKEN_BY_PEERS[identifiedProtocol(protocols, flow)] === 1) {
      isPeer[a] = 1;
      isPeer[b] = 1;
      continue;
    }
    if (unnamed[service] === 0 || services.outcome[flow] !== OUTCOME_ANSWERED) continue;
    const client = roles.serverIsB[flow] === 1 ? a : b;
    if (reached[client] === LEAST_PEERS) continue;
    if (!pairs.add(client, client === a ? b : a)) continue;
    if (++reached[client] === LEAST_PEERS) isPeer[client] = 1;
  }
  return isPeer;
}
