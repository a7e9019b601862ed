/** Which findings a policy's `ignore` is about, of whatever rule. */
import type { Finding } from "../finding.ts";
import type { Cells } from "./cells.ts";
import { isInForce, type Policy } from "./policy.ts";
import { portSetOf, withoutPorts } from "./port-set.ts";
import { readAddress } from "./prefix.ts";

/**
 * Whether one entry is about all of the finding: its rule, every client, every server and every port. A finding that names
 * no clients (servers, ports) is not ignored by an entry that says which.
 */
export function isIgnored(finding: Finding, policy: Policy, { cells, map }: Cells): boolean {
  const { ignores, today } = policy;
  const candidates = ignores
    .map((entry, i) => ({ entry, bit: 1n << BigInt(i) }))
    .filter(
      ({ entry }) => isInForce(entry, today) && (entry.rules === null || entry.rules.includes(finding.rule)),
    );
  if (candidates.length === 0) return false;
  const cellsOf = (addresses: readonly string[]) =>
    [...new Set(addresses.map((text) => cellOf(text, map)))].map((number) => cells[number]);
  const asClients = commonBits(cellsOf(finding.clients).map((cell) => cell?.asClient));
  const asServers = commonBits(cellsOf(finding.servers).map((cell) => cell?.asServer));
  const ports = portSetOf(finding.ports);
  return candidates.some(
    ({ entry, bit }) =>
      (entry.from === null || (asClients & bit) !== 0n) &&
      (entry.to === null || (asServers & bit) !== 0n) &&
      (entry.ports === null || (ports.length > 0 && withoutPorts(ports, entry.ports).length === 0)),
  );
}

function cellOf(text: string, map: Cells["map"]): number {
  const address = readAddress(text);
  return address === null ? -1 : map.of(address);
}

/** Bits that all have; none where there is nobody, or somebody of whom nothing is known. */
function commonBits(bits: readonly (bigint | undefined)[]): bigint {
  const [first = 0n, ...others] = bits.map((each) => each ?? 0n);
  return others.reduce((common, each) => common & each, first);
}
