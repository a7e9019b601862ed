/**
 * A share drawn as a bar, in eighths of a character where the terminal has them.
 */

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** `part / whole` of `width` characters. Anything above nothing shows at least a sliver. */
export function drawBar(part: number, whole: number, width: number, unicode: boolean): string {
  if (part <= 0 || whole <= 0 || width <= 0) return "";
  const share = Math.min(1, part / whole);
  if (!unicode) return "#".repeat(Math.max(1, Math.round(share * width)));
  const eighths = Math.max(1, Math.round(share * width * 8));
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
