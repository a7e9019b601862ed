/** Ports as findings list them: ranges, ascending, merged. */
import { TRANSPORTS, type Transport } from "../services/port-specification.ts";
import type { PortRange } from "./finding.ts";

export function singlePort(transport: Transport, port: number): PortRange {
  return { transport, first: port, last: port };
}

/** By transport (all transports first), then by port; ranges that touch or overlap become one. */
export function mergePorts(ranges: readonly PortRange[]): PortRange[] {
  const merged: PortRange[] = [];
  for (const range of [...ranges].sort(compareRanges)) {
    const last = merged.at(-1);
    if (last === undefined || last.transport !== range.transport || range.first > last.last + 1) {
      merged.push(range);
    } else {
      merged[merged.length - 1] = { ...last, last: Math.max(last.last, range.last) };
    }
  }
  return merged;
}

function compareRanges(one: PortRange, other: PortRange): number {
  return orderOf(one.transport) - orderOf(other.transport) || one.first - other.first;
}

function orderOf(transport: Transport | null): number {
  return transport === null ? -1 : TRANSPORTS.indexOf(transport);
}
