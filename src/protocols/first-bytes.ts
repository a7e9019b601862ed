/** Sets of first bytes, as tables write them down. */

/** The bytes that a text names as `first` of a signature does (signatures.ts); all of them where there is none. */
export function firstBytes(first: string | undefined): ReadonlySet<number> {
  const bytes = new Set<number>();
  for (const part of (first ?? "00-ff").split(" ")) {
    if (part.startsWith("=")) {
      for (const letter of part.slice(1)) bytes.add(letter.charCodeAt(0));
      continue;
    }
    if (part.startsWith("'")) {
      for (const letter of part.slice(1)) {
        bytes.add(letter.charCodeAt(0));
        bytes.add(letter.toUpperCase().charCodeAt(0));
      }
      continue;
    }
    const [from, to = from] = part.split("-").map((digits) => Number.parseInt(digits, 16));
    for (let byte = from; byte <= to; byte++) bytes.add(byte);
  }
  return bytes;
}
