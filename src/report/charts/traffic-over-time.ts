/** Throughput over the capture's span, stacked by service. */

import type { ChartConfiguration } from "chart.js";
import type { Report, TimelineReport } from "../report.ts";
import { byteUnitFor, formatDuration, secondsBetween } from "../units.ts";
import { backgroundOf, chartLabel, emptyChart, frameOptions, subtitleOf } from "./frame.ts";
import { type ChartTheme, SMALL_FONT_SIZE } from "./theme.ts";

const TITLE = "Traffic over time by service";
const OTHER = "other";
const SECONDS_A_DAY = 86_400;

export function trafficOverTime(report: Report, theme: ChartTheme): ChartConfiguration {
  const { timeline } = report;
  if (timeline === null || timeline.steps < 1 || timeline.series.length === 0) {
    return emptyChart(report, TITLE, theme);
  }
  const stepSeconds = timeline.stepSeconds > 0 ? timeline.stepSeconds : 1;
  const series = foldSeries(timeline, theme.series.length);
  const highest = highestStep(series, timeline.steps) / stepSeconds;
  const unit = byteUnitFor(highest);
  const frame = frameOptions(TITLE, subtitleOf(report, `a bar is ${formatDuration(stepSeconds)}`), theme);
  let named = 0;
  const datasets = series.map(({ label, bytes }) => ({
    label: chartLabel(label),
    data: bytes.map((value) => value / stepSeconds / unit.bytes),
    backgroundColor: label === OTHER ? theme.other : theme.series[named++ % theme.series.length],
    barPercentage: timeline.steps <= 120 ? 0.94 : 1,
    categoryPercentage: 1,
    maxBarThickness: 120,
  }));
  return {
    type: "bar",
    data: { labels: stepLabels(timeline, stepSeconds), datasets },
    options: {
      ...frame,
      scales: {
        x: {
          stacked: true,
          title: { display: true, text: "Time (UTC)", color: theme.muted, font: { size: SMALL_FONT_SIZE } },
          ticks: {
            color: theme.muted,
            font: { size: SMALL_FONT_SIZE },
            maxRotation: 0,
            autoSkip: false,
          },
          grid: { display: false },
          border: { color: theme.muted },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          title: {
            display: true,
            text: `Bytes on the wire (${unit.name}/s)`,
            color: theme.muted,
            font: { size: SMALL_FONT_SIZE },
          },
          ticks: { color: theme.muted, font: { size: SMALL_FONT_SIZE }, maxTicksLimit: 8 },
          grid: { color: theme.grid },
          border: { display: false },
        },
      },
    },
    plugins: [backgroundOf(theme)],
  };
}

type Series = TimelineReport["series"][number];

/** The first `limit` services, and all the rest in one row `other`, so that no colour is used twice. */
function foldSeries({ series, steps }: TimelineReport, limit: number): Series[] {
  const named = series.filter(({ label }) => label !== OTHER);
  const rest = [...named.slice(limit), ...series.filter(({ label }) => label === OTHER)];
  const shown = named.slice(0, limit);
  if (rest.length === 0) return shown;
  const bytes = Array.from({ length: steps }, (_, step) =>
    rest.reduce((total, row) => total + (row.bytes[step] ?? 0), 0),
  );
  return [...shown, { label: OTHER, bytes }];
}

function highestStep(series: readonly Series[], steps: number): number {
  let highest = 0;
  for (let step = 0; step < steps; step += 1) {
    highest = Math.max(
      highest,
      series.reduce((total, { bytes }) => total + (bytes[step] ?? 0), 0),
    );
  }
  return highest;
}

/** Lengths of time that people count in, in seconds; days from the last one on. */
const ROUND_SECONDS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 10_800, 21_600, 43_200, 86_400,
];
const LABELS_AT_MOST = 12;

/** A label at each step that a round time falls into, and none at the others. */
function stepLabels({ start, steps }: TimelineReport, stepSeconds: number): string[] {
  const span = steps * stepSeconds;
  const startSeconds =
    Date.parse(`${start.slice(0, 19)}Z`) / 1000 + secondsBetween(`${start.slice(0, 19)}Z`, start);
  const distance = labelDistance(span);
  return Array.from({ length: steps }, (_, step) => {
    const from = startSeconds + step * stepSeconds;
    const round = Math.ceil(from / distance) * distance;
    return round < from + stepSeconds ? timeLabel(round, distance) : "";
  });
}

function labelDistance(span: number): number {
  const round = ROUND_SECONDS.find((seconds) => span / seconds <= LABELS_AT_MOST);
  return round ?? Math.ceil(span / LABELS_AT_MOST / SECONDS_A_DAY) * SECONDS_A_DAY;
}

/** As much of the time as tells neighbouring labels apart. */
function timeLabel(seconds: number, distance: number): string {
  const time = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(time.getTime())) return "";
  const text = time.toISOString();
  if (distance >= SECONDS_A_DAY) return text.slice(0, 10);
  if (distance >= SECONDS_A_DAY / 4) return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
  if (distance >= 60) return text.slice(11, 16);
  return distance >= 1 ? text.slice(11, 19) : text.slice(11, 23);
}
