/** A policy's file: read, every problem told, and handed on where it has no errors. */
import { createReadStream } from "node:fs";
import type { Policy } from "../findings/policy/policy.ts";
import { readUtf8 } from "../findings/utf8-text.ts";
import type { UserServiceNames } from "../services/registry.ts";
import { fileReason } from "./file-reason.ts";
import { firstLines } from "./first-lines.ts";
import { nameOfFile, readAtMost } from "./read-user-file.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";

/** More than a policy or a lock may have, in bytes. */
const LARGEST_FILE = 16 * 2 ** 20;

/** Problems that are shown; more are counted, as where the file is something else altogether. */
const SHOWN_PROBLEMS = 100;

export interface PolicyBytes {
  /** As messages call the file. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** `file` may be `-`, for standard input. Throws `UsageError` where it cannot be read, else as `readPolicyBytes`. */
export async function readPolicyFile(file: string, userNames: UserServiceNames | undefined): Promise<Policy> {
  return readPolicyBytes(await policyBytes(file), userNames);
}

/** Warnings go to standard error. Throws `UsageError` with every error of the policy at its line and column. */
export async function readPolicyBytes(
  { path, bytes }: PolicyBytes,
  userNames: UserServiceNames | undefined,
): Promise<Policy> {
  const text = textOf(bytes, path);
  const { readPolicy } = await import("../findings/policy/read.ts");
  const { problemText } = await import("../findings/policy/policy-problems.ts");
  const { policy, problems } = readPolicy(text, path, { userNames, today: today() });
  const warnings = problems.filter(({ kind }) => kind === "warning");
  const told = firstLines(
    warnings.map(problemText),
    SHOWN_PROBLEMS,
    (more) => `${path}: ${more} more warnings`,
  );
  for (const words of told) tell("warning", words);
  if (policy !== null) return policy;
  const errors = problems.filter(({ kind }) => kind === "error").map(problemText);
  throw new UsageError(
    ...firstLines(errors, SHOWN_PROBLEMS, (more) => `${path}: ${more} more errors; is this a policy?`),
  );
}

/** As calendars on the user's wall have it. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** `file` may be `-`, for standard input. Throws `UsageError` where it cannot be read. */
export async function policyBytes(file: string): Promise<PolicyBytes> {
  const path = file === "-" ? "standard input" : file;
  try {
    const bytes = await readAtMost(file === "-" ? process.stdin : createReadStream(file), LARGEST_FILE);
    if (bytes !== null) return { path, bytes };
  } catch (error) {
    throw new UsageError(`cannot read ${nameOfFile(path)}: ${fileReason(error)}; name a policy's file`);
  }
  throw new UsageError(`${path} is too large for a policy; name a policy's file`);
}

/** Throws `UsageError` at the first line that is no UTF-8. */
function textOf(bytes: Uint8Array, path: string): string {
  const text = readUtf8(bytes);
  if (typeof text === "string") return text;
  const { line, column, isUtf16 } = text;
  const what = isUtf16 ? "this file is UTF-16: save it as UTF-8" : "this is no UTF-8: save the file as UTF-8";
  throw new UsageError(`${path}:${line}:${column}: ${what}`);
}
