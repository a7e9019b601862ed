/** Addresses as text: dotted decimal, and RFC 5952. */
export function addressText(bytes: Buffer): string {
  return bytes.length === 4 ? [...bytes].join(".") : ipv6Text(bytes);
}

function ipv6Text(bytes: Buffer): string {
  const isMappedIpv4 = bytes.toString("hex", 0, 12) === "00000000000000000000ffff";
  if (isMappedIpv4) return `::ffff:${[...bytes.subarray(12)].join(".")}`;
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((at) => bytes.readUInt16BE(at).toString(16));
  const text = groups.join(":");
  const zeros = [...text.matchAll(/\b0(:0)+\b/g)].sort((one, other) => other[0].length - one[0].length);
  if (zeros.length === 0) return text;
  const [run] = zeros;
  return `${text.slice(0, run.index)}::${text.slice(run.index + run[0].length)}`.replace(/:{3,}/, "::");
}
