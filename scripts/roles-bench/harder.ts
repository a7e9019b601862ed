/**
 * Versions of a capture in which less is to be seen of who opened what, as taps see it: from the middle, or one way
 * only. What is taken away is taken from all TCP and SCTP flows; all other packets stay. A later fragment goes where
 * its datagram's first fragment goes.
 */

import { endText } from "../../src/flows/flow-ends.ts";
import { fnv1a } from "../capture-parts.ts";
import type { Packet, Segment } from "./packets.ts";

export const VARIANTS = ["complete", "no-syn", "skip-10", "one-direction", "one-direction-no-syn"] as const;

export type Variant = (typeof VARIANTS)[number];

/** What each variant leaves out, in words. */
export const VARIANT_WORDS: Readonly<Record<Variant, string>> = {
  complete: "the capture as it is",
  "no-syn": "without every packet that has the SYN flag (SCTP: an INIT or INIT-ACK)",
  "skip-10": "as no-syn, and without the first ten packets that are left of each flow",
  "one-direction": "one direction of each flow only, chosen by a hash of the flow",
  "one-direction-no-syn": "as one-direction, without every packet that has the SYN flag",
};

const SKIPPED = 10;

export function harderVersion(packets: readonly Packet[], variant: Variant): readonly Packet[] {
  switch (variant) {
    case "complete":
      return packets;
    case "no-syn":
      return withoutOpenings(packets);
    case "skip-10":
      return withoutFirst(withoutOpenings(packets), SKIPPED);
    case "one-direction":
      return oneDirection(packets);
    case "one-direction-no-syn":
      return withoutOpenings(oneDirection(packets));
  }
}

function withoutOpenings(packets: readonly Packet[]): Packet[] {
  return packets.filter(({ segment }) => segment === null || !segment.isOpening);
}

function withoutFirst(packets: readonly Packet[], count: number): Packet[] {
  const seen = new Map<string, number>();
  const gone = new Set<Packet>();
  return packets.filter((packet) => {
    const { segment, first } = packet;
    if (segment === null) return true;
    if (first !== null) return !gone.has(first);
    const before = seen.get(segment.flow) ?? 0;
    seen.set(segment.flow, before + 1);
    if (before < count) gone.add(packet);
    return before >= count;
  });
}

function oneDirection(packets: readonly Packet[]): Packet[] {
  return packets.filter(({ segment }) => segment === null || isKeptDirection(segment));
}

/** FNV-1a's lowest bit is no more than the parity of the bytes' lowest bits; one from the middle is mixed. */
const DIRECTION_BIT = 1 << 15;

function isKeptDirection({ flow, source, destination }: Segment): boolean {
  const keepsLesser = (fnv1a(flow) & DIRECTION_BIT) === 0;
  return endText(source) < endText(destination) === keepsLesser;
}
