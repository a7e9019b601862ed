/** Bytes of a word in ASCII, for the prefixes that are looked for. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function startsWith(bytes: Uint8Array, start: number, length: number, prefix: Uint8Array): boolean {
  if (length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return true;
}

/** As `startsWith`, with letters of either case; `prefix` is in lower case. */
export function startsWithAnyCase(
  bytes: Uint8Array,
  start: number,
  length: number,
  prefix: Uint8Array,
): boolean {
  if (length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (lowerCase(bytes[start + i]) !== prefix[i]) return false;
  return true;
}

/** The index in `words` of the one that the payload starts with (of any case where they are in lower case), or -1. */
export function startsWithOneOf(
  bytes: Uint8Array,
  start: number,
  length: number,
  words: readonly Uint8Array[],
): number {
  for (let i = 0; i < words.length; i++) if (startsWithAnyCase(bytes, start, length, words[i])) return i;
  return -1;
}

/** Offset of a word, which is in lower case, in the payload in letters of either case; -1 where it is not there. */
export function findWord(bytes: Uint8Array, start: number, length: number, word: Uint8Array): number {
  for (let offset = 0; offset + word.length <= length; offset++) {
    if (lowerCase(bytes[start + offset]) !== word[0]) continue;
    if (startsWithAnyCase(bytes, start + offset, length - offset, word)) return offset;
  }
  return -1;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

export function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

export function uint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

export function uint16LittleEndian(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8);
}

export function uint32LittleEndian(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}
