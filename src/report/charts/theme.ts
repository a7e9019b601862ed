/**
 * Colours and sizes of the charts. The colours of series are those of Okabe and Ito ("Color Universal Design",
 * 2008), which readers with any colour vision tell apart; grey is kept for "other".
 */

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
}

const BLUE = "#0072b2";
const ORANGE = "#e69f00";
const GREEN = "#009e73";
const SKY = "#56b4e9";
const VERMILION = "#d55e00";
const PURPLE = "#cc79a7";
const YELLOW = "#f0e442";

export const LIGHT_THEME: ChartTheme = {
  name: "light",
  background: "#ffffff",
  ink: "#1b1f24",
  muted: "#57606a",
  grid: "#e4e7eb",
  series: [BLUE, ORANGE, GREEN, SKY, VERMILION, PURPLE, YELLOW],
  other: "#a3a9b1",
  ranges: { "well-known": BLUE, registered: ORANGE, dynamic: GREEN },
};

export const DARK_THEME: ChartTheme = {
  name: "dark",
  background: "#14181d",
  ink: "#e6e9ed",
  muted: "#9aa4b0",
  grid: "#2a3139",
  series: [SKY, ORANGE, GREEN, "#3a8fd0", VERMILION, PURPLE, YELLOW],
  other: "#6b7480",
  ranges: { "well-known": SKY, registered: ORANGE, dynamic: GREEN },
};

/** The family under which the shipped font is registered. A browser falls back to its own sans serif. */
export const CHART_FONT_FAMILY = "Portolan Sans";

/** Every chart has this size in pixels, so that one canvas renderer serves them all. */
export const CHART_WIDTH = 1200;
export const CHART_HEIGHT = 675;

export const FONT_SIZE = 16;
export const SMALL_FONT_SIZE = 14;
export const TITLE_FONT_SIZE = 24;
