/** Prefixes of addresses (CIDR, RFC 4632 and RFC 4291, section 2.3), read from what people write. */
import { ipv4Text, ipv6Text } from "../../records/address-text.ts";
import { quoted } from "../../services/port-specification.ts";

export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** All addresses that share the first `length` bits of `value`, whose other bits are 0. */
export interface Prefix extends Address {
  readonly length: number;
}

export const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

const EXAMPLE = "write 10.0.0.0/24, 10.0.0.5 or fd00::/64";

export function firstOf(prefix: Prefix): bigint {
  return prefix.value;
}

export function lastOf({ version, value, length }: Prefix): bigint {
  return value | ((1n << BigInt(ADDRESS_BITS[version] - length)) - 1n);
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Prefix, inner: Prefix): boolean {
  if (outer.version !== inner.version || outer.length > inner.length) return false;
  const rest = BigInt(ADDRESS_BITS[outer.version] - outer.length);
  return outer.value >> rest === inner.value >> rest;
}

/** By version, then address; of one address the wider first. */
export function comparePrefixes(one: Prefix, other: Prefix): number {
  return compareAddresses(one, other) || one.length - other.length;
}

/** IPv4 before IPv6, then by value. */
export function compareAddresses(one: Address, other: Address): number {
  if (one.version !== other.version) return one.version - other.version;
  if (one.value === other.value) return 0;
  return one.value < other.value ? -1 : 1;
}

/** `10.0.0.0/24`, `fd00::/64`; a single address without its length. */
export function prefixText({ version, value, length }: Prefix): string {
  const address = addressText({ version, value });
  return length === ADDRESS_BITS[version] ? address : `${address}/${length}`;
}

/** Dotted decimal, or the form of RFC 5952. */
export function addressText({ version, value }: Address): string {
  const size = ADDRESS_BITS[version] / 8;
  const bytes = Uint8Array.from({ length: size }, (_, i) =>
    Number((value >> BigInt(8 * (size - 1 - i))) & 0xffn),
  );
  return version === 4 ? ipv4Text(bytes) : ipv6Text(bytes);
}

/** The prefix of this length around an address. */
export function prefixAround({ version, value }: Address, length: number): Prefix {
  const rest = BigInt(ADDRESS_BITS[version] - length);
  return { version, value: (value >> rest) << rest, length };
}

/** Null where the text is no address. Leading zeros, which some programs read as octal, are refused. */
export function readAddress(text: string): Address | null {
  return text.includes(":") ? readIpv6(text) : readIpv4(text);
}

function readIpv4(text: string): Address | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return null;
  }
  return { version: 4, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

/** RFC 4291, section 2.2, with dotted decimal at the end as well. */
function readIpv6(text: string): Address | null {
  if (text.length > 45) return null;
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (head === null || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? ipv6Of(head) : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : ipv6Of([...head, ...new Array<number>(missing).fill(0), ...tail]);
}

/** The groups of one side of `::`; dotted decimal, which may only end an address, is two. */
function groupsOf(text: string, isLast: boolean): number[] | null {
  if (text === "") return [];
  const words = text.split(":");
  const groups: number[] = [];
  for (const [i, word] of words.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(word)) groups.push(Number.parseInt(word, 16));
    else {
      const dotted = isLast && i === words.length - 1 ? readIpv4(word) : null;
      if (dotted === null) return null;
      groups.push(Number(dotted.value >> 16n), Number(dotted.value & 0xffffn));
    }
  }
  return groups;
}

function ipv6Of(groups: readonly number[]): Address {
  return { version: 6, value: groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n) };
}

/** Reads an address or a CIDR; or one line of words that say what is wrong and what to write. */
export function readPrefix(text: string): Prefix | string {
  const [addressPart, lengthPart, ...more] = text.split("/");
  const address = readAddress(addressPart);
  if (address === null || more.length > 0)
    return `${quoted(text)} is no address and no CIDR: ${meant(text) ?? EXAMPLE}`;
  const bits = ADDRESS_BITS[address.version];
  if (lengthPart === undefined) return { ...address, length: bits };
  const length = /^(0|[1-9]\d{0,2})$/.test(lengthPart) ? Number(lengthPart) : Number.NaN;
  if (!(length <= bits)) {
    const known = address.version === 4 ? lengthOfNetmask(lengthPart) : null;
    const hint =
      known === null ? `IPv${address.version} runs from /0 to /${bits}` : `write ${addressPart}/${known}`;
    return `${quoted(text)} has no length of a prefix behind the slash: ${hint}`;
  }
  const prefix = prefixAround(address, length);
  if (prefix.value === address.value) return prefix;
  const host = addressText(address);
  return `${quoted(text)} has bits set beyond /${length}: write ${prefixText(prefix)} for the network, or ${host} for this address alone`;
}

/** Of a text of the program's own. */
export function prefixOf(text: string): Prefix {
  const prefix = readPrefix(text);
  if (typeof prefix === "string") throw new TypeError(prefix);
  return prefix;
}

/** What somebody may have meant who wrote neither an address nor a CIDR. */
function meant(text: string): string | null {
  if (text.includes("%"))
    return "an interface (%) is in no packet; write the address without it, or link-local";
  const range = /^([0-9a-f.:]+)\s*-\s*([0-9a-f.:]+)$/i.exec(text);
  if (range !== null) return meantByRange(range[1], range[2]);
  const [address, length] = text.split("/");
  const octets = /^\d{1,3}(\.(\d{1,3}|\*)){0,3}\.?$/.test(address)
    ? address.replace(/\.$/, "").split(".")
    : null;
  if (octets !== null) return meantByOctets(octets, length);
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text)) {
    return "host names are not looked up, as their addresses change; write the addresses";
  }
  return null;
}

/** `10.0.0.*`, `10.0.0/24`, `010.0.0.1`. */
function meantByOctets(octets: readonly string[], length: string | undefined): string | null {
  const star = octets.indexOf("*");
  const known = (star < 0 ? octets : octets.slice(0, star)).map(Number);
  if (known.some((octet) => octet > 255) || (star >= 0 && octets.slice(star).some((octet) => octet !== "*")))
    return null;
  const bits = length ?? (known.length < 4 ? String(8 * known.length) : "32");
  const padded = [...known, 0, 0, 0].slice(0, 4).join(".");
  const prefix = readPrefix(`${padded}/${bits}`);
  return typeof prefix === "string" ? null : `write ${prefixText(prefix)}`;
}

function lengthOfNetmask(text: string): number | null {
  const mask = readIpv4(text);
  if (mask === null) return null;
  const bits = mask.value.toString(2).padStart(32, "0");
  return /^1*0*$/.test(bits) ? bits.replaceAll("0", "").length : null;
}

/** A range of addresses that takes more prefixes than these is not spelled out. */
const SPELLED_OUT = 6;

function meantByRange(firstText: string, lastText: string): string | null {
  const first = readAddress(firstText);
  const last = readAddress(lastText);
  if (first === null || last === null || first.version !== last.version || first.value > last.value)
    return null;
  const prefixes = prefixesBetween(first, last.value, SPELLED_OUT + 1);
  return prefixes.length > SPELLED_OUT
    ? "a range of addresses has to be written as CIDRs"
    : `write ${prefixes.map(prefixText).join(", ")}`;
}

/** The fewest prefixes that are exactly the addresses from one to another; the first `most` of them. */
export function prefixesBetween(first: Address, last: bigint, most = Number.POSITIVE_INFINITY): Prefix[] {
  const { version } = first;
  const prefixes: Prefix[] = [];
  for (let value = first.value; value <= last && prefixes.length < most; ) {
    let length = ADDRESS_BITS[version];
    while (length > 0) {
      const wider = prefixAround({ version, value }, length - 1);
      if (wider.value !== value || lastOf(wider) > last) break;
      length--;
    }
    const prefix = { version, value, length };
    prefixes.push(prefix);
    value = lastOf(prefix) + 1n;
  }
  return prefixes;
}
