/** Throughput over the capture's span, stacked by service. */

import type { ChartConfiguration } from "chart.js";
import type { TimelineReport } from "../report.ts";
import { byteUnitFor, formatDuration } from "../units.ts";
import type { Charted, Measure } from "./chart.ts";
import { axisTitle, backgroundOf, chartLabel, emptyChart, frameOptions, subtitleOf } from "./frame.ts";
import { figureInWords } from "./measure.ts";
import type { ChartTheme } from "./theme.ts";
import { midnightBefore, secondsOf, timeAxis, timeLabel } from "./time-axis.ts";

const TITLE = "Traffic over time by service";
const OTHER = "other";
const MILLISECOND = 0.001;

export function trafficOverTime(
  { report }: Charted,
  theme: ChartTheme,
  measure: Measure,
): ChartConfiguration {
  const { timeline } = report;
  if (timeline === null || timeline.steps < 1 || timeline.series.length === 0) {
    return emptyChart(report, TITLE, theme);
  }
  const stepSeconds = timeline.stepSeconds > 0 ? timeline.stepSeconds : 1;
  const series = foldSeries(timeline, theme.series.length, measure);
  const { axis, scale } = axisOf(measure, highestStep(series, timeline.steps) / stepSeconds, stepSeconds);
  const start = secondsOf(timeline.start);
  const midnight = midnightBefore(start);
  const first = start - midnight;
  const frame = frameOptions(TITLE, subtitleOf(report, `a bar is ${formatDuration(stepSeconds)}`), theme);
  let named = 0;
  const datasets = series.map(({ label, values }) => ({
    label: chartLabel(label, theme),
    data: values.map((value, step) => ({ x: first + (step + 0.5) * stepSeconds, y: value / scale })),
    backgroundColor: label === OTHER ? theme.other : theme.series[named++ % theme.series.length],
    barPercentage: timeline.steps <= 120 ? 0.94 : 1,
    categoryPercentage: 1,
    maxBarThickness: 120,
  }));
  const wordsOf = (datasetIndex: number, step: number) =>
    `${datasets[datasetIndex].label}: ${figureInWords(series[datasetIndex].values[step], measure)}`;
  return {
    type: "bar",
    data: { datasets },
    options: {
      ...frame,
      parsing: false,
      plugins: {
        ...frame.plugins,
        tooltip: {
          mode: "x",
          itemSort: (one, other) => other.datasetIndex - one.datasetIndex,
          filter: ({ datasetIndex, dataIndex }) => series[datasetIndex].values[dataIndex] > 0,
          callbacks: {
            title: ([item]) => (item === undefined ? "" : stepWords(start, item.dataIndex, stepSeconds)),
            label: ({ datasetIndex, dataIndex }) => wordsOf(datasetIndex, dataIndex),
          },
        },
      },
      scales: {
        x: {
          ...timeAxis(theme, midnight, { min: first, max: first + timeline.steps * stepSeconds }),
          stacked: true,
          offset: false,
          grid: { display: false },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          title: axisTitle(axis, theme),
          ticks: { color: theme.muted, font: { size: theme.font.small }, maxTicksLimit: 8 },
          grid: { color: theme.grid },
          border: { display: false },
        },
      },
    },
    plugins: [backgroundOf(theme)],
  };
}

/** Bytes and packets are told a second, so that steps of any length compare; flows are those that began. */
function axisOf(measure: Measure, highest: number, stepSeconds: number): { axis: string; scale: number } {
  if (measure === "flows") return { axis: `Flows begun in ${formatDuration(stepSeconds)}`, scale: 1 };
  if (measure === "packets") return { axis: "Packets/s", scale: stepSeconds };
  const unit = byteUnitFor(highest);
  return { axis: `Bytes on the wire (${unit.name}/s)`, scale: stepSeconds * unit.bytes };
}

function stepWords(start: number, step: number, stepSeconds: number): string {
  const distance = stepSeconds < 1 ? MILLISECOND : 1;
  return `${timeLabel(start + step * stepSeconds, distance)} UTC, for ${formatDuration(stepSeconds)}`;
}

interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

/** The first `limit` services, and all the rest in one row `other`, so that no colour is used twice. */
function foldSeries({ series, steps }: TimelineReport, limit: number, measure: Measure): Series[] {
  const rows = series.map((row) => ({ label: row.label, values: row[measure] }));
  const named = rows.filter(({ label }) => label !== OTHER);
  const rest = [...named.slice(limit), ...rows.filter(({ label }) => label === OTHER)];
  const shown = named.slice(0, limit);
  if (rest.length === 0) return shown;
  const values = Array.from({ length: steps }, (_, step) =>
    rest.reduce((total, row) => total + (row.values[step] ?? 0), 0),
  );
  return [...shown, { label: OTHER, values }];
}

function highestStep(series: readonly Series[], steps: number): number {
  let highest = 0;
  for (let step = 0; step < steps; step += 1) {
    const total = series.reduce((sum, { values }) => sum + (values[step] ?? 0), 0);
    highest = Math.max(highest, total);
  }
  return highest;
}
