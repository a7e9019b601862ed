/** A policy's file: read, every problem told, and handed on where it has no errors. */
import { open } from "node:fs/promises";
import type { Policy } from "../findings/policy/policy.ts";
import type { UserServiceNames } from "../services/registry.ts";
import { fileReason } from "./file-reason.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";

/** More than a policy may have, in bytes; see `LARGEST_POLICY`. */
const LARGEST_FILE = 4 * 2 ** 20;

/** Problems that are shown; more are counted, as where the file is something else altogether. */
const SHOWN_PROBLEMS = 100;

/**
 * Warnings go to standard error. Throws `UsageError` with every error of the policy at its line and column, or where the
 * file cannot be read.
 */
export async function readPolicyFile(path: string, userNames: UserServiceNames | undefined): Promise<Policy> {
  const text = textOf(await bytesOf(path), path);
  const { readPolicy } = await import("../findings/policy/read.ts");
  const { problemText } = await import("../findings/policy/policy-problems.ts");
  const { policy, problems } = readPolicy(text, path, { userNames, today: today() });
  const warnings = problems.filter(({ kind }) => kind === "warning");
  for (const warning of warnings.slice(0, SHOWN_PROBLEMS)) tell("warning", problemText(warning));
  if (warnings.length > SHOWN_PROBLEMS)
    tell("warning", `${path}: ${warnings.length - SHOWN_PROBLEMS} more warnings`);
  if (policy !== null) return policy;
  const errors = problems.filter(({ kind }) => kind === "error");
  const more = errors.length - SHOWN_PROBLEMS;
  throw new UsageError(
    ...errors.slice(0, SHOWN_PROBLEMS).map(problemText),
    ...(more > 0 ? [`${path}: ${more} more errors; is this a policy?`] : []),
  );
}

/** As calendars on the user's wall have it. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** No more than `LARGEST_FILE` of them, and one, whatever the file says of its size: it may be a pipe. */
async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(LARGEST_FILE + 1);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length <= LARGEST_FILE) return bytes.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UsageError(
      `cannot read ${path === "" ? "a file without a name" : path}: ${fileReason(error)}; name a policy's file`,
    );
  }
  throw new UsageError(`${path} is too large for a policy; name a policy's file`);
}

/** Throws `UsageError` at the first line that is no UTF-8. */
function textOf(bytes: Uint8Array, path: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) throw new UsageError(`${path}:1:1: this file is UTF-16: save it as UTF-8`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const lines = new TextDecoder("utf-8").decode(bytes).split("\n");
    const line = lines.findIndex((each) => each.includes("\uFFFD"));
    const column = lines[line].indexOf("\uFFFD");
    throw new UsageError(`${path}:${line + 1}:${column + 1}: this is no UTF-8: save the file as UTF-8`);
  }
}
