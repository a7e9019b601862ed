/** Addresses and blocks of addresses, as a reader writes them: `10.0.0.5`, `10.0.0.0/8`, `fd00::/8`, several with commas. */

/** Whether an address is meant; a string says what is wrong with what was written. */
export type HostMatch = ((address: string) => boolean) | string;

export function readHosts(text: string): HostMatch {
  const blocks: Block[] = [];
  for (const word of text.split(/[\s,]+/).filter((part) => part !== "")) {
    const block = readBlock(word);
    if (block === null) return `“${word}” is no address and no block; write 10.0.0.5, 10.0.0.0/8 or fd00::/8`;
    blocks.push(block);
  }
  return (address) => {
    const bits = bitsOf(address);
    return bits !== null && blocks.some((block) => contains(block, bits));
  };
}

interface Block {
  readonly bits: Bits;
  readonly length: number;
}

/** An address as a number of so many bits. */
interface Bits {
  readonly value: bigint;
  readonly width: 32 | 128;
}

function readBlock(word: string): Block | null {
  const [address, prefix, ...more] = word.split("/");
  const bits = bitsOf(address);
  if (bits === null || more.length > 0) return null;
  if (prefix === undefined) return { bits, length: bits.width };
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits.width) return null;
  return { bits, length: Number(prefix) };
}

function contains({ bits, length }: Block, { value, width }: Bits): boolean {
  if (width !== bits.width) return false;
  const rest = BigInt(width - length);
  return value >> rest === bits.value >> rest;
}

function bitsOf(address: string): Bits | null {
  return address.includes(":") ? bitsOfIpv6(address) : bitsOfIpv4(address);
}

/** No leading zeros, which some read as octal. */
const OCTETS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

function bitsOfIpv4(address: string): Bits | null {
  const octets = OCTETS.exec(address)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return null;
  return { value: octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n), width: 32 };
}

function bitsOfIpv6(address: string): Bits | null {
  const [head, tail, ...more] = address.split("::");
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  if (left === null || right === null || more.length > 0) return null;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...new Array<number>(missing).fill(0), ...right];
  return { value: groups.reduce((value, group) => value * 65_536n + BigInt(group), 0n), width: 128 };
}

/** The groups of one side of `::`; the last one may be an IPv4 address (RFC 4291, section 2.2). */
function groupsOf(side: string): number[] | null {
  if (side === "") return [];
  const words = side.split(":");
  const groups: number[] = [];
  for (const [index, word] of words.entries()) {
    const ipv4 = index === words.length - 1 && word.includes(".") ? bitsOfIpv4(word) : null;
    if (ipv4 !== null) groups.push(Number(ipv4.value >> 16n), Number(ipv4.value & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(word)) groups.push(Number.parseInt(word, 16));
    else return null;
  }
  return groups;
}
