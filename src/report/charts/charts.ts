/** The charts of a report, in the order in which they are shown. */

import { type ChartDefinition, type ChartFile, MEASURES, type Measure } from "./chart.ts";
import { clientMatrix } from "./client-matrix.ts";
import { clientsAndServers } from "./clients-and-servers.ts";
import { portsOverTime } from "./ports-over-time.ts";
import { rangeClasses } from "./range-classes.ts";
import { serverShares } from "./server-shares.ts";
import { topPorts } from "./top-ports.ts";
import { trafficOverTime } from "./traffic-over-time.ts";
import { trafficPaths } from "./traffic-paths.ts";

export const CHARTS: readonly ChartDefinition[] = [
  {
    name: "top-ports",
    title: "Top destination ports",
    description: "Horizontal bars: the destination ports that carried most, each with its share of all.",
    hint: "coloured by range of ports",
    measures: MEASURES,
    zoomable: false,
    configure: topPorts,
  },
  {
    name: "traffic-over-time",
    title: "Traffic over time by service",
    description: "Stacked bars over time: the largest services and all others together.",
    hint: "drag over a time to look into it",
    measures: MEASURES,
    zoomable: true,
    configure: trafficOverTime,
  },
  {
    name: "ports-over-time",
    title: "Destination ports over time",
    description:
      "A point where a flow to a port began, over time and on a logarithmic axis of ports: a scan of many ports shows as a line.",
    hint: "a scan shows as a line; drag over a time to look into it",
    measures: ["flows"],
    zoomable: true,
    configure: portsOverTime,
  },
  {
    name: "traffic-paths",
    title: "From client networks over services to servers",
    description: "Bands as wide as the traffic from the clients' networks over each service to its servers.",
    hint: "bands as wide as what they carried",
    measures: MEASURES,
    zoomable: false,
    configure: trafficPaths,
  },
  {
    name: "client-matrix",
    title: "Clients and the services they use",
    description: "A table of the largest clients and services, darker where more was carried.",
    hint: "darker where more was carried",
    measures: MEASURES,
    zoomable: false,
    configure: clientMatrix,
  },
  {
    name: "server-shares",
    title: "Bytes by service and server",
    description: "Areas as large as the bytes of each service, and within it of each of its servers.",
    hint: "areas as large as their bytes",
    measures: ["bytes"],
    zoomable: false,
    configure: serverShares,
  },
  {
    name: "range-classes",
    title: "Well-known, registered and dynamic ports",
    description: "Three stacked bars: the shares of the port ranges in bytes, in flows and in services.",
    hint: "shares of bytes, flows and services",
    measures: ["bytes"],
    zoomable: false,
    configure: rangeClasses,
  },
  {
    name: "clients-and-servers",
    title: "Clients and servers of each service",
    description:
      "Two points a service: how many addresses use it as clients and how many offer it as servers.",
    hint: "how many addresses use and offer it",
    measures: ["flows"],
    zoomable: false,
    configure: clientsAndServers,
  },
];

/** Measures that a chart is drawn with into a file of its own, whose name says which; else the first one alone. */
const FILES_OF_MEASURES: Readonly<Record<string, readonly Measure[]>> = { "top-ports": ["bytes", "flows"] };

/** The charts as they are drawn into files. */
export const CHART_FILES: readonly ChartFile[] = CHARTS.flatMap((chart) => {
  const { name, title, description, configure } = chart;
  const measures = FILES_OF_MEASURES[name];
  const [measure] = chart.measures;
  if (measures === undefined) {
    return [{ name, title, description, configure: (charted, theme) => configure(charted, theme, measure) }];
  }
  return measures.map((chosen) => ({
    name: `${name}-by-${chosen}`,
    title: `${title} by ${chosen}`,
    description,
    configure: (charted, theme) => configure(charted, theme, chosen),
  }));
});
