/** Addresses and blocks of addresses, as a reader writes them: `10.0.0.5`, `10.0.0.0/8`, `fd00::/8`, several with commas. */

import {
  ADDRESS_BITS,
  contains,
  type Prefix,
  prefixAround,
  readAddress,
} from "../../../findings/policy/prefix.ts";

/** Whether an address is meant; a string says what is wrong with what was written. */
export type HostMatch = ((address: string) => boolean) | string;

export function readHosts(text: string): HostMatch {
  const blocks: Prefix[] = [];
  for (const word of text.split(/[\s,]+/).filter((part) => part !== "")) {
    const block = readBlock(word);
    if (block === null) return `“${word}” is no address and no block; write 10.0.0.5, 10.0.0.0/8 or fd00::/8`;
    blocks.push(block);
  }
  return (address) => {
    const host = readBlock(address);
    return host !== null && blocks.some((block) => contains(block, host));
  };
}

/** As a policy's prefixes, but that bits may be set beyond the length. */
function readBlock(word: string): Prefix | null {
  const [text, length, ...more] = word.split("/");
  const address = readAddress(text);
  if (address === null || more.length > 0) return null;
  const bits = ADDRESS_BITS[address.version];
  if (length === undefined) return { ...address, length: bits };
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) return null;
  return prefixAround(address, Number(length));
}
