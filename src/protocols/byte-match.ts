/**
 * Comparing bytes in place. `at` is an index of `bytes`; whoever calls has made sure that the bytes belong to the
 * payload, except where a function takes the payload's `start` and `length` and sees to it itself.
 */

/** Bytes of a word in ASCII, for the prefixes that signatures look for. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function startsWith(bytes: Uint8Array, start: number, length: number, prefix: Uint8Array): boolean {
  if (length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return true;
}

/** Whether the payload goes on with `word` at `offset`. */
export function hasAt(
  bytes: Uint8Array,
  start: number,
  length: number,
  offset: number,
  word: Uint8Array,
): boolean {
  return startsWith(bytes, start + offset, length - offset, word);
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

/** Offset of bytes in the payload; -1 where they are not there. */
export function findBytes(bytes: Uint8Array, start: number, length: number, sought: Uint8Array): number {
  for (let offset = 0; offset + sought.length <= length; offset++) {
    if (startsWith(bytes, start + offset, length - offset, sought)) return offset;
  }
  return -1;
}

/** How many bytes from `offset` on are printable ASCII. */
export function printableRun(bytes: Uint8Array, start: number, length: number, offset: number): number {
  let end = offset;
  while (end < length && isPrintable(bytes[start + end])) end++;
  return end - offset;
}

/** Whether all bytes from `offset` on are text of lines: printable, or a tab or an end of line. */
export function isText(bytes: Uint8Array, start: number, length: number, offset: number): boolean {
  for (let i = offset; i < length; i++) {
    const byte = bytes[start + i];
    if (!isPrintable(byte) && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  }
  return true;
}

/** How many of the bytes from `offset` up to `end` are zero. */
export function countZeros(bytes: Uint8Array, start: number, offset: number, end: number): number {
  let zeros = 0;
  for (let i = offset; i < end; i++) if (bytes[start + i] === 0) zeros++;
  return zeros;
}

export function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

export function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);
}

export function isLetter(byte: number): boolean {
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x7a;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

export function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

export function uint24(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
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
