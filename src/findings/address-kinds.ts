/**
 * What an address is for: a group of hosts, one on the internet, one of a network of one's own. Words are those of a
 * flow's record: an IPv4 address is the first, an IPv6 address all four.
 */

const LIMITED_BROADCAST = 0xffffffff;

/** Multicast (RFC 5771; RFC 4291, section 2.7) and IPv4's limited broadcast (RFC 919, section 7). */
export function isGroupAddress(ipv6: boolean, word0: number): boolean {
  if (ipv6) return word0 >>> 24 === 0xff;
  return word0 >>> 28 === 0xe || word0 >>> 0 === LIMITED_BROADCAST;
}

/**
 * Whether hosts anywhere can be meant by it: unicast that IANA's Special-Purpose Address Registries (RFC 6890, as of 2024)
 * do not say to be of a network of one's own, for documentation or for benchmarks.
 */
export function isInternetAddress(
  ipv6: boolean,
  word0: number,
  word1: number,
  word2: number,
  word3: number,
): boolean {
  if (!ipv6) return isInternetIpv4(word0 >>> 0);
  const isMapped = word0 === 0 && word1 === 0 && word2 === 0xffff;
  return isMapped ? isInternetIpv4(word3 >>> 0) : isInternetIpv6(word0 >>> 0, word1 >>> 0, word2);
}

/** First addresses of blocks, and how many bits all their addresses share. */
const OTHER_IPV4: readonly (readonly [first: number, bits: number])[] = [
  [0x00000000, 8], // this network
  [0x0a000000, 8], // private
  [0x64400000, 10], // shared, between carriers and their customers
  [0x7f000000, 8], // loopback
  [0xa9fe0000, 16], // link-local
  [0xac100000, 12], // private
  [0xc0000000, 24], // protocol assignments
  [0xc0000200, 24], // documentation
  [0xc0a80000, 16], // private
  [0xc6120000, 15], // benchmarks
  [0xc6336400, 24], // documentation
  [0xcb007100, 24], // documentation
  [0xe0000000, 3], // multicast, reserved, broadcast
];

/** Within 2000::/3, the unicast that IANA gives out. */
const OTHER_IPV6: readonly (readonly [first: number, bits: number])[] = [
  [0x20010db8, 32], // documentation
  [0x3fff0000, 20], // documentation
  [0x20010010, 28], // ORCHID, no routes
];
/** 2001:2::/48, benchmarks. */
const BENCHMARKS = 0x20010002;
/** 64:ff9b::/96, IPv4's internet behind a translator (RFC 6052). */
const TRANSLATED = 0x0064ff9b;

function isInternetIpv4(word: number): boolean {
  return !OTHER_IPV4.some(([first, bits]) => word >>> (32 - bits) === first >>> (32 - bits));
}

function isInternetIpv6(word0: number, word1: number, word2: number): boolean {
  if (word0 === TRANSLATED) return word1 === 0 && word2 === 0;
  if (word0 >>> 29 !== 1) return false;
  if (word0 === BENCHMARKS) return word1 >>> 16 !== 0;
  return !OTHER_IPV6.some(([first, bits]) => word0 >>> (32 - bits) === first >>> (32 - bits));
}
