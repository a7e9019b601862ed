/**
 * Which sockets of a capture were used, and how: one walk over the flows. A row is a server's address with a service's
 * number (the rows of `services.servers`), or, behind these, an address with a protocol that has no port of its own.
 */

import { doubled } from "../../flows/doubled.ts";
import { ACK_FROM_A, ACK_FROM_B, SYN_ACK_FROM_A, SYN_ACK_FROM_B } from "../../flows/evidence.ts";
import type { FlowTable } from "../../flows/flow.ts";
import { PairIndex } from "../../flows/pair-index.ts";
import { isDatagram, PROTOCOL_TCP } from "../../headers/internet-protocol.ts";
import { FTP_DATA, isMedia, TFTP } from "../../protocols/negotiation/kinds.ts";
import { NO_PROTOCOL } from "../../protocols/protocol.ts";
import type { Services } from "../../services/group.ts";
import { identifiedProtocol } from "../../services/identified.ts";
import { rangeClass } from "../../services/range-class.ts";
import { lookUp } from "../../services/registry.ts";
import { OUTCOME_ANSWERED, OUTCOME_REFUSED } from "../../services/service.ts";
import { transportOf } from "../../services/transports.ts";
import type { Traffic } from "../traffic.ts";
import { HAS_PORT, PORTLESS, PORTLESSNESS } from "./protocol-kin.ts";
import { GROUP_PLACE, ServerPlaces, type ZoneOf } from "./server-places.ts";
import { numberOfPort, numberOfProtocol } from "./service-number.ts";

/** Bits of a row. Answered: a server was there, or it is a group, which was sent to. */
export const USE_ANSWERED = 1;
export const USE_UNANSWERED = 2;
export const USE_REFUSED = 4;

export interface ServiceUses {
  /** Per flow: its row; −1 for flows that say nothing of a service. */
  readonly rowOfFlow: Int32Array;
  /** By row: the bits above. */
  readonly bits: Uint8Array;
  readonly rows: number;
  /** Rows below are sockets; row `sockets + i` is pair i of `portless`. */
  readonly sockets: number;
  /** Pairs of an address and the service's number (service-number.ts). */
  readonly portless: PairIndex;
  /** Pairs of a row and a protocol that flows of it were identified as: flows that were answered, and the others. */
  readonly protocols: PairIndex;
  readonly protocolsInVain: PairIndex;
  readonly places: ServerPlaces;
}

export interface UseOptions {
  /** Servers whose addresses the caller wants to find again. */
  readonly listed?: readonly string[];
  readonly zoneOf?: ZoneOf;
}

export function findServiceUses(
  traffic: Traffic,
  { listed = [], zoneOf = () => null }: UseOptions = {},
): ServiceUses {
  const places = new ServerPlaces(traffic.addresses.table, listed, zoneOf);
  const finder = new UseFinder(traffic, places);
  for (let flow = 0; flow < traffic.flows.count; flow++) finder.take(flow);
  return finder.finish();
}

class UseFinder {
  readonly #traffic: Traffic;
  readonly #places: ServerPlaces;
  readonly #rowOfFlow: Int32Array;
  readonly #sockets: number;
  #bits: Uint8Array;
  readonly #portless = new PairIndex();
  readonly #protocols = new PairIndex();
  readonly #protocolsInVain = new PairIndex();
  /** By service: 1 where its port is a server's by name, 2 where not, 0 while nobody asked. */
  readonly #isNamed: Uint8Array;

  constructor(traffic: Traffic, places: ServerPlaces) {
    const { flows, services } = traffic;
    this.#traffic = traffic;
    this.#places = places;
    this.#rowOfFlow = new Int32Array(flows.count).fill(-1);
    this.#sockets = services.servers.count;
    this.#bits = new Uint8Array(this.#sockets + 1024);
    this.#isNamed = new Uint8Array(services.services.length);
  }

  take(flow: number): void {
    const { flows, addresses, roles, services, protocols } = this.#traffic;
    const service = services.ofFlow[flow];
    // A guess is no evidence that anybody serves there.
    if (service < 0 || !roles.isKnown(flow) || !this.#isItsOwn(flow)) return;
    const isB = roles.serverIsB[flow] === 1;
    const server = isB ? addresses.ofB[flow] : addresses.ofA[flow];
    if (this.#places.place[server] === 0) this.#places.see(server);
    const use = this.#useOf(flow, server);
    const protocol = identifiedProtocol(protocols, flow);
    const row = this.#isPortless(protocol, service)
      ? this.#portlessRow(server, flows.protocol(flow), protocol)
      : services.servers.find(server, service);
    this.#rowOfFlow[flow] = row;
    this.#bits[row] |= use;
    if (protocol === NO_PROTOCOL) return;
    (use === USE_ANSWERED ? this.#protocols : this.#protocolsInVain).number(row, protocol);
  }

  finish(): ServiceUses {
    return {
      rowOfFlow: this.#rowOfFlow,
      bits: this.#bits,
      rows: this.#sockets + this.#portless.count,
      sockets: this.#sockets,
      portless: this.#portless,
      protocols: this.#protocols,
      protocolsInVain: this.#protocolsInVain,
      places: this.#places,
    };
  }

  /**
   * Whether the flow is a service of its own. One on a port that was negotiated belongs to the control channel, but for
   * two: servers that a portmapper names may listen at their own port always, and TFTP's answer from a port that is new
   * each time is the only one that its port 69 gets.
   */
  #isItsOwn(flow: number): boolean {
    const { negotiated, flows, roles } = this.#traffic;
    const kind = negotiated?.kind[flow] ?? 0;
    if (kind === 0 || kind === TFTP) return true;
    if (kind === FTP_DATA || isMedia(kind)) return false;
    const port = roles.serverIsB[flow] === 1 ? flows.portB(flow) : flows.portA(flow);
    return negotiated?.kindOf(flow)?.port === port;
  }

  #useOf(flow: number, server: number): number {
    if (this.#places.place[server] === GROUP_PLACE) return USE_ANSWERED;
    const outcome = outcomeOfUse(this.#traffic, flow);
    if (outcome === OUTCOME_ANSWERED) return USE_ANSWERED;
    return outcome === OUTCOME_REFUSED ? USE_REFUSED : USE_UNANSWERED;
  }

  #isPortless(protocol: number, service: number): boolean {
    const portlessness = PORTLESSNESS[protocol];
    if (portlessness === HAS_PORT) return false;
    if (portlessness === PORTLESS) return true;
    if (this.#isNamed[service] === 0) {
      const { services, userNames } = this.#traffic;
      const { protocol: transport, port } = services.services[service];
      const isNamed =
        rangeClass(port) !== "dynamic" && lookUp(transportOf(transport), port, userNames) !== null;
      this.#isNamed[service] = isNamed ? 1 : 2;
    }
    return this.#isNamed[service] === 2;
  }

  #portlessRow(server: number, transport: number, protocol: number): number {
    const row = this.#sockets + this.#portless.number(server, numberOfProtocol(transport, protocol));
    if (row === this.#bits.length) this.#bits = doubled(this.#bits);
    return row;
  }
}

/**
 * How a flow ended, as far as services go: one of the OUTCOME_ numbers. A server answered where it accepted or acknowledged;
 * that something came back is not enough. And where less did: in a capture of one direction, a client
 * that acknowledges and sends data, or data in an association, has been answered elsewhere.
 */
export function outcomeOfUse({ flows, services, roles }: Traffic, flow: number): number {
  const outcome = services.outcome[flow];
  if (outcome === OUTCOME_REFUSED || isDatagram(flows.protocol(flow))) return outcome;
  if (isServed(flows, flow, roles.serverIsB[flow] === 1)) return OUTCOME_ANSWERED;
  return outcome === OUTCOME_ANSWERED ? OUTCOME_REFUSED : outcome;
}

/** Of transports with connections. */
function isServed(flows: FlowTable, flow: number, serverIsB: boolean): boolean {
  const seen = flows.evidence(flow);
  if ((seen & (serverIsB ? SYN_ACK_FROM_B : SYN_ACK_FROM_A)) !== 0) return true;
  const toServer = serverIsB ? flows.payloadBytesAToB(flow) : flows.payloadBytesBToA(flow);
  const toClient = serverIsB ? flows.payloadBytesBToA(flow) : flows.payloadBytesAToB(flow);
  if (flows.protocol(flow) !== PROTOCOL_TCP) return toServer > 0 || toClient > 0;
  if ((seen & (serverIsB ? ACK_FROM_B : ACK_FROM_A)) !== 0) return true;
  return toServer > 0 && (seen & (serverIsB ? ACK_FROM_A : ACK_FROM_B)) !== 0;
}

/** The number of the row's server. */
export function addressOfRow(row: number, { servers }: Services, { sockets, portless }: ServiceUses): number {
  return row < sockets ? servers.addresses.at(row) : portless.first[row - sockets];
}

/** What the row is a row of, whoever its server is: a number of service-number.ts. */
export function serviceOfRow(row: number, { services, servers }: Services, uses: ServiceUses): number {
  if (row >= uses.sockets) return uses.portless.second[row - uses.sockets];
  const { protocol, port } = services[servers.services.at(row)];
  return numberOfPort(protocol, port);
}
