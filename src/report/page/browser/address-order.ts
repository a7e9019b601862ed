/** By value, not by letters: 10.0.0.9 before 10.0.0.10, fd00::a before fd00::10, IPv4 before IPv6. */
import { compareText } from "../../../findings/finding.ts";
import { readAddress } from "../../../findings/policy/prefix.ts";

/** Texts in the order of their addresses; a table is sorted often, and an address stands in many rows. */
const keys = new Map<string, string>();

/** What is no address comes last. */
export function compareAddresses(one: string, other: string): number {
  return compareText(keyOf(one), keyOf(other));
}

function keyOf(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  const address = readAddress(text);
  const key =
    address === null ? `none ${text}` : `${address.version} ${address.value.toString(16).padStart(32, "0")}`;
  keys.set(text, key);
  return key;
}
