/** What all commands that read captures share: names, progress, warnings, exit code. */
import { readFile, stat } from "node:fs/promises";
import { type AnalyzeOptions, survey } from "../analyze.ts";
import { escapeText } from "../report/escape.ts";
import { startProgress } from "../report/progress.ts";
import type { Survey } from "../report/survey.ts";
import { renderMessage } from "../report/terminal.ts";
import type { UserServiceNames } from "../services/registry.ts";
import { EXIT_PARTIAL } from "./exit-codes.ts";
import { type SelectionOptions, selectionOf, windowOf } from "./selection-options.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";

export interface ReadOptions extends SelectionOptions {
  readonly services?: string;
  readonly tunnels?: "inner" | "outer";
}

/** Warnings about one capture; more are counted. */
const SHOWN_PROBLEMS = 5;

/** Surveys the captures with a progress bar, tells what was wrong with them, and sets the exit code. */
export async function readCaptures(
  captures: readonly string[],
  options: ReadOptions,
  extra: AnalyzeOptions = {},
): Promise<Survey> {
  const { unicode } = terminalSettings(process.stderr, process.env);
  const serviceNames = await readServiceNames(options.services);
  const progress = startProgress({ totalBytes: await sizeOf(captures), stream: process.stderr, unicode });
  let finished = 0;
  let path = "";
  let consumed = 0;
  try {
    const result = await survey(captures, {
      tunnels: options.tunnels,
      selection: selectionOf(options),
      window: windowOf(options),
      serviceNames,
      ...extra,
      onProgress: (step) => {
        if (step.path !== path) {
          finished += consumed;
          path = step.path;
        }
        consumed = step.bytesConsumed;
        progress.update(finished + consumed);
      },
    });
    progress.stop();
    warn(result);
    return result;
  } finally {
    progress.stop();
  }
}

async function readServiceNames(path: string | undefined): Promise<UserServiceNames | undefined> {
  if (path === undefined) return undefined;
  const { parseServiceNames } = await import("../services/user-names.ts");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      `--services: cannot read ${escapeText(path)} (${code}); name a file of service names`,
    );
  }
  const { names, errors } = parseServiceNames(text, path);
  if (errors.length > 0) throw new UsageError(errors.join("\n"));
  return names;
}

/** Bytes of all inputs; null where one is no regular file, so that the end cannot be told. */
async function sizeOf(captures: readonly string[]): Promise<number | null> {
  let total = 0;
  for (const capture of captures) {
    const status = await stat(capture).catch(() => null);
    if (status === null || !status.isFile()) return null;
    total += status.size;
  }
  return total;
}

function warn({ captures }: Survey): void {
  const { colour } = terminalSettings(process.stderr, process.env);
  for (const { path, problems, complete } of captures) {
    const name = path === "-" ? "standard input" : path;
    for (const { message, offset } of problems.slice(0, SHOWN_PROBLEMS)) {
      process.stderr.write(renderMessage("warning", `${name}: at byte ${offset}: ${message}`, colour));
    }
    if (problems.length > SHOWN_PROBLEMS) {
      const more = problems.length - SHOWN_PROBLEMS;
      process.stderr.write(
        renderMessage("warning", `${name}: ${more} more of these (--json lists them)`, colour),
      );
    }
    if (!complete) process.exitCode = EXIT_PARTIAL;
  }
}
