/**
 * The charts of a report, in the order in which they are shown. Each is a pure function from the report to a
 * Chart.js configuration, so that a browser can draw the same chart.
 */

import type { ChartConfiguration } from "chart.js";
import type { Report } from "../report.ts";
import { clientsAndServers } from "./clients-and-servers.ts";
import { rangeClasses } from "./range-classes.ts";
import type { ChartTheme } from "./theme.ts";
import { topPortsByBytes, topPortsByFlows } from "./top-ports.ts";
import { trafficOverTime } from "./traffic-over-time.ts";

export interface ChartDefinition {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
  readonly configure: (report: Report, theme: ChartTheme) => ChartConfiguration;
}

export const CHARTS: readonly ChartDefinition[] = [
  {
    name: "top-ports-by-bytes",
    title: "Top destination ports by bytes",
    description:
      "Horizontal bars: the destination ports that carried most bytes, each with its share of all bytes.",
    configure: topPortsByBytes,
  },
  {
    name: "top-ports-by-flows",
    title: "Top destination ports by flows",
    description: "Horizontal bars: the destination ports with most flows, each with its share of all flows.",
    configure: topPortsByFlows,
  },
  {
    name: "traffic-over-time",
    title: "Traffic over time by service",
    description: "Stacked bars over time: bytes a second of the largest services and of all others together.",
    configure: trafficOverTime,
  },
  {
    name: "range-classes",
    title: "Well-known, registered and dynamic ports",
    description: "Three stacked bars: the shares of the port ranges in bytes, in flows and in services.",
    configure: rangeClasses,
  },
  {
    name: "clients-and-servers",
    title: "Clients and servers of each service",
    description:
      "Two points a service: how many addresses use it as clients and how many offer it as servers.",
    configure: clientsAndServers,
  },
];
