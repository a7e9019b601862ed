/**
 * What can be wrong with a capture that is read all the same. The codes are a promise to people and programs
 * (they stand in reports); a code is added, never renamed.
 */
import type { CaptureProblem } from "./record.ts";

/** `losesPackets`: packets may be missing from the results, the capture is not complete. */
export const PROBLEMS = {
  "cut-in-record-header": { losesPackets: true, meaning: "the file ends inside a pcap record header" },
  "cut-in-packet": { losesPackets: true, meaning: "the file ends inside a packet" },
  "cut-in-block": { losesPackets: true, meaning: "the file ends inside a pcapng block that holds no packet" },
  "cut-compressed": { losesPackets: true, meaning: "the compressed file ends before its content does" },
  "damaged-compressed": { losesPackets: true, meaning: "the compressed data is corrupt from here on" },
  "trailing-bytes": {
    losesPackets: true,
    meaning: "bytes follow the compressed data that are no more of it",
  },
  "read-failed": { losesPackets: true, meaning: "the disk or the stream failed while it was read" },
  "record-too-long": { losesPackets: true, meaning: "a captured length is larger than any real packet" },
  "packet-exceeds-block": { losesPackets: true, meaning: "a captured length does not fit its pcapng block" },
  "block-too-short": { losesPackets: true, meaning: "a pcapng block's length is less than its kind needs" },
  "block-length-mismatch": {
    losesPackets: true,
    meaning: "a pcapng block tells two different total lengths",
  },
  "block-length-unaligned": {
    losesPackets: false,
    meaning: "a pcapng block's length is no multiple of 4; it was rounded up",
  },
  "option-exceeds-block": {
    losesPackets: false,
    meaning: "an option or a name does not fit its pcapng block",
  },
  "bad-section-header": { losesPackets: true, meaning: "a pcapng section header has no byte-order magic" },
  "unsupported-section": { losesPackets: true, meaning: "a later pcapng section has an unknown version" },
  "unknown-interface": { losesPackets: true, meaning: "a packet names an interface that was not described" },
  "too-many-interfaces": { losesPackets: true, meaning: "more than 65,535 distinct interfaces" },
  "link-type-reserved-bits": {
    losesPackets: false,
    meaning: "reserved bits of the link type field are set; they were ignored",
  },
  "timestamp-out-of-range": {
    losesPackets: false,
    meaning: "a time lies before 1970 or after 2106-02-07; it was clamped",
  },
  "fraction-out-of-range": {
    losesPackets: false,
    meaning: "a fraction is a second or more; it was carried into the seconds",
  },
  "no-timestamp": { losesPackets: false, meaning: "Simple Packet Blocks carry no time; they stand at 1970" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Of each kind so many are kept in full, the rest is counted: a hostile file holds millions of them. */
const KEPT_OF_A_KIND = 8;

/** The problems of one capture, in the order in which they were met. */
export class ProblemLog {
  readonly #kept: CaptureProblem[] = [];
  readonly #counts = new Map<ProblemCode, number>();
  readonly #last = new Map<ProblemCode, number>();
  #complete = true;

  add(code: ProblemCode, offset: number, message: string): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    this.#last.set(code, offset);
    if (count <= KEPT_OF_A_KIND) this.#kept.push({ code, offset, message });
    if (PROBLEMS[code].losesPackets) this.#complete = false;
  }

  /** As `add`, but only for the first of its kind. */
  addOnce(code: ProblemCode, offset: number, message: string): void {
    if (!this.#counts.has(code)) this.add(code, offset, message);
  }

  /** Forgets everything that was told. */
  clear(): void {
    this.#kept.length = 0;
    this.#counts.clear();
    this.#last.clear();
    this.#complete = true;
  }

  /** False where any problem means that packets may be missing. */
  get complete(): boolean {
    return this.#complete;
  }

  list(): readonly CaptureProblem[] {
    const list = [...this.#kept];
    for (const [code, count] of this.#counts) {
      const more = count - KEPT_OF_A_KIND;
      if (more > 0) {
        const offset = this.#last.get(code) ?? 0;
        list.push({ code, offset, message: `${more} more of this kind, the last one at byte ${offset}` });
      }
    }
    return list;
  }
}

/** What is told once a capture, however often it occurs. */
const TOLD_ONCE: readonly string[] = [
  "link-type-reserved-bits",
  "fraction-out-of-range",
  "timestamp-out-of-range",
  "no-timestamp",
];

/**
 * The problems of a capture that was read in two parts, the first without its end; null where there are so many
 * of a kind that only one reader could tell which to keep.
 */
export function joinProblems(
  first: readonly CaptureProblem[],
  second: readonly CaptureProblem[],
): readonly CaptureProblem[] | null {
  const joined = [...first];
  for (const problem of second) {
    const alike = joined.filter(({ code }) => code === problem.code).length;
    if (alike >= KEPT_OF_A_KIND) return null;
    if (alike === 0 || !TOLD_ONCE.includes(problem.code)) joined.push(problem);
  }
  return joined;
}
