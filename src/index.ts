/** portolan as a library, in the order of the river. */

export { type AnalyzeInput, type AnalyzeOptions, analyze, type Progress } from "./analyze.ts";
export type { Lock, LockEntry } from "./findings/baseline/lock.ts";
export { type ReadLock, readLock } from "./findings/baseline/read-lock.ts";
export type { CaptureProblem } from "./records/record.ts";
export { UnreadableCapture } from "./records/unreadable-capture.ts";
export type * from "./report/diff/diff-report.ts";
export type * from "./report/report.ts";
