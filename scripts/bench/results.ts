/** What a run of the benchmark found, as results.json has it. */

export interface CommandResult {
  readonly name: string;
  /** With CAPTURE for the capture's path and FOLDER for an empty folder's. */
  readonly command: string;
  /** Frames of the capture that it was given: all, or the first so many. */
  readonly frames: number;
  /** Seconds of each round for those frames, in the order of the rounds. */
  readonly seconds: readonly number[];
  /** Median. */
  readonly median: number;
  /** Seconds for the whole capture: the median, or what the start takes and the rest of the median at the same rate. */
  readonly whole: number;
  /** Seconds for a capture of a hundred packets, where the whole is reckoned; else 0. */
  readonly start: number;
  readonly isReckoned: boolean;
  /** Whether `frames` are fewer on purpose: the row is there to be compared with the whole. */
  readonly isPart: boolean;
  /** Bytes. */
  readonly peakMemory: number;
  /** What it did other than expected, such as ending with an error; empty where all is well. */
  readonly remarks: readonly string[];
}

export interface CaptureResult {
  readonly name: string;
  readonly about: string;
  readonly frames: number;
  readonly flows: number;
  /** Size of the file in bytes. */
  readonly size: number;
  /** portolan's own first. */
  readonly commands: readonly CommandResult[];
}

export interface StartUpResult {
  readonly name: string;
  readonly seconds: readonly number[];
  readonly median: number;
  /** Bytes; 0 where it was not looked at. */
  readonly peakMemory: number;
}

export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

export interface Results {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly machine: string;
  /** Versions of the programs that took part. */
  readonly programs: readonly string[];
  /** Programs that are not installed, with the package that brings each. */
  readonly missing: readonly string[];
  readonly scale: number;
  readonly rounds: number;
  readonly slowRounds: number;
  readonly startUp: readonly StartUpResult[];
  readonly captures: readonly CaptureResult[];
  readonly goals: readonly Goal[];
}
