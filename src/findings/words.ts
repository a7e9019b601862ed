/** Figures and lists as findings write them in sentences. */

/** `1234567` → `1,234,567`. Without Intl, whose first use takes Node 6 ms. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 flow`, `1,200 flows`. */
export function numberOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`;
}

/** Members of a list that a sentence names. */
const NAMED = 3;

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. `count`: where there are more than `words`, how many. */
export function listText(words: readonly string[], named = NAMED, count = words.length): string {
  if (count > named) return `${words.slice(0, named).join(", ")} and ${countText(count - named)} more`;
  if (words.length === 0) return "none";
  if (words.length === 1) return words[0];
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** `4.2 s`, `5 min`, `3.5 h`: for sentences, to about two digits. */
export function timeText(seconds: number): string {
  if (seconds < 90) return `${tenths(seconds)} s`;
  if (seconds < 90 * 60) return `${tenths(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${tenths(seconds / 3600)} h` : `${tenths(seconds / 86_400)} d`;
}

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}
