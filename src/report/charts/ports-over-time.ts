/**
 * When flows to which ports began: a point for each begin, on a logarithmic axis of ports. Who tries one port after the
 * other draws a line.
 */

import type { ChartConfiguration } from "chart.js";
import type { OutcomeName } from "../../services/outcome-names.ts";
import { HIGHEST_PORT } from "../../services/port-specification.ts";
import type { ActivityCell } from "../traffic-map.ts";
import { formatNumberOf } from "../units.ts";
import type { Charted } from "./chart.ts";
import {
  axisTitle,
  backgroundOf,
  EN_SPACE,
  emptyChart,
  frameOptions,
  pointLegend,
  roundFigure,
  subtitleOf,
} from "./frame.ts";
import type { ChartTheme } from "./theme.ts";
import { midnightBefore, secondsOf, timeAxis, timeLabel } from "./time-axis.ts";

const TITLE = "Destination ports over time";

/** Shapes differ, as colours alone would not do. */
const SHAPES: readonly {
  readonly outcome: OutcomeName;
  readonly pointStyle: "circle" | "triangle" | "crossRot";
}[] = [
  { outcome: "answered", pointStyle: "circle" },
  { outcome: "unanswered", pointStyle: "triangle" },
  { outcome: "refused", pointStyle: "crossRot" },
];
/** From so many points on, circles are squares without a border: in SVG a circle is two thousand characters. */
const MANY_POINTS = 300;

export function portsOverTime({ report, map }: Charted, theme: ChartTheme): ChartConfiguration {
  const { start, seconds, cells } = map.activity;
  if (start === null || cells.length === 0) return emptyChart(report, TITLE, theme);
  const begin = secondsOf(start);
  const midnight = midnightBefore(begin);
  const first = begin - midnight;
  const frame = frameOptions(TITLE, subtitleOf(report), theme);
  const margin = seconds > 0 ? seconds / 60 : 0.5;
  const isDense = cells.length > MANY_POINTS;
  const datasets = SHAPES.map(({ outcome, pointStyle: shape }) => {
    const pointStyle = isDense && shape === "circle" ? "rect" : shape;
    const shown = cells.filter((cell) => cell.outcome === outcome);
    return {
      label: EN_SPACE + outcome,
      cells: shown,
      data: shown.map((cell) => ({ x: first + cell.second, y: middleOf(cell) })),
      pointStyle,
      pointRadius: shown.map(({ flows }) => radiusOf(flows, theme)),
      pointHoverRadius: shown.map(({ flows }) => radiusOf(flows, theme) + 2),
      pointBorderWidth: pointStyle === "crossRot" ? 2 : isDense ? 0 : 1,
      backgroundColor: theme.outcomes[outcome],
      borderColor: pointStyle === "crossRot" ? theme.outcomes[outcome] : theme.background,
    };
  }).filter(({ data }) => data.length > 0);
  const nameOf = new Map(report.services.map(({ port, label }) => [port, label]));
  return {
    type: "scatter",
    data: { datasets },
    options: {
      ...frame,
      plugins: {
        ...frame.plugins,
        legend: pointLegend(frame),
        tooltip: {
          callbacks: {
            label: ({ datasetIndex, dataIndex }) => {
              const cell = datasets[datasetIndex].cells[dataIndex];
              const when = timeLabel(begin + cell.second, seconds < 60 ? 0.001 : 1);
              return `${portWords(cell, nameOf)}: ${formatNumberOf(cell.flows, `${cell.outcome} flow`)}, ${when} UTC`;
            },
          },
        },
      },
      scales: {
        x: timeAxis(theme, midnight, { min: first - margin, max: first + seconds + margin }),
        y: {
          type: "logarithmic",
          min: 1,
          max: HIGHEST_PORT,
          title: axisTitle("Destination port (logarithmic scale)", theme),
          ticks: {
            color: theme.muted,
            font: { size: theme.font.small },
            autoSkip: false,
            callback: (value) => portTick(Number(value)),
          },
          grid: {
            color: ({ tick }: { tick: { value: number } }) =>
              portTick(tick.value) === "" ? "transparent" : theme.grid,
          },
          border: { display: false },
        },
      },
    },
    plugins: [backgroundOf(theme)],
  };
}

/** Powers of ten only: no thousands separator, as ports have none. */
function portTick(port: number): string {
  return roundFigure(port).startsWith("1") ? String(port) : "";
}

/** A logarithmic axis has no 0, which is a port all the same. */
function middleOf({ firstPort, lastPort }: ActivityCell): number {
  return Math.max(1, Math.sqrt(Math.max(1, firstPort) * Math.max(1, lastPort)));
}

function radiusOf(flows: number, { font }: ChartTheme): number {
  return (font.small / 14) * Math.min(14, 4 + 2 * Math.log10(flows));
}

function portWords({ firstPort, lastPort }: ActivityCell, nameOf: ReadonlyMap<number, string>): string {
  if (firstPort !== lastPort) return `ports ${firstPort} to ${lastPort}`;
  return nameOf.get(firstPort) ?? `port ${firstPort}`;
}
