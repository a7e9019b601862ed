/** What was wrong with captures that were read all the same. */
import type { CaptureSummary } from "../records/record.ts";
import { captureName } from "../report/words.ts";
import { EXIT_PARTIAL } from "./exit-codes.ts";
import { firstLines } from "./first-lines.ts";
import { tell } from "./tell.ts";

/** Warnings about one capture; more are counted. */
const SHOWN_PROBLEMS = 5;

type Read = Pick<CaptureSummary, "path" | "format" | "problems" | "complete">;

/** A line a problem: which file, at which byte, what. Where packets are missing the exit code says so. */
export function tellProblems(captures: readonly Read[]): void {
  for (const { path, format, problems, complete } of captures) {
    const lines = problems.map(
      ({ message, offset }) => `${format === null ? "" : `at byte ${offset}: `}${message}`,
    );
    const told = firstLines(
      lines,
      SHOWN_PROBLEMS,
      (more) => `${more} more of these; analyze --json lists them`,
    );
    for (const words of told) tell("warning", `${captureName(path)}: ${words}`);
    if (!complete) process.exitCode = EXIT_PARTIAL;
  }
}
