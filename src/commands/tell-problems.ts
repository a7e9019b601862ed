/** What was wrong with captures that were read all the same. */
import type { CaptureSummary } from "../records/record.ts";
import { EXIT_PARTIAL } from "./exit-codes.ts";
import { tell } from "./tell.ts";

/** Warnings about one capture; more are counted. */
const SHOWN_PROBLEMS = 5;

type Read = Pick<CaptureSummary, "path" | "format" | "problems" | "complete">;

/** A line a problem: which file, at which byte, what. Where packets are missing the exit code says so. */
export function tellProblems(captures: readonly Read[]): void {
  for (const { path, format, problems, complete } of captures) {
    const name = path === "-" ? "standard input" : path;
    for (const { message, offset } of problems.slice(0, SHOWN_PROBLEMS)) {
      const where = format === null ? "" : `at byte ${offset}: `;
      tell("warning", `${name}: ${where}${message}`);
    }
    const more = problems.length - SHOWN_PROBLEMS;
    if (more > 0) tell("warning", `${name}: ${more} more of these; analyze --json lists them`);
    if (!complete) process.exitCode = EXIT_PARTIAL;
  }
}
