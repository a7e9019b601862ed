/** The network that an address belongs to, as far as the address itself tells it. */

/**
 * Private IPv4 networks by their /16 (RFC 1918), unique local IPv6 ones by their /48 (RFC 4193); the special ones by name;
 * all that is routed in the internet together, since its networks cannot be told from addresses alone.
 */
export function networkOf(address: string): string {
  return address.includes(":") ? networkOfIpv6(address) : networkOfIpv4(address);
}

function networkOfIpv4(address: string): string {
  const [first, second] = address.split(".").map(Number);
  if (first === 10 || (first === 192 && second === 168) || (first === 172 && second >= 16 && second < 32)) {
    return `${first}.${second}.0.0/16`;
  }
  if (first === 0) return "no address yet";
  if (first === 127) return "loopback";
  if (first === 169 && second === 254) return "link-local";
  // RFC 6598: between a provider's NAT and its customers.
  if (first === 100 && second >= 64 && second < 128) return "100.64.0.0/10";
  return first >= 224 ? "multicast" : "internet";
}

function networkOfIpv6(address: string): string {
  if (address === "::") return "no address yet";
  if (address === "::1") return "loopback";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (mapped !== null) return networkOfIpv4(mapped[1]);
  const groups = firstGroups(address);
  if ((groups[0] & 0xffc0) === 0xfe80) return "link-local";
  if ((groups[0] & 0xff00) === 0xff00) return "multicast";
  if ((groups[0] & 0xfe00) !== 0xfc00) return "internet";
  const prefix = groups.slice(0, 3).map((group) => group.toString(16));
  while (prefix.at(-1) === "0") prefix.pop();
  return `${prefix.join(":")}::/48`;
}

/** The groups before `::`, and zeros after it. */
function firstGroups(address: string): number[] {
  const [head] = address.split("::");
  const groups = head.split(":").map((group) => Number.parseInt(group, 16) || 0);
  return [...groups, 0, 0, 0];
}
