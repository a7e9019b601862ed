/** The destination ports with most bytes or most flows, as horizontal bars coloured by range class. */

import type { ChartConfiguration } from "chart.js";
import type { Report, ServiceReport } from "../report.ts";
import { sortRows } from "../selection.ts";
import { byteUnitFor, formatBytes, formatCount, formatNumberOf, formatShare } from "../units.ts";
import { RANGE_CLASSES } from "../words.ts";
import {
  backgroundOf,
  chartLabel,
  elementLabels,
  emptyChart,
  frameOptions,
  roomBeside,
  subtitleOf,
} from "./frame.ts";
import { type ChartTheme, FONT_SIZE, SMALL_FONT_SIZE } from "./theme.ts";

const BARS = 12;

interface Measure {
  readonly title: string;
  readonly key: "bytes" | "flows";
  readonly axis: string;
  readonly scale: number;
  readonly whole: number;
  readonly format: (value: number) => string;
}

export function topPortsByBytes(report: Report, theme: ChartTheme): ChartConfiguration {
  const unit = byteUnitFor(Math.max(0, ...report.services.map(({ bytes }) => bytes)));
  return topPorts(report, theme, {
    title: "Top destination ports by bytes",
    key: "bytes",
    axis: `Bytes on the wire (${unit.name})`,
    scale: unit.bytes,
    whole: report.totals.bytes,
    format: formatBytes,
  });
}

export function topPortsByFlows(report: Report, theme: ChartTheme): ChartConfiguration {
  return topPorts(report, theme, {
    title: "Top destination ports by flows",
    key: "flows",
    axis: "Flows",
    scale: 1,
    whole: report.totals.flows,
    format: formatCount,
  });
}

function topPorts(report: Report, theme: ChartTheme, measure: Measure): ChartConfiguration {
  const { key, title } = measure;
  const shown = sortRows(report.services, key).slice(0, BARS);
  if (shown.length === 0) return emptyChart(report, title, theme);
  const left = report.services.length - shown.length;
  const subtitle = subtitleOf(
    report,
    ...(left > 0 ? [`${formatNumberOf(left, "more service")} not shown`] : []),
  );
  const frame = frameOptions(title, subtitle, theme);
  const datasets = RANGE_CLASSES.filter(({ rangeClass }) =>
    shown.some((service) => service.rangeClass === rangeClass),
  ).map(({ rangeClass, ports }) => ({
    label: `${rangeClass} (${ports})`,
    data: shown.map((service) => (service.rangeClass === rangeClass ? service[key] / measure.scale : null)),
    backgroundColor: theme.ranges[rangeClass],
    maxBarThickness: 64,
    categoryPercentage: 0.9,
    barPercentage: 0.85,
    minBarLength: 2,
    rangeClass,
  }));
  const figure = (service: ServiceReport) =>
    `${measure.format(service[key])}  ·  ${formatShare(service[key], measure.whole)}`;
  return {
    type: "bar",
    data: { labels: shown.map(({ label }) => chartLabel(label)), datasets },
    options: {
      ...frame,
      indexAxis: "y",
      layout: { padding: { top: 16, right: roomBeside(shown.map(figure)), bottom: 16, left: 16 } },
      scales: {
        x: {
          beginAtZero: true,
          title: { display: true, text: measure.axis, color: theme.muted, font: { size: SMALL_FONT_SIZE } },
          ticks: {
            color: theme.muted,
            font: { size: SMALL_FONT_SIZE },
            maxTicksLimit: 8,
            ...(measure.scale === 1 ? { precision: 0 } : {}),
          },
          grid: { color: theme.grid },
          border: { display: false },
        },
        y: {
          stacked: true,
          ticks: { color: theme.ink, font: { size: FONT_SIZE }, autoSkip: false },
          grid: { display: false },
          border: { color: theme.muted },
        },
      },
    },
    plugins: [
      backgroundOf(theme),
      elementLabels(
        shown.map((service, index) => ({
          text: figure(service),
          datasetIndex: datasets.findIndex(({ rangeClass }) => rangeClass === service.rangeClass),
          index,
          place: "beside",
          colour: theme.ink,
        })),
      ),
    ],
  };
}
