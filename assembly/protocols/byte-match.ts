/**
 * Comparing bytes in place. `at` is an address; whoever calls has made sure that the bytes belong to the payload, except
 * where a function takes the payload's `start` and `length` and sees to it itself. Integers are signed, since a length less
 * an offset may be negative; words of 32 bits come in 64, so that they are not.
 */

export function byteAt(at: i32): i32 {
  return <i32>load<u8>(at);
}

/** Words are static strings, which hold two bytes a letter. */
function letterOf(word: string, i: i32): i32 {
  return <i32>load<u16>(changetype<usize>(word) + ((<usize>i) << 1));
}

export function startsWith(start: i32, length: i32, prefix: string): bool {
  const end = prefix.length;
  if (length < end) return false;
  for (let i = 0; i < end; i++) if (byteAt(start + i) !== letterOf(prefix, i)) return false;
  return true;
}

/** Whether the payload goes on with `word` at `offset`. */
export function hasAt(start: i32, length: i32, offset: i32, word: string): bool {
  return startsWith(start + offset, length - offset, word);
}

/** As `startsWith`, with letters of either case; `prefix` is in lower case. */
export function startsWithAnyCase(start: i32, length: i32, prefix: string): bool {
  const end = prefix.length;
  if (length < end) return false;
  for (let i = 0; i < end; i++) if (lowerCase(byteAt(start + i)) !== letterOf(prefix, i)) return false;
  return true;
}

/** The index in `words` of the one that the payload starts with (of any case where they are in lower case), or -1. */
export function startsWithOneOf(start: i32, length: i32, words: StaticArray<string>): i32 {
  if (length <= 0) return -1;
  const first = lowerCase(byteAt(start));
  for (let i = 0; i < words.length; i++) {
    const word = unchecked(words[i]);
    if (letterOf(word, 0) === first && startsWithAnyCase(start, length, word)) return i;
  }
  return -1;
}

/** Offset of a word, which is in lower case, in the payload in letters of either case; -1 where it is not there. */
export function findWord(start: i32, length: i32, word: string): i32 {
  const first = letterOf(word, 0);
  const last = length - word.length;
  for (let offset = 0; offset <= last; offset++) {
    if (lowerCase(byteAt(start + offset)) !== first) continue;
    if (startsWithAnyCase(start + offset, length - offset, word)) return offset;
  }
  return -1;
}

/** Offset of bytes in the payload; -1 where they are not there. */
export function findBytes(start: i32, length: i32, sought: string): i32 {
  const last = length - sought.length;
  for (let offset = 0; offset <= last; offset++) {
    if (startsWith(start + offset, length - offset, sought)) return offset;
  }
  return -1;
}

/** How many bytes from `offset` on are printable ASCII. */
export function printableRun(start: i32, length: i32, offset: i32): i32 {
  let end = offset;
  while (end < length && isPrintable(byteAt(start + end))) end++;
  return end - offset;
}

/** Whether all bytes from `offset` on are text of lines: printable, or a tab or an end of line. */
export function isText(start: i32, length: i32, offset: i32): bool {
  for (let i = offset; i < length; i++) {
    const byte = byteAt(start + i);
    if (!isPrintable(byte) && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  }
  return true;
}

/** How many of the bytes from `offset` up to `end` are zero. */
export function countZeros(start: i32, offset: i32, end: i32): i32 {
  let zeros = 0;
  for (let i = offset; i < end; i++) if (byteAt(start + i) === 0) zeros++;
  return zeros;
}

export function isPrintable(byte: i32): bool {
  return byte >= 0x20 && byte <= 0x7e;
}

export function isDigit(byte: i32): bool {
  return byte >= 0x30 && byte <= 0x39;
}

export function isHexDigit(byte: i32): bool {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);
}

export function isLetter(byte: i32): bool {
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x7a;
}

function lowerCase(byte: i32): i32 {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

export function uint16(at: i32): i32 {
  return <i32>bswap<u16>(load<u16>(at));
}

export function uint24(at: i32): i32 {
  return (uint16(at) << 8) | byteAt(at + 2);
}

export function uint32(at: i32): i64 {
  return <i64>(<u64>bswap<u32>(load<u32>(at)));
}

export function uint16LittleEndian(at: i32): i32 {
  return <i32>load<u16>(at);
}

export function uint32LittleEndian(at: i32): i64 {
  return <i64>load<u32>(at);
}
