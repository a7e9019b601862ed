/**
 * Tunnels over UDP, told by their registered port (IANA Service Name and Transport Protocol Port Number
 * Registry). A port is only a hint: each tunnel's decoder checks its own header, and where that does not hold,
 * or what it carries is no IP packet, the packet stays with its UDP flow.
 */
import {
  LAYER_AYIYA,
  LAYER_CAPWAP,
  LAYER_GENEVE,
  LAYER_GTP_U,
  LAYER_L2TP,
  LAYER_LISP,
  LAYER_MPLS,
  LAYER_TEREDO,
  LAYER_VXLAN,
  LAYER_VXLAN_GPE,
} from "./layers.ts";
import { CARRIED } from "./transport.ts";

const LAYER_OF_PORT = new Map([
  [1701, LAYER_L2TP],
  [2152, LAYER_GTP_U],
  [3544, LAYER_TEREDO],
  [4341, LAYER_LISP],
  [4789, LAYER_VXLAN],
  [4790, LAYER_VXLAN_GPE],
  [5072, LAYER_AYIYA],
  [5247, LAYER_CAPWAP],
  [6081, LAYER_GENEVE],
  [6635, LAYER_MPLS], // RFC 7510
  [8472, LAYER_VXLAN], // Linux's default before the registration
]);

/** The ports that tunnels are told by. */
export const TUNNEL_PORTS: readonly number[] = [...LAYER_OF_PORT.keys()];

const LAYER_BY_PORT = new Int8Array(65_536).fill(CARRIED);
for (const [port, layer] of LAYER_OF_PORT) LAYER_BY_PORT[port] = layer;

/** The layer inside a datagram between these ports, or `CARRIED` where none is expected. */
export function udpTunnelLayer(sourcePort: number, destinationPort: number): number {
  const byDestination = LAYER_BY_PORT[destinationPort];
  return byDestination !== CARRIED ? byDestination : LAYER_BY_PORT[sourcePort];
}
