/** What the end of the source tells the reader of either format. */
import type { ProblemLog } from "./problems.ts";
import type { ReadingWindow } from "./reading-window.ts";

/**
 * Reports why the source ended, where it says so itself. True where that explains a record that was cut short:
 * one cause is told once.
 */
export function reportSourceEnd(window: ReadingWindow, problems: ProblemLog): boolean {
  const end = window.offset + window.available;
  if (window.failure !== null) {
    problems.add("read-failed", end, `reading failed: ${window.failure.message.replace(/\s+/g, " ")}`);
    return true;
  }
  const damage = window.source.damage;
  if (damage === null) return false;
  problems.add(damage.code, end, damage.message);
  return damage.code !== "trailing-bytes";
}
