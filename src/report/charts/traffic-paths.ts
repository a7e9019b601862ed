/** From the clients' networks over services to servers: bands as wide as what they carried. */

import type { ChartConfiguration } from "chart.js";
import type { SankeyControllerDatasetOptions } from "chartjs-chart-sankey";
import { OTHER_NETWORKS, OTHER_SERVERS, OTHER_SERVICES, type TrafficPath } from "../traffic-map.ts";
import type { Charted, Measure } from "./chart.ts";
import { backgroundOf, chartLabel, emptyChart, frameOptions, subtitleOf, wordsInTooltip } from "./frame.ts";
import { figureInWords } from "./measure.ts";
import { type ChartTheme, seeThrough } from "./theme.ts";

const TITLE = "From client networks over services to servers";
const OPACITY = 0.4;
const HOVER_OPACITY = 0.65;
const COLUMNS = ["network", "service", "server"] as const;
/** More could not be read beside each other; the rest of each column stands together. */
const NAMED = { network: 6, service: 8, server: 10 } as const;
const OTHERS = { network: OTHER_NETWORKS, service: OTHER_SERVICES, server: OTHER_SERVERS } as const;

interface Node {
  /** Unlike a name, it is of no stranger's choice, and tells a column from another. */
  readonly key: string;
  readonly name: string;
  readonly column: number;
  readonly place: number;
}

interface Band {
  readonly from: string;
  readonly to: string;
  readonly service: string;
  flow: number;
}

export function trafficPaths(
  { report, map }: Charted,
  theme: ChartTheme,
  measure: Measure,
): ChartConfiguration {
  const nodes = nodesOf(map.paths, measure);
  const bands = bandsOf(map.paths, measure, nodes);
  if (bands.length === 0) return emptyChart(report, TITLE, theme);
  const byKey = new Map(nodes.all.map((node) => [node.key, node]));
  const colourOf = (band: Band) => {
    const { name, place } = byKey.get(band.service) ?? nodes.all[0];
    return name === OTHER_SERVICES ? theme.other : theme.series[place % theme.series.length];
  };
  const nameOf = (key: string) => byKey.get(key)?.name ?? "";
  const bandColour =
    (opacity: number) =>
    ({ raw }: { raw?: unknown }) =>
      seeThrough(raw === undefined ? theme.other : colourOf(raw as Band), opacity);
  /** Of a node at an end of the band: a service has its colour, networks and servers have none. */
  const nodeColour =
    (end: "from" | "to") =>
    ({ raw }: { raw?: unknown }) => {
      const band = raw as Band | undefined;
      return band !== undefined && band[end] === band.service ? colourOf(band) : theme.muted;
    };
  const dataset = {
    label: measure,
    data: bands,
    colorFrom: nodeColour("from"),
    colorTo: nodeColour("to"),
    hoverColorFrom: nodeColour("from"),
    hoverColorTo: nodeColour("to"),
    flowColor: bandColour(OPACITY),
    hoverFlowColor: bandColour(HOVER_OPACITY),
    colorMode: "from",
    alpha: 1,
    size: "max",
    borderWidth: 0,
    nodeWidth: 12,
    // Names stand beside nodes that may be thinner than a line of text.
    nodePadding: 1.5 * theme.font.small,
    color: theme.ink,
    font: { size: theme.font.small, family: theme.font.family },
    labels: Object.fromEntries(nodes.all.map(({ key, name }) => [key, chartLabel(name, theme)])),
    column: Object.fromEntries(nodes.all.map(({ key, column }) => [key, column])),
    priority: Object.fromEntries(nodes.all.map(({ key, place }) => [key, place])),
    parsing: { from: "from", to: "to", flow: "flow" },
  } as unknown as SankeyControllerDatasetOptions;
  const frame = frameOptions(TITLE, subtitleOf(report), theme);
  const configuration = {
    type: "sankey",
    data: { datasets: [dataset] },
    options: {
      ...frame,
      plugins: wordsInTooltip(frame, ({ raw }: { raw: unknown }) => {
        const { from, to, flow } = raw as Band;
        return `${nameOf(from)} → ${nameOf(to)}: ${figureInWords(flow, measure)}`;
      }),
    },
    plugins: [backgroundOf(theme)],
  };
  return configuration as unknown as ChartConfiguration;
}

interface Nodes {
  readonly all: readonly Node[];
  /** By column, then by name; what has no node of its own is among the others. */
  readonly keyOf: (column: number, name: string) => string;
}

function nodesOf(paths: readonly TrafficPath[], measure: Measure): Nodes {
  const all: Node[] = [];
  const keys = COLUMNS.map((side, column) => {
    const sums = new Map<string, number>();
    for (const path of paths) sums.set(path[side], (sums.get(path[side]) ?? 0) + path[measure]);
    const others = OTHERS[side];
    const names = [...sums].sort(([, one], [, other]) => other - one).map(([name]) => name);
    const named = names.filter((name) => name !== others).slice(0, NAMED[side]);
    const shown = named.length < names.length ? [...named, others] : named;
    const ofColumn = new Map(shown.map((name, place) => [name, `${side}${place}`]));
    for (const [place, name] of shown.entries()) all.push({ key: `${side}${place}`, name, column, place });
    return ofColumn;
  });
  return {
    all,
    keyOf: (column, name) => keys[column].get(name) ?? keys[column].get(OTHERS[COLUMNS[column]]) ?? "",
  };
}

function bandsOf(paths: readonly TrafficPath[], measure: Measure, { keyOf }: Nodes): Band[] {
  const bands = new Map<string, Band>();
  const add = (from: string, to: string, service: string, flow: number) => {
    const known = bands.get(`${from} ${to}`);
    if (known === undefined) bands.set(`${from} ${to}`, { from, to, service, flow });
    else known.flow += flow;
  };
  for (const path of paths) {
    const service = keyOf(1, path.service);
    add(keyOf(0, path.network), service, service, path[measure]);
    add(service, keyOf(2, path.server), service, path[measure]);
  }
  return [...bands.values()].filter(({ flow }) => flow > 0);
}
