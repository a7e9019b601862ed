/** The first of many lines for people, and a line that counts the others. */

export function firstLines(
  lines: readonly string[],
  most: number,
  rest: (more: number) => string,
): readonly string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), rest(more)] : lines;
}
