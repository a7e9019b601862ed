/** A difference is one thing that changed between two captures, or a capture and a lock. It is plain data. */
import type { Attempts } from "../baseline/attempts.ts";
import type { Service } from "../baseline/lock.ts";
import type { Severity } from "../finding.ts";
import type { Outcomes } from "../outcome-severity.ts";

/**
 * What changed, in the order in which it is told. Turned round, `new` is `gone`, `answered` is `refused`, `tried` is
 * `untried`, and the others are themselves.
 *
 * - `new`: a service that is answered and was not there.
 * - `answered`: one that was asked for in vain, and answers now.
 * - `moved`: the same service on another port or another server.
 * - `identified`: another protocol at the same port.
 * - `refused`: one that answered, and is asked for in vain now.
 * - `gone`: one that answered, and was not seen any more.
 * - `tried`: what was asked for in vain, and was not before: a service, or all that one client tried who tried many.
 * - `untried`: what is not asked for in vain any more.
 */
export const DIFFERENCE_KINDS = [
  "new",
  "answered",
  "moved",
  "identified",
  "refused",
  "gone",
  "tried",
  "untried",
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A service as one side has it. */
export interface SideService extends Service {
  /** Null in a lock. */
  readonly seen: SeenTraffic | null;
}

export interface SeenTraffic {
  readonly outcomes: Outcomes;
  /** In the order of addresses, the first `ADDRESSES_KEPT`; `clientCount` counts all. */
  readonly clients: readonly string[];
  readonly clientCount: number;
  /** Frames to look at first, ascending. */
  readonly frames: readonly number[];
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly severity: Severity;
  /** What was, and what is; null on the side that has nothing, and both where `attempts` are told. */
  readonly before: SideService | null;
  readonly after: SideService | null;
  /** What one client tried in vain who tried many; null of all other differences. */
  readonly attempts: Attempts | null;
}
