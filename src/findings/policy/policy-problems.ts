/** What is wrong with a policy, each thing at its place. */
import { LineCounter, type Node } from "yaml";
import type { Place } from "./policy.ts";

export interface PolicyProblem extends Place {
  readonly path: string;
  /** With an error there is no policy. */
  readonly kind: "error" | "warning";
  /** One line: what is wrong, and what was meant or what to write. */
  readonly message: string;
}

/** `ports.yaml:7:11: there is no zone “servrs”: did you mean servers?` */
export function problemText({ path, line, column, message }: PolicyProblem): string {
  return `${path}:${line}:${column}: ${message}`;
}

/** A node of the file, or the number of a character in it. */
export type At = Node | number | null | undefined;

interface Noted {
  readonly offset: number;
  readonly kind: "error" | "warning";
  readonly message: string;
  /**
   * `absence` says that something is not there, which cannot be said of a file that could not be read to its end; `form`
   * that it could not.
   */
  readonly about: "content" | "absence" | "form";
}

export class ProblemCollector {
  readonly lineCounter = new LineCounter();
  readonly #path: string;
  readonly #noted: Noted[] = [];
  /** The first character from which on the file is no YAML. */
  #brokenFrom = Number.POSITIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
  }

  error(at: At, message: string): void {
    this.#note({ offset: offsetOf(at), kind: "error", message, about: "content" });
  }

  /** An error that something is missing. */
  missing(at: At, message: string): void {
    this.#note({ offset: offsetOf(at), kind: "error", message, about: "absence" });
  }

  warning(at: At, message: string): void {
    this.#note({ offset: offsetOf(at), kind: "warning", message, about: "content" });
  }

  warningAt({ line, column }: Place, message: string): void {
    this.warning((this.lineCounter.lineStarts[line - 1] ?? 0) + column - 1, message);
  }

  /** An error in the file's form: what follows it may have been read amiss, and is not complained of. */
  broken(offset: number, message: string): void {
    this.#note({ offset, kind: "error", message, about: "form" });
    this.#brokenFrom = Math.min(this.#brokenFrom, offset);
  }

  hasErrors(): boolean {
    return this.#noted.some(({ kind }) => kind === "error");
  }

  placeOf(at: At): Place {
    const { line, col } = this.lineCounter.linePos(offsetOf(at));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** In the order of the file. */
  problems(): PolicyProblem[] {
    return this.#noted
      .filter(({ offset, about }) => {
        if (about === "absence") return this.#brokenFrom === Number.POSITIVE_INFINITY;
        return about === "form" || offset < this.#brokenFrom;
      })
      .sort((one, other) => one.offset - other.offset)
      .map(({ offset, kind, message }) => ({ path: this.#path, ...this.placeOf(offset), kind, message }));
  }

  #note(noted: Noted): void {
    this.#noted.push(noted);
  }
}

function offsetOf(at: At): number {
  if (typeof at === "number") return at;
  if (at === null || at === undefined) return 0;
  const [start] = at.range ?? [0];
  return start;
}
