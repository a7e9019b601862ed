/**
 * Where an address belongs: on the internet, within a network, or to no host at all. After the registries IANA IPv4 and
 * IPv6 Special-Purpose Address Space (RFC 6890, RFC 8190, entries up to RFC 9780), their column "globally reachable", and
 * the multicast spaces (RFC 5771, RFC 4291).
 *
 * Addresses for documentation are nobody's on the internet: captures that were made anonymous hold them.
 */
import type { AddressTable } from "../flows/addresses.ts";
import {
  FLOW_WORDS,
  type FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "../flows/flow.ts";
import type { Traffic } from "./traffic.ts";

/** A host that anybody on the internet reaches. */
export const SCOPE_INTERNET = 1;
/** A host within a network: private, link-local, shared by a provider, for documentation or tests. */
export const SCOPE_LOCAL = 2;
/** The host itself: loopback. */
export const SCOPE_OWN_HOST = 4;
/** No host: multicast, broadcast, unspecified, discarded. */
export const SCOPE_NO_HOST = 3;

interface Block {
  readonly value: number;
  readonly mask: number;
  readonly scope: number;
}

/** The first that matches decides; what none matches is on the internet. */
const IPV4_BLOCKS: readonly Block[] = [
  ipv4Block("127.0.0.0/8", SCOPE_OWN_HOST),
  // Anycast of PCP and TURN (RFC 7723, RFC 8155) within the IETF's own block.
  ...["192.0.0.9/32", "192.0.0.10/32"].map((text) => ipv4Block(text, SCOPE_INTERNET)),
  ...["0.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32"].map((text) => ipv4Block(text, SCOPE_NO_HOST)),
  ...["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"].map((text) =>
    ipv4Block(text, SCOPE_LOCAL),
  ),
  ...[
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
  ].map((text) => ipv4Block(text, SCOPE_LOCAL)),
];

function ipv4Block(text: string, scope: number): Block {
  const [address, length] = text.split("/");
  const value = address.split(".").reduce((word, part) => (word << 8) | Number(part), 0);
  return { value, mask: maskOf(Number(length)), scope };
}

/** A mask of so many bits, 0 to 32. */
function maskOf(length: number): number {
  return length === 0 ? 0 : -1 << (32 - length);
}

/** Of IPv4 addresses: their word. */
export function scopeOfIpv4(word: number): number {
  for (const { value, mask, scope } of IPV4_BLOCKS) if ((word & mask) === (value & mask)) return scope;
  return SCOPE_INTERNET;
}

/** Of IPv6 addresses: their four words. */
export function scopeOfIpv6(word0: number, word1: number, word2: number, word3: number): number {
  const first = word0 >>> 16;
  const second = word0 & 0xffff;
  if (first >>> 8 === 0xff) return SCOPE_NO_HOST;
  if (word0 === 0 && word1 === 0) return scopeOfLowest(word2, word3);
  // Translated IPv4 (RFC 6052) and 6to4 (RFC 3056) are where their IPv4 address is.
  if (word0 === 0x64_ff9b && word1 === 0 && word2 === 0) return scopeOfIpv4(word3);
  if (first === 0x2002) return scopeOfIpv4((second << 16) | (word1 >>> 16));
  // Discard-only (RFC 6666) and dummy prefix (RFC 9780).
  if (word0 === 0x0100_0000 && (word1 === 0 || word1 === 1)) return SCOPE_NO_HOST;
  // What is not of global unicast (RFC 4291, section 2.4): unique local, link-local, and what nobody has been given.
  if (first >>> 13 !== 1) return SCOPE_LOCAL;
  if (first === 0x2001 && second < 0x0200) return scopeOfAssignments(second, word1, word2, word3);
  const isDocumentation = word0 === 0x2001_0db8 || (first === 0x3fff && second >>> 12 === 0);
  return isDocumentation ? SCOPE_LOCAL : SCOPE_INTERNET;
}

/** `::`, loopback, and IPv4-mapped addresses, which are where their IPv4 address is. */
function scopeOfLowest(word2: number, word3: number): number {
  if (word2 === 0xffff) return scopeOfIpv4(word3);
  if (word2 !== 0 || word3 > 1 || word3 < 0) return SCOPE_LOCAL;
  return word3 === 0 ? SCOPE_NO_HOST : SCOPE_OWN_HOST;
}

/** 2001::/23, assignments to protocols: reachable are Teredo's, anycast, AMT, AS112, ORCHIDv2 and drone identifiers. */
function scopeOfAssignments(second: number, word1: number, word2: number, word3: number): number {
  const isAnycast = second === 1 && word1 === 0 && word2 === 0 && word3 >= 1 && word3 <= 3;
  const isAs112 = second === 4 && word1 >>> 16 === 0x112;
  const isIdentifier = second >>> 4 === 2 || second >>> 4 === 3;
  const isReachable = second === 0 || isAnycast || second === 3 || isAs112 || isIdentifier;
  return isReachable ? SCOPE_INTERNET : SCOPE_LOCAL;
}

/** Of an address by its number. */
export function scopeOfAddress(table: AddressTable, address: number): number {
  // Signed, as flows have them.
  const word = (index: number) => table.word(address, index) | 0;
  return table.isIpv6(address) ? scopeOfIpv6(word(0), word(1), word(2), word(3)) : scopeOfIpv4(word(0));
}

/** Of a site: so much of an address is what the ends of it have in common (RFC 6177 gives a site a /48). */
const SITE_MASK_IPV4 = maskOf(24);
const SITE_MASK_IPV6 = maskOf(16);

/** The scopes of a capture's addresses, worked out where they are asked for. */
export class AddressScopes {
  private readonly flows: FlowTable;
  private readonly traffic: Traffic;
  /** By address number; 0 where nobody has asked. */
  private readonly known: Uint8Array;

  constructor(traffic: Traffic) {
    this.traffic = traffic;
    this.flows = traffic.flows;
    this.known = new Uint8Array(traffic.addresses.table.count);
  }

  /** Whether any address of the capture is on the internet; else nothing crosses the edge of a network. */
  hasInternet(): boolean {
    const { count } = this.traffic.addresses.table;
    for (let address = 0; address < count; address++) {
      if (this.ofAddress(address) === SCOPE_INTERNET) return true;
    }
    return false;
  }

  ofClient(flow: number): number {
    return this.ofEnd(flow, this.traffic.roles.serverIsB[flow] === 0);
  }

  ofServer(flow: number): number {
    return this.ofEnd(flow, this.traffic.roles.serverIsB[flow] === 1);
  }

  /**
   * Whether one end is a host on the internet and the other is another site's: not where both are of one network with
   * public addresses.
   */
  crosses(flow: number): boolean {
    const client = this.ofClient(flow);
    const server = this.ofServer(flow);
    if (client === SCOPE_NO_HOST || server === SCOPE_NO_HOST) return false;
    if (client !== SCOPE_INTERNET && server !== SCOPE_INTERNET) return false;
    return client !== server || !this.isOneSite(flow);
  }

  private isOneSite(flow: number): boolean {
    const { words } = this.flows;
    const base = flow * FLOW_WORDS;
    const difference = words[base + WORD_ADDRESS_A] ^ words[base + WORD_ADDRESS_B];
    if (!this.flows.isIpv6(flow)) return (difference & SITE_MASK_IPV4) === 0;
    const rest = words[base + WORD_ADDRESS_A_REST] ^ words[base + WORD_ADDRESS_B_REST];
    return difference === 0 && (rest & SITE_MASK_IPV6) === 0;
  }

  private ofEnd(flow: number, isB: boolean): number {
    const { ofA, ofB } = this.traffic.addresses;
    return this.ofAddress(isB ? ofB[flow] : ofA[flow]);
  }

  private ofAddress(address: number): number {
    const known = this.known[address];
    if (known !== 0) return known;
    const scope = scopeOfAddress(this.traffic.addresses.table, address);
    this.known[address] = scope;
    return scope;
  }
}
