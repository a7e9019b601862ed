/**
 * What a rule is about, as a box: clients' zones × servers' zones × ports. Sets of zones are bits of a bigint, so that
 * boxes can be cut out of each other; for files and exports, not for flows.
 */
import type { Policy, PolicyRule } from "./policy.ts";
import { commonPorts, type PortSet, withoutPorts } from "./port-set.ts";

export interface TrafficBox {
  /** Bit i for zone i. */
  readonly from: bigint;
  readonly to: bigint;
  readonly ports: PortSet;
}

export function boxOf({ from, to, ports }: PolicyRule, policy: Policy): TrafficBox {
  return { from: zonesFrom(from, policy), to: zonesTo(to, policy), ports };
}

function zonesFrom(zones: readonly number[] | null, policy: Policy): bigint {
  return zones === null ? allZones(policy) : bitsOf(zones);
}

/** `any` leaves out multicast, in which nobody means to forbid or allow anything by it. */
function zonesTo(zones: readonly number[] | null, policy: Policy): bigint {
  return zones === null ? allZones(policy) & ~bitsOf([policy.multicastZone]) : bitsOf(zones);
}

function allZones({ zones }: Policy): bigint {
  return (1n << BigInt(zones.length)) - 1n;
}

export function bitsOf(zones: readonly number[]): bigint {
  return zones.reduce((bits, zone) => bits | (1n << BigInt(zone)), 0n);
}

export function zonesOf(bits: bigint): number[] {
  const zones: number[] = [];
  for (let zone = 0, rest = bits; rest > 0n; zone++, rest >>= 1n) if ((rest & 1n) === 1n) zones.push(zone);
  return zones;
}

export function isEmptyBox({ from, to, ports }: TrafficBox): boolean {
  return from === 0n || to === 0n || ports.length === 0;
}

/** What of `box` is not in `taken`: three boxes at most, which share nothing. */
export function cutOut(box: TrafficBox, taken: TrafficBox): readonly TrafficBox[] {
  const from = box.from & taken.from;
  const to = box.to & taken.to;
  if (from === 0n || to === 0n) return [box];
  const ports = commonPorts(box.ports, taken.ports);
  if (ports.length === 0) return [box];
  return [
    { from: box.from & ~taken.from, to: box.to, ports: box.ports },
    { from, to: box.to & ~taken.to, ports: box.ports },
    { from, to, ports: withoutPorts(box.ports, taken.ports) },
  ].filter((rest) => !isEmptyBox(rest));
}

/** Whether all of `box` is in `other`. */
export function liesIn(box: TrafficBox, other: TrafficBox): boolean {
  return (
    (box.from & ~other.from) === 0n &&
    (box.to & ~other.to) === 0n &&
    withoutPorts(box.ports, other.ports).length === 0
  );
}
