/**
 * A chart is a pure function from what was found to a Chart.js configuration. Node draws it into files, the page draws it
 * in the browser.
 */

import type { ChartConfiguration } from "chart.js";
import type { Report } from "../report.ts";
import type { TrafficMap } from "../traffic-map.ts";
import type { ChartTheme } from "./theme.ts";

/** What charts are drawn from. */
export interface Charted {
  readonly report: Report;
  readonly map: TrafficMap;
}

export const MEASURES = ["bytes", "packets", "flows"] as const;
/** What bars and areas stand for. */
export type Measure = (typeof MEASURES)[number];

export interface ChartDefinition {
  readonly name: string;
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
  /** The same in few words, for those who can. */
  readonly hint: string;
  /** What a reader can choose, the first one unless told; a chart that knows one only has no choice. */
  readonly measures: readonly Measure[];
  /** Whether its horizontal axis is time, which a reader can look into. */
  readonly zoomable: boolean;
  readonly configure: (charted: Charted, theme: ChartTheme, measure: Measure) => ChartConfiguration;
}

/** A chart as it is drawn into a file. */
export interface ChartFile {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly configure: (charted: Charted, theme: ChartTheme) => ChartConfiguration;
}
