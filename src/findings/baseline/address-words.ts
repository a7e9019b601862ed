/** Addresses that people write, as the words of a flow's record. */
import { type Address, readAddress } from "../policy/prefix.ts";

export interface AddressWords {
  readonly ipv6: boolean;
  /** Four of 32 bits, signed; of an IPv4 address only the first, the others are 0. */
  readonly words: Int32Array;
}

/** Null where the text is no address. Leading zeros, which some programs read as octal, are refused. */
export function readAddressWords(text: string): AddressWords | null {
  const address = readAddress(text);
  return address && wordsOf(address);
}

export function wordsOf({ version, value }: Address): AddressWords {
  const ipv6 = version === 6;
  const shifts = ipv6 ? [96n, 64n, 32n, 0n] : [0n];
  const words = new Int32Array(4);
  for (const [i, shift] of shifts.entries()) words[i] = Number(BigInt.asIntN(32, value >> shift));
  return { ipv6, words };
}

const LIMITED_BROADCAST = 0xffffffff;

/** Multicast (RFC 5771; RFC 4291, section 2.7) and IPv4's limited broadcast (RFC 919, section 7), by the first word. */
export function isGroupAddress(ipv6: boolean, word0: number): boolean {
  if (ipv6) return word0 >>> 24 === 0xff;
  return word0 >>> 28 === 0xe || word0 >>> 0 === LIMITED_BROADCAST;
}
