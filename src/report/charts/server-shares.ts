/** Bytes by service, and within each by server: areas as large as their share. */

import type { ChartConfiguration } from "chart.js";
import type { TreemapControllerDatasetOptions } from "chartjs-chart-treemap";
import type { Report } from "../report.ts";
import { OTHER_SERVERS, OTHER_SERVICES } from "../traffic-map.ts";
import { formatBytes, formatShare } from "../units.ts";
import type { Charted } from "./chart.ts";
import { backgroundOf, chartLabel, emptyChart, frameOptions, subtitleOf, wordsInTooltip } from "./frame.ts";
import { type ChartTheme, seeThrough } from "./theme.ts";

const TITLE = "Bytes by service and server";
const SERVICES = 12;
const SERVERS_OF_EACH = 8;
const OPACITY = 0.32;

interface Leaf {
  readonly service: string;
  readonly server: string;
  readonly bytes: number;
}

export function serverShares({ report }: Charted, theme: ChartTheme): ChartConfiguration {
  const tree = leavesOf(report);
  if (tree.length === 0) return emptyChart(report, TITLE, theme);
  const services = [...new Set(tree.map(({ service }) => service))];
  const colourOf = (service: string) =>
    service === OTHER_SERVICES ? theme.other : theme.series[services.indexOf(service) % theme.series.length];
  const whole = report.totals.bytes;
  const { small } = theme.font;
  const dataset = {
    label: "bytes",
    tree,
    key: "bytes",
    groups: ["service", "server"],
    spacing: 1,
    borderWidth: 1,
    borderColor: theme.background,
    backgroundColor: ({ raw }: { raw?: unknown }) => {
      const group = raw as Group | undefined;
      return group === undefined ? "transparent" : seeThrough(colourOf(serviceOf(group)), OPACITY);
    },
    captions: {
      display: true,
      align: "left",
      padding: 4,
      color: theme.ink,
      hoverColor: theme.ink,
      font: { size: small, weight: "bold", family: theme.font.family },
      formatter: ({ raw }: { raw: unknown }) => chartLabel((raw as Group).g, theme),
    },
    labels: {
      display: true,
      align: "left",
      position: "top",
      overflow: "hidden",
      padding: 4,
      color: theme.ink,
      hoverColor: theme.ink,
      font: { size: small, family: theme.font.family },
      formatter: ({ raw }: { raw: unknown }) => [
        chartLabel((raw as Group).g, theme),
        formatBytes((raw as Group).v),
      ],
    },
  } as unknown as TreemapControllerDatasetOptions<Record<string, unknown>>;
  const frame = frameOptions(TITLE, subtitleOf(report), theme);
  const configuration = {
    type: "treemap",
    data: { datasets: [dataset] },
    options: {
      ...frame,
      plugins: wordsInTooltip(
        frame,
        ({ raw }: { raw: unknown }) => {
          const { v, g } = raw as Group;
          const service = serviceOf(raw as Group);
          return `${service}, ${g}: ${formatBytes(v)}  ·  ${formatShare(v, whole)}`;
        },
        ({ raw }) => (raw as Group).l === 1,
      ),
    },
    plugins: [backgroundOf(theme)],
  };
  return configuration as unknown as ChartConfiguration;
}

/** What chartjs-chart-treemap tells of an area: its level, name and sum, and the leaves in it. */
interface Group {
  readonly l: number;
  readonly g: string;
  readonly v: number;
  readonly _data?: { readonly service?: string; readonly children?: readonly Leaf[] };
}

function serviceOf({ l, g, _data }: Group): string {
  if (l === 0) return g;
  return _data?.children?.[0]?.service ?? _data?.service ?? "";
}

/** The heaviest servers of the heaviest services; what is lighter, or not listed one by one, stands together. */
function leavesOf({ services, servers }: Report): Leaf[] {
  const shown = services.slice(0, SERVICES);
  const leaves = shown.flatMap(({ label, bytes }) => {
    const listed = servers.filter((server) => server.label === label).slice(0, SERVERS_OF_EACH);
    const rest = bytes - listed.reduce((sum, server) => sum + server.bytes, 0);
    return [
      ...listed.map((server) => ({ service: label, server: server.address, bytes: server.bytes })),
      { service: label, server: OTHER_SERVERS, bytes: rest },
    ];
  });
  const rest = services.slice(SERVICES).reduce((sum, { bytes }) => sum + bytes, 0);
  return [...leaves, { service: OTHER_SERVICES, server: OTHER_SERVERS, bytes: rest }].filter(
    ({ bytes }) => bytes > 0,
  );
}
