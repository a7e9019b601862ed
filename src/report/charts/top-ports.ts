/** The destination ports with most bytes, packets or flows, as horizontal bars coloured by range class. */

import type { ChartConfiguration } from "chart.js";
import type { ServiceReport } from "../report.ts";
import { sortRows } from "../selection.ts";
import { formatShare } from "../units.ts";
import { RANGE_CLASSES } from "../words.ts";
import type { Charted, Measure } from "./chart.ts";
import {
  axisTitle,
  backgroundOf,
  chartLabel,
  elementLabels,
  emptyChart,
  frameOptions,
  notShown,
  paddingOf,
  roomBeside,
  subtitleOf,
} from "./frame.ts";
import { measured } from "./measure.ts";
import type { ChartTheme } from "./theme.ts";

const BARS = 12;

export function topPorts({ report }: Charted, theme: ChartTheme, measure: Measure): ChartConfiguration {
  const title = `Top destination ports by ${measure}`;
  const shown = sortRows(report.services, measure).slice(0, BARS);
  if (shown.length === 0) return emptyChart(report, title, theme);
  const { axis, scale, format } = measured(measure, shown[0][measure]);
  const left = report.services.length - shown.length;
  const subtitle = subtitleOf(report, ...notShown(left, "more service"));
  const frame = frameOptions(title, subtitle, theme);
  const datasets = RANGE_CLASSES.filter(({ rangeClass }) =>
    shown.some((service) => service.rangeClass === rangeClass),
  ).map(({ rangeClass, ports }) => ({
    label: `${rangeClass} (${ports})`,
    data: shown.map((service) => (service.rangeClass === rangeClass ? service[measure] / scale : null)),
    backgroundColor: theme.ranges[rangeClass],
    maxBarThickness: 64,
    categoryPercentage: 0.9,
    barPercentage: 0.85,
    minBarLength: 2,
    rangeClass,
  }));
  const figure = (service: ServiceReport) =>
    theme.isNarrow
      ? format(service[measure])
      : `${format(service[measure])}  ·  ${formatShare(service[measure], report.totals[measure])}`;
  return {
    type: "bar",
    data: { labels: shown.map(({ label }) => chartLabel(label, theme)), datasets },
    options: {
      ...frame,
      indexAxis: "y",
      layout: { padding: paddingOf(theme, roomBeside(shown.map(figure), theme)) },
      plugins: {
        ...frame.plugins,
        tooltip: { callbacks: { label: ({ dataIndex }) => figure(shown[dataIndex]) } },
      },
      scales: {
        x: {
          beginAtZero: true,
          title: axisTitle(axis, theme),
          ticks: {
            color: theme.muted,
            font: { size: theme.font.small },
            maxTicksLimit: 8,
            maxRotation: 0,
            ...(scale === 1 ? { precision: 0 } : {}),
          },
          grid: { color: theme.grid },
          border: { display: false },
        },
        y: {
          stacked: true,
          ticks: { color: theme.ink, font: { size: theme.font.size }, autoSkip: false },
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
        theme,
      ),
    ],
  };
}
