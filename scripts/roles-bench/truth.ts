/**
 * Who the server of a flow truly is, from the handshake in the capture itself. Independent of the roles engine: it
 * looks at the openings alone, packet by packet.
 */
import { endText, type FlowEnd } from "../../src/flows/flow-ends.ts";
import type { Packet, Segment, Transport } from "./packets.ts";

/** A flow that one end opened and the other accepted. */
export interface TrueRoles {
  readonly transport: Transport;
  readonly client: FlowEnd;
  readonly server: FlowEnd;
}

export interface Truth {
  /** By `flowKey`. */
  readonly established: ReadonlyMap<string, TrueRoles>;
  /** Flows that both ends opened, or both accepted: a simultaneous open, or a pair of ports used in both directions. */
  readonly ambiguous: number;
  /** Flows with openings of one end only, or with an acceptance that no opening of the other end goes with. */
  readonly unanswered: number;
  /** TCP and SCTP flows whose handshake is not in the capture. */
  readonly unopened: number;
}

/** The openings of one flow. */
interface Openings {
  readonly segment: Segment;
  /** Ends, as text, that sent a SYN or INIT. */
  readonly openers: Set<string>;
  /** Ends, as text, that sent a SYN-ACK or INIT-ACK. */
  readonly accepters: Set<string>;
}

export function findTruth(packets: readonly Packet[]): Truth {
  const established = new Map<string, TrueRoles>();
  let ambiguous = 0;
  let unanswered = 0;
  let unopened = 0;
  for (const [flow, openings] of openingsOf(packets)) {
    const { openers, accepters } = openings;
    if (openers.size === 0 && accepters.size === 0) unopened++;
    else if (openers.size > 1 || accepters.size > 1) ambiguous++;
    else {
      const roles = rolesOf(openings);
      if (roles === null) unanswered++;
      else established.set(flow, roles);
    }
  }
  return { established, ambiguous, unanswered, unopened };
}

function openingsOf(packets: readonly Packet[]): Map<string, Openings> {
  const flows = new Map<string, Openings>();
  for (const { segment } of packets) {
    if (segment === null) continue;
    const openings = flows.get(segment.flow) ?? { segment, openers: new Set(), accepters: new Set() };
    flows.set(segment.flow, openings);
    if (!segment.isOpening) continue;
    const ends = segment.isAccepting ? openings.accepters : openings.openers;
    ends.add(endText(segment.source));
  }
  return flows;
}

/** Null where the end that accepted is not the other one of the end that opened, or where either is missing. */
function rolesOf({ segment, openers, accepters }: Openings): TrueRoles | null {
  const { transport, source, destination } = segment;
  for (const [client, server] of [
    [source, destination],
    [destination, source],
  ]) {
    const isServer = accepters.has(endText(server)) && !accepters.has(endText(client));
    if (openers.has(endText(client)) && isServer) return { transport, client, server };
  }
  return null;
}
