/**
 * Colours and sizes of the charts. The colours of series are those of Okabe and Ito ("Color Universal Design",
 * 2008), which readers with any colour vision tell apart; grey is kept for "other".
 */

import type { OutcomeName } from "../../services/outcome-names.ts";
import type { RangeClass } from "../report.ts";

export interface ChartTheme {
  readonly name: "light" | "dark";
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  /** Fills of series, most important first. */
  readonly series: readonly string[];
  readonly other: string;
  readonly ranges: Readonly<Record<RangeClass, string>>;
  /** How flows ended; each has a shape of its own, too. */
  readonly outcomes: Readonly<Record<OutcomeName, string>>;
  readonly font: ChartFont;
  /** Characters of a label before it is cut. */
  readonly labelLength: number;
  /** There is room for the most important words only. */
  readonly isNarrow: boolean;
  /** Pixels around the whole chart. */
  readonly padding: number;
}

/** Sizes in pixels. */
export interface ChartFont {
  readonly family: string;
  readonly size: number;
  readonly small: number;
  readonly title: number;
}

const BLUE = "#0072b2";
const ORANGE = "#e69f00";
const GREEN = "#009e73";
const SKY = "#56b4e9";
const VERMILION = "#d55e00";
const PURPLE = "#cc79a7";
const YELLOW = "#f0e442";

/** The family under which the shipped font is registered. A browser falls back to its own sans serif. */
export const CHART_FONT_FAMILY = "Portolan Sans";

/** A chart's file has this size in pixels, so that one canvas renderer serves them all. */
export const CHART_WIDTH = 1200;
export const CHART_HEIGHT = 675;

/** Of files. */
export const FONT_SIZE = 16;

const FILE = {
  font: { family: `"${CHART_FONT_FAMILY}", sans-serif`, size: FONT_SIZE, small: 14, title: 24 },
  labelLength: 28,
  isNarrow: false,
  padding: 16,
} as const;

export const LIGHT_THEME: ChartTheme = {
  ...FILE,
  name: "light",
  background: "#ffffff",
  ink: "#1b1f24",
  muted: "#57606a",
  grid: "#e4e7eb",
  series: [BLUE, ORANGE, GREEN, SKY, VERMILION, PURPLE, YELLOW],
  other: "#a3a9b1",
  ranges: { "well-known": BLUE, registered: ORANGE, dynamic: GREEN },
  outcomes: { answered: BLUE, unanswered: "#8a6100", refused: "#c2410c" },
};

export const DARK_THEME: ChartTheme = {
  ...FILE,
  name: "dark",
  background: "#14181d",
  ink: "#e6e9ed",
  muted: "#9aa4b0",
  grid: "#2a3139",
  series: [SKY, ORANGE, GREEN, "#3a8fd0", VERMILION, PURPLE, YELLOW],
  other: "#6b7480",
  ranges: { "well-known": SKY, registered: ORANGE, dynamic: GREEN },
  outcomes: { answered: SKY, unanswered: ORANGE, refused: "#ff8a5c" },
};

/** `#0072b2` made as see-through as `opacity` (0 to 1) says. */
export function seeThrough(colour: string, opacity: number): string {
  const alpha = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
  return `${colour}${alpha.toString(16).padStart(2, "0")}`;
}
