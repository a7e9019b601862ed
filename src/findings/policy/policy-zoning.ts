/** A policy's zones as places of servers in a lock. */
import type { Zoning } from "../baseline/server-places.ts";
import { cellsOf } from "./cells.ts";
import type { Policy } from "./policy.ts";

/** Zones that the policy's author has named; who is in none of them, or in one that portolan brings, has none here. */
export function policyZoning(policy: Policy): Zoning {
  const { cells, map } = cellsOf(policy);
  const names = policy.zones.map(({ name, prefixes, isBuiltIn }) =>
    isBuiltIn || prefixes.length === 0 ? null : name,
  );
  return ({ addresses }) => {
    const cellOf = map.ofAll(addresses.table);
    return (address) => names[cells[cellOf[address]].zone];
  };
}

/** The names that `policyZoning` answers with. */
export function zoneNames({ zones }: Policy): Set<string> {
  return new Set(
    zones.filter(({ prefixes, isBuiltIn }) => !isBuiltIn && prefixes.length > 0).map(({ name }) => name),
  );
}
