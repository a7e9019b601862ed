/** Addresses that people write, as the words of a flow's record. */
import { ipv4Text, ipv6Text } from "../../records/address-text.ts";

export interface AddressWords {
  readonly ipv6: boolean;
  /** Four of 32 bits, signed; of an IPv4 address only the first, the others are 0. */
  readonly words: Int32Array;
}

const LONGEST_IPV6 = 45;

/** Null where the text is no address. Leading zeros, which some programs read as octal, are refused. */
export function readAddressWords(text: string): AddressWords | null {
  const bytes = text.includes(":") ? ipv6Bytes(text) : ipv4Bytes(text);
  if (bytes === null) return null;
  const view = new DataView(new ArrayBuffer(16));
  for (const [i, byte] of bytes.entries()) view.setUint8(i, byte);
  return { ipv6: bytes.length > 4, words: Int32Array.from([0, 4, 8, 12], (at) => view.getInt32(at)) };
}

/** Dotted decimal, or the form of RFC 5952. */
export function addressWordsText({ ipv6, words }: AddressWords): string {
  const view = new DataView(new ArrayBuffer(16));
  for (const [i, word] of words.entries()) view.setInt32(4 * i, word);
  const bytes = new Uint8Array(view.buffer);
  return ipv6 ? ipv6Text(bytes) : ipv4Text(bytes);
}

/** Below 0 where the one stands first: IPv4 before IPv6, then by value. */
export function compareAddresses(one: AddressWords, other: AddressWords): number {
  if (one.ipv6 !== other.ipv6) return one.ipv6 ? 1 : -1;
  for (const [i, word] of one.words.entries()) {
    if (word !== other.words[i]) return word >>> 0 < other.words[i] >>> 0 ? -1 : 1;
  }
  return 0;
}

function ipv4Bytes(text: string): number[] | null {
  const parts = text.split(".");
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isAddress ? parts.map(Number) : null;
}

/** RFC 4291, section 2.2: groups, `::` once, dotted decimal at the end. */
function ipv6Bytes(text: string): number[] | null {
  if (text.length > LONGEST_IPV6) return null;
  const dotted = /^(.*:)([\d.]+)$/.exec(text);
  const tail = dotted?.[2].includes(".") ? ipv4Bytes(dotted[2]) : [];
  if (tail === null) return null;
  const groups = tail.length > 0 ? `${dotted?.[1]}0:0` : text;
  const halves = groups.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const given = halves.flat();
  const missing = 8 - given.length;
  const fits = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0;
  if (!fits || !given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const zeros = new Array<string>(missing).fill("0");
  const all = halves.length === 1 ? given : [...halves[0], ...zeros, ...halves[1]];
  const bytes = all.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return [...bytes.slice(0, 16 - tail.length), ...tail];
}
