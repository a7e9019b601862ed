/** How a command that cannot go on ends: one line on standard error, exit code 2. */
import { VERSION } from "../report/version.ts";
import { EXIT_FAILED } from "./exit-codes.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";

/** Errors whose messages say what is wrong and what to do. */
const EXPLAINED = new Set(["UnreadableCapture", "ReportFolderError", "OutOfMemory"]);

/** What went wrong is told, and the exit code set. What nobody expected is a bug, and told as one. */
export function tellFailure(error: unknown): void {
  process.exitCode = EXIT_FAILED;
  if (error instanceof UsageError) for (const mistake of error.mistakes) tell("error", mistake);
  else if (error instanceof Error && EXPLAINED.has(error.name)) tell("error", error.message);
  else if (isSystemError(error)) tell("error", systemWords(error));
  else tellBug(error);
}

function tellBug(error: unknown): void {
  const words = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(
    /\s+/g,
    " ",
  );
  const debug = Boolean(process.env.PORTOLAN_DEBUG);
  const where = debug ? "the stack follows" : "set PORTOLAN_DEBUG=1 to see the stack, and report it";
  tell("error", `this is a bug in portolan ${VERSION}: ${words}; ${where}`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

type SystemError = Error & { readonly code: string; readonly syscall: string; readonly path?: string };

/** What the operating system refused. */
function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && "syscall" in error;
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space or write elsewhere",
  EDQUOT: "the disk quota is used up; free some space or write elsewhere",
  EFBIG: "the file has become too large for its file system or limit; write elsewhere",
  EMFILE: "too many files are open; raise the limit (ulimit -n)",
};

function systemWords({ code, syscall, path, message }: SystemError): string {
  const what = path ?? (syscall === "write" ? "standard output" : syscall);
  return `${what}: ${ADVICE[code] ?? message.replace(/\s+/g, " ")}`;
}
