/** Addresses as text, in the order of their values: 10.0.0.9 before 10.0.0.10, fd00::a before fd00::10, IPv4 before IPv6. */

const GROUPS = 8;
const FULL_STOP = 0x2e;
const ZERO = 0x30;

/** Both as src/records/address-text.ts writes them. Makes nothing of IPv4: ten thousand rows may be equal but for this. */
export function compareAddresses(one: string, other: string): number {
  const isIpv6 = one.includes(":");
  if (isIpv6 !== other.includes(":")) return isIpv6 ? 1 : -1;
  return isIpv6 ? compareGroups(groupsOf(one), groupsOf(other)) : ipv4Value(one) - ipv4Value(other);
}

/** Of dotted decimal. */
function ipv4Value(text: string): number {
  let value = 0;
  let byte = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === FULL_STOP) {
      value = value * 256 + byte;
      byte = 0;
    } else byte = byte * 10 + code - ZERO;
  }
  return value * 256 + byte;
}

/** A table is sorted often, and an address stands in many rows. */
const knownGroups = new Map<string, readonly number[]>();

/** The eight groups of an IPv6 address (RFC 4291, section 2.2). */
function groupsOf(text: string): readonly number[] {
  const known = knownGroups.get(text);
  if (known !== undefined) return known;
  const [head, tail = []] = text.split("::").map((half) => half.split(":").flatMap(numbersOf));
  const groups = [...head, ...new Array<number>(GROUPS - head.length - tail.length).fill(0), ...tail];
  knownGroups.set(text, groups);
  return groups;
}

/** A group; two of them where it is dotted decimal; none where there is nothing. */
function numbersOf(group: string): number[] {
  if (group === "") return [];
  if (!group.includes(".")) return [Number.parseInt(group, 16)];
  const value = ipv4Value(group);
  return [Math.floor(value / 65_536), value % 65_536];
}

function compareGroups(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < GROUPS; i++) if (one[i] !== other[i]) return one[i] - other[i];
  return 0;
}
