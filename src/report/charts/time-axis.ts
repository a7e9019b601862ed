/** Axes of time that are labelled at round times, however far a reader looks into them. */

import type { ScaleOptionsByType } from "chart.js";
import { secondsBetween } from "../units.ts";
import type { ChartTheme } from "./theme.ts";

const SECONDS_A_DAY = 86_400;

/** Lengths of time that people count in, in seconds; days from the last one on. */
const ROUND_SECONDS = [
  0.001,
  0.002,
  0.005,
  0.01,
  0.02,
  0.05,
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1800,
  3600,
  7200,
  10_800,
  21_600,
  43_200,
  SECONDS_A_DAY,
];
/** What a label takes of the axis's width, with the room beside it, in heights of its letters. */
const WIDTH_OF_A_LABEL = 8.5;
const LABELS_AT_LEAST = 2;

/** Seconds since 1970 of an RFC 3339 time in UTC. */
export function secondsOf(time: string): number {
  const whole = `${time.slice(0, 19)}Z`;
  return Date.parse(whole) / 1000 + secondsBetween(whole, time);
}

/** Midnight before it: small numbers of seconds after it stay exact, and its multiples are round times. */
export function midnightBefore(seconds: number): number {
  return Math.floor(seconds / SECONDS_A_DAY) * SECONDS_A_DAY;
}

interface Ticking {
  readonly min: number;
  readonly max: number;
  readonly width: number;
  ticks: { value: number }[];
}

/** A linear axis in seconds after `midnight`. */
export function timeAxis(theme: ChartTheme, midnight: number, span: { min: number; max: number }) {
  let distance = 1;
  const axis = {
    type: "linear" as const,
    ...span,
    title: {
      display: true,
      text: "Time (UTC)",
      color: theme.muted,
      font: { size: theme.font.small },
    },
    afterBuildTicks: (scale: Ticking) => {
      const labels = Math.max(
        LABELS_AT_LEAST,
        Math.floor(scale.width / (WIDTH_OF_A_LABEL * theme.font.small)),
      );
      distance = labelDistance(scale.max - scale.min, labels);
      scale.ticks = roundTimes(scale.min, scale.max, distance).map((value) => ({ value }));
    },
    ticks: {
      color: theme.muted,
      font: { size: theme.font.small },
      maxRotation: 0,
      autoSkip: false,
      callback: (value: number | string) => timeLabel(midnight + Number(value), distance),
    },
    grid: { color: theme.grid },
    border: { color: theme.muted },
  };
  return axis as unknown as ScaleOptionsByType<"linear">;
}

function roundTimes(min: number, max: number, distance: number): number[] {
  const first = Math.ceil(min / distance - 1e-9);
  const last = Math.floor(max / distance + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * distance);
}

function labelDistance(span: number, labels: number): number {
  const round = ROUND_SECONDS.find((seconds) => span / seconds <= labels);
  return round ?? Math.ceil(span / labels / SECONDS_A_DAY) * SECONDS_A_DAY;
}

/** As much of the time as tells neighbouring labels apart. */
export function timeLabel(seconds: number, distance: number): string {
  const time = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(time.getTime())) return "";
  const text = time.toISOString();
  if (distance >= SECONDS_A_DAY) return text.slice(0, 10);
  if (distance >= SECONDS_A_DAY / 4) return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
  if (distance >= 60) return text.slice(11, 16);
  return distance >= 1 ? text.slice(11, 19) : text.slice(11, 23);
}
