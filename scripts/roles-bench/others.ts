/** What others go by to tell the server's side: one packet's ports, or who was seen first. Argus has a file of its own. */

import type { FlowEnd } from "../../src/flows/flow-ends.ts";
import { isRegistered } from "../../src/services/registry.ts";
import type { Packet, Segment } from "./packets.ts";

export const LOWER_PORT = "lower port";
export const REGISTERED_PORT = "IANA-registered port, else lower";
export const FIRST_PACKET = "first packet is the client's";

export type Rule = (first: Segment) => FlowEnd | null;

/** By name: the server's end of the flow that `first` is the first packet of; null where the rule says nothing. */
export const RULES: Readonly<Record<string, Rule>> = {
  [LOWER_PORT]: lowerPort,
  [REGISTERED_PORT]: registeredPort,
  [FIRST_PACKET]: ({ destination }) => destination,
};

function lowerPort({ source, destination }: Segment): FlowEnd | null {
  if (source.port === destination.port) return null;
  return source.port < destination.port ? source : destination;
}

function registeredPort(first: Segment): FlowEnd | null {
  const { transport, source, destination } = first;
  const isSource = isRegistered(transport, source.port);
  const isDestination = isRegistered(transport, destination.port);
  if (isSource === isDestination) return lowerPort(first);
  return isSource ? source : destination;
}

/** The first packet of each TCP and SCTP flow; later fragments tell no ports and do not count. */
export function firstSegments(packets: readonly Packet[]): Map<string, Segment> {
  const firsts = new Map<string, Segment>();
  for (const { segment, first } of packets) {
    if (segment !== null && first === null && !firsts.has(segment.flow)) firsts.set(segment.flow, segment);
  }
  return firsts;
}
