/** The shares of well-known, registered and dynamic ports (RFC 6335, section 6) in bytes, flows and services. */

import type { ChartConfiguration } from "chart.js";
import type { RangeClass, ServiceReport } from "../report.ts";
import { formatShare } from "../units.ts";
import { RANGE_CLASSES } from "../words.ts";
import type { Charted } from "./chart.ts";
import {
  axisTitle,
  backgroundOf,
  type ElementLabel,
  elementLabels,
  emptyChart,
  frameOptions,
  subtitleOf,
} from "./frame.ts";
import type { ChartTheme } from "./theme.ts";

const TITLE = "Well-known, registered and dynamic ports";

/** A segment narrower than this has no room for its figure. */
const LABELLED_PERCENT = 6;

const MEASURES: readonly { readonly name: string; readonly value: (service: ServiceReport) => number }[] = [
  { name: "Bytes", value: ({ bytes }) => bytes },
  { name: "Flows", value: ({ flows }) => flows },
  { name: "Services", value: () => 1 },
];

export function rangeClasses({ report }: Charted, theme: ChartTheme): ChartConfiguration {
  if (report.services.length === 0) return emptyChart(report, TITLE, theme);
  const frame = frameOptions(TITLE, subtitleOf(report), theme);
  const sums = MEASURES.map(({ value }) => sumByRange(report.services, value));
  const labels: ElementLabel[] = [];
  const datasets = RANGE_CLASSES.map(({ rangeClass, ports }, datasetIndex) => ({
    label: `${rangeClass} (${ports})`,
    data: sums.map((sum, index) => {
      const percent = sum.whole === 0 ? 0 : (100 * sum[rangeClass]) / sum.whole;
      if (percent >= LABELLED_PERCENT) {
        const text = formatShare(sum[rangeClass], sum.whole);
        const colour = rangeClass === "well-known" && theme.name === "light" ? "#ffffff" : "#14181d";
        labels.push({ text, datasetIndex, index, place: "on", colour });
      }
      return percent;
    }),
    backgroundColor: theme.ranges[rangeClass],
    borderColor: theme.background,
    borderWidth: { left: 1, right: 1 },
    borderSkipped: false as const,
    maxBarThickness: 90,
  }));
  return {
    type: "bar",
    data: { labels: MEASURES.map(({ name }) => name), datasets },
    options: {
      ...frame,
      indexAxis: "y",
      scales: {
        x: {
          stacked: true,
          min: 0,
          max: 100,
          title: axisTitle("Share (%)", theme),
          ticks: { color: theme.muted, font: { size: theme.font.small }, stepSize: 20 },
          grid: { color: theme.grid },
          border: { display: false },
        },
        y: {
          stacked: true,
          ticks: { color: theme.ink, font: { size: theme.font.size } },
          grid: { display: false },
          border: { color: theme.muted },
        },
      },
    },
    plugins: [backgroundOf(theme), elementLabels(labels, theme)],
  };
}

function sumByRange(
  services: readonly ServiceReport[],
  value: (service: ServiceReport) => number,
): Record<RangeClass | "whole", number> {
  const sums = { "well-known": 0, registered: 0, dynamic: 0, whole: 0 };
  for (const service of services) {
    sums[service.rangeClass] += value(service);
    sums.whole += value(service);
  }
  return sums;
}
