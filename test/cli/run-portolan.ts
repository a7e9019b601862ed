/** Runs the built command line as a stranger's shell would. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { inject } from "vitest";

export interface RunOptions {
  /** Beside PATH; nothing else of the tests' own environment is handed on. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What is piped into standard input; nothing where it is left out. */
  readonly input?: Uint8Array | string;
  readonly folder?: string;
  /** Arguments for Node itself. */
  readonly node?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly bytes: Buffer;
  readonly errors: string;
}

/** The command and its arguments, for a shell. */
export function commandLine(...words: readonly string[]): string {
  return [process.execPath, inject("portolan"), ...words]
    .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    .join(" ");
}

export function environmentOf(extra: RunOptions["environment"] = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: "C.UTF-8", ...extra };
}

export function portolan(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { node = [], input = "" } = options;
  const child = start([...node, inject("portolan"), ...words], options);
  // Whoever refuses its arguments does not read what is piped in.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return ended(child);
}

/** As `portolan`, with standard input left open and in the caller's hands. */
export function startPortolan(
  words: readonly string[],
  options: RunOptions = {},
): ChildProcessWithoutNullStreams {
  return start([inject("portolan"), ...words], options);
}

/** A line for the shell, with redirections and pipes. */
export function shell(line: string, options: RunOptions = {}): Promise<Ended> {
  const child = spawn("sh", ["-c", line], {
    cwd: options.folder,
    env: environmentOf(options.environment),
  });
  child.stdin.end(options.input ?? "");
  return ended(child);
}

function start(
  words: readonly string[],
  { environment, folder }: RunOptions,
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, words, { cwd: folder, env: environmentOf(environment) });
}

export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => output.push(piece));
  child.stderr.on("data", (piece: Buffer) => errors.push(piece));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const bytes = Buffer.concat(output);
      const told = Buffer.concat(errors).toString();
      resolve({ code, signal, output: bytes.toString(), bytes, errors: told });
    });
  });
}

/** One line that says what is wrong: no stack, no control codes. */
export const ONE_ERROR = /^error: \P{Cc}+\n$/u;
