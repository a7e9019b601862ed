/** Figures and lists as findings write them in sentences. */

/** `1234567` → `1,234,567`. As report/units.ts, without Intl, which takes 6 ms to start. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 flow`, `1,200 flows`. */
export function numberOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`;
}

/** Members of a list that a sentence names. */
const NAMED = 3;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listText(words: readonly string[], named = NAMED): string {
  if (words.length === 0) return "none";
  if (words.length === 1) return words[0];
  if (words.length > named)
    return `${words.slice(0, named).join(", ")} and ${countText(words.length - named)} more`;
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
