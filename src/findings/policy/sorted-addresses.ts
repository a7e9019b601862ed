/** Addresses as findings list them: text, in the order of the addresses, the first ones of very many. */
import type { AddressTable } from "../../flows/addresses.ts";
import { addressText } from "./prefix.ts";

/** A scan has millions of targets; nobody reads them, and their text would take the memory of their flows. */
export const ADDRESSES_KEPT = 10_000;

/** IPv4 first, each version by its bits. `numbers` are those of the table, each once. */
export function sortedAddresses(
  table: AddressTable,
  numbers: Int32Array,
  most: number = ADDRESSES_KEPT,
): string[] {
  const ipv4 = numbers.filter((address) => !table.isIpv6(address));
  // Numbers sort many times faster where nobody's comparison is asked.
  const words = Uint32Array.from(ipv4, (address) => table.word(address, 0))
    .sort()
    .subarray(0, most);
  const ipv6 = numbers
    .filter((address) => table.isIpv6(address))
    .sort((one, other) => compareInTable(table, one, other));
  return [
    ...Array.from(words, (word) => addressText({ version: 4, value: BigInt(word) })),
    ...Array.from(ipv6.subarray(0, most - words.length), (address) => table.text(address)),
  ];
}

/** IPv4 first, each version by its bits. `one`, `other`: addresses' numbers. */
export function compareInTable(table: AddressTable, one: number, other: number): number {
  const isIpv6 = table.isIpv6(one);
  if (isIpv6 !== table.isIpv6(other)) return isIpv6 ? 1 : -1;
  for (let word = 0; word < (isIpv6 ? 4 : 1); word++) {
    const difference = table.word(one, word) - table.word(other, word);
    if (difference !== 0) return difference;
  }
  return 0;
}
