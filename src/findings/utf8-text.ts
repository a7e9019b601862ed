/** The text of a file that somebody wrote. */

/** Where a file is no UTF-8, both counted from 1. */
export interface NoText {
  readonly line: number;
  readonly column: number;
  /** It begins as UTF-16 does. */
  readonly isUtf16: boolean;
}

/** With its byte order mark, where it has one. */
export function readUtf8(bytes: Uint8Array): string | NoText {
  if (bytes.length >= 2 && (bytes[0] ^ bytes[1]) === 1 && bytes[0] >= 0xfe) {
    return { line: 1, column: 1, isUtf16: true };
  }
  const text = decoded(bytes);
  if (text !== null) return text;
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    if (decoded(bytes.subarray(start, end)) === null) break;
    start = end + 1;
    line++;
  }
  const before = new TextDecoder("utf-8").decode(bytes.subarray(start));
  return { line, column: before.indexOf("\uFFFD") + 1, isUtf16: false };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
