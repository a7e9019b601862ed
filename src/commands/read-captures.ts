/** What all commands that read captures share: names, progress, warnings, exit code. */
import { stat } from "node:fs/promises";
import { type SurveyOptions, survey } from "../analyze.ts";
import { startProgress } from "../report/progress.ts";
import type { Survey } from "../report/survey.ts";
import { type SelectionOptions, selectionOf, windowOf } from "./selection-options.ts";
import { readServiceNames } from "./service-names.ts";
import { tellProblems } from "./tell-problems.ts";
import { terminalSettings } from "./terminal-settings.ts";

export interface ReadOptions extends SelectionOptions {
  readonly services?: string;
  readonly tunnels?: "inner" | "outer";
  readonly threads?: number;
  readonly maxFlows?: number;
}

/** Surveys the captures with a progress bar, tells what was wrong with them, and sets the exit code. */
export async function readCaptures(
  captures: readonly string[],
  options: ReadOptions,
  extra: SurveyOptions = {},
): Promise<Survey> {
  const { unicode } = terminalSettings(process.stderr, process.env);
  const serviceNames = extra.serviceNames ?? (await readServiceNames(options.services));
  const selection = selectionOf(options, serviceNames);
  const window = windowOf(options);
  const progress = startProgress({ totalBytes: await sizeOf(captures), stream: process.stderr, unicode });
  try {
    const result = await survey(captures, {
      tunnels: options.tunnels,
      threads: options.threads,
      maxFlows: options.maxFlows,
      selection,
      window,
      serviceNames,
      ...extra,
      onProgress: ({ bytesConsumed }) => progress.update(bytesConsumed),
    });
    progress.stop();
    tellProblems(result.captures);
    return result;
  } finally {
    progress.stop();
  }
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
