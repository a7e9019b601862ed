/**
 * The error of an input of which nothing can be read. A capture that breaks off later is no error: see
 * problems.ts.
 */
import type { CaptureSummary } from "./record.ts";

/** Why nothing could be read. The codes are a promise, as those of problems.ts. */
export type UnreadableCode =
  | "not-found"
  | "permission-denied"
  | "is-a-folder"
  | "is-a-device"
  | "is-a-terminal"
  | "no-captures-in-folder"
  | "standard-input-twice"
  | "read-failed"
  | "empty-file"
  | "not-a-capture"
  | "other-format"
  | "unsupported-version"
  | "cut-in-file-header"
  | "cut-compressed"
  | "damaged-compressed";

/** `message` is one line: the path, what is wrong and what to do. */
export class UnreadableCapture extends Error {
  override readonly name = "UnreadableCapture";
  readonly code: UnreadableCode;
  /** The input as it was given. */
  readonly path: string;
  /** The message without the path. */
  readonly reason: string;

  constructor(code: UnreadableCode, path: string, reason: string) {
    super(`${shownPath(path)}: ${reason}`);
    this.code = code;
    this.path = path;
    this.reason = reason;
  }

  /** What a report says of this input when the others of a list were read all the same. */
  summary(): CaptureSummary {
    return {
      path: this.path,
      format: null,
      compression: null,
      linkTypes: [],
      packets: 0,
      bytes: 0,
      capturedBytes: 0,
      firstSeen: null,
      lastSeen: null,
      snapLength: 0,
      droppedByCapture: null,
      hostNames: new Map(),
      complete: false,
      problems: [{ code: this.code, offset: 0, message: this.reason }],
    };
  }
}

/** File names are free text: a line break or an escape sequence in one must not reach the terminal. */
function shownPath(path: string): string {
  if (path === "-") return "standard input";
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
