/** Addresses as text. */

/** Dotted decimal. `bytes` holds at least 4. */
export function ipv4Text(bytes: Uint8Array): string {
  return bytes.subarray(0, 4).join(".");
}

/**
 * RFC 5952: lower case, no leading zeros, `::` for the longest run of at least two zero groups (the first of
 * equal ones), and dotted decimal at the end of IPv4-mapped addresses (section 5). `bytes` holds at least 16.
 */
export function ipv6Text(bytes: Uint8Array): string {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push((bytes[index] << 8) | bytes[index + 1]);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return `::ffff:${ipv4Text(bytes.subarray(12, 16))}`;
  const { start, length } = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (let index = 0; index < groups.length; index++) {
    length = groups[index] === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
