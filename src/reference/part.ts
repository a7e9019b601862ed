/**
 * A part of a packet: the bytes that were captured of it, and how many there are in truth. The snap length of a
 * capture cuts the first; what the headers around say bounds the second.
 */
export interface Part {
  readonly captured: Buffer;
  /** At least `captured.length`. */
  readonly length: number;
}

/** What follows the first `length` bytes. */
export function behind(part: Part, length: number): Part {
  return { captured: part.captured.subarray(length), length: Math.max(0, part.length - length) };
}

/** The first `length` bytes, or all where there are fewer. */
export function atMost(part: Part, length: number): Part {
  return { captured: part.captured.subarray(0, length), length: Math.min(part.length, length) };
}

export function has(part: Part, length: number): boolean {
  return part.captured.length >= length;
}
