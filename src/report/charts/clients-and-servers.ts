/**
 * How many clients use a service, against how many servers offer it: two points a row, joined by a line. Points
 * and not bars, because the scale is logarithmic where the counts differ much, and the length of a bar means
 * nothing there.
 */

import type { ChartConfiguration } from "chart.js";
import { sortRows } from "../selection.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import type { Charted } from "./chart.ts";
import {
  axisTitle,
  backgroundOf,
  chartLabel,
  EN_SPACE,
  elementLabels,
  emptyChart,
  frameOptions,
  notShown,
  paddingOf,
  pointLegend,
  roomBeside,
  roundFigure,
  subtitleOf,
} from "./frame.ts";
import type { ChartTheme } from "./theme.ts";

const TITLE = "Clients and servers of each service";
const ROWS = 12;
const LOGARITHMIC_FROM = 30;

export function clientsAndServers({ report }: Charted, theme: ChartTheme): ChartConfiguration {
  const shown = sortRows(report.services, "clients").slice(0, ROWS);
  if (shown.length === 0) return emptyChart(report, TITLE, theme);
  const left = report.services.length - shown.length;
  const subtitle = subtitleOf(report, ...notShown(left, "more service"));
  const frame = frameOptions(TITLE, subtitle, theme);
  const legend = pointLegend(frame);
  const highest = Math.max(...shown.flatMap(({ clients, servers }) => [clients, servers]));
  const logarithmic = highest >= LOGARITHMIC_FROM;
  const counts = shown.map(({ clients, servers }) =>
    theme.isNarrow
      ? `${formatCount(clients)}, ${formatCount(servers)}`
      : `${formatNumberOf(clients, "client")}, ${formatNumberOf(servers, "server")}`,
  );
  const labels = shown.map(({ label }) => chartLabel(label, theme));
  return {
    type: "bar",
    data: {
      labels,
      datasets: [
        {
          type: "line",
          label: `${EN_SPACE}clients`,
          data: shown.map(({ clients }) => clients),
          showLine: false,
          pointStyle: "circle",
          pointRadius: 8,
          backgroundColor: theme.series[0],
          borderColor: theme.series[0],
        },
        {
          type: "line",
          label: `${EN_SPACE}servers`,
          data: shown.map(({ servers }) => servers),
          showLine: false,
          pointStyle: "rectRot",
          pointRadius: 11,
          pointBorderWidth: 3,
          pointBackgroundColor: "transparent",
          backgroundColor: "transparent",
          borderColor: theme.series[4],
        },
        {
          label: "",
          data: shown.map(({ clients, servers }) => [Math.min(clients, servers), Math.max(clients, servers)]),
          backgroundColor: theme.grid,
          barThickness: 4,
          grouped: false,
        },
      ],
    },
    options: {
      ...frame,
      indexAxis: "y",
      layout: { padding: paddingOf(theme, roomBeside(counts, theme)) },
      plugins: {
        ...frame.plugins,
        legend: { ...legend, labels: { ...legend.labels, filter: ({ text }) => text !== "" } },
      },
      scales: {
        x: {
          type: logarithmic ? "logarithmic" : "linear",
          min: logarithmic ? 0.8 : 0,
          suggestedMax: logarithmic ? highest : Math.max(4, highest),
          title: axisTitle(logarithmic ? "Addresses (logarithmic scale)" : "Addresses", theme),
          ticks: {
            color: theme.muted,
            font: { size: theme.font.small },
            maxRotation: 0,
            autoSkip: !logarithmic,
            ...(logarithmic ? { callback: roundFigure } : { precision: 0 }),
          },
          grid: {
            color: ({ tick }: { tick: { value: number } }) =>
              logarithmic && roundFigure(tick.value) === "" ? "transparent" : theme.grid,
          },
          border: { display: false },
        },
        y: {
          offset: true,
          ticks: { color: theme.ink, font: { size: theme.font.size }, autoSkip: false },
          grid: { display: false },
          border: { color: theme.muted },
        },
      },
    },
    plugins: [
      backgroundOf(theme),
      elementLabels(
        shown.map(({ clients, servers }, index) => ({
          text: counts[index],
          datasetIndex: clients >= servers ? 0 : 1,
          index,
          place: "beside" as const,
          colour: theme.ink,
        })),
        theme,
      ),
    ],
  };
}
