/** What the earlier stages found out of one run: the material that reports and flow rows are made of. */
import type { Findings } from "../findings/find.ts";
import type { Traffic } from "../findings/traffic.ts";
import type { Timeline } from "../flows/timeline.ts";
import type { EncapsulationTable } from "../headers/encapsulation.ts";
import type { CaptureSummary } from "../records/record.ts";

export interface Survey extends Traffic {
  readonly captures: readonly CaptureSummary[];
  /** Packets and bytes by verdict number. */
  readonly verdictPackets: Float64Array;
  readonly verdictBytes: Float64Array;
  readonly encapsulations: EncapsulationTable;
  /** Null where none was asked for. */
  readonly timeline: Timeline | null;
  readonly found: Findings;
}
