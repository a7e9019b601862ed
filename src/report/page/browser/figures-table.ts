/** The figures of a chart as a table. */

import type { Charted, Measure } from "../../charts/chart.ts";
import { figureInWords } from "../../charts/measure.ts";
import { sortRows } from "../../selection.ts";
import { formatCount, formatShare, formatTime } from "../../units.ts";
import { RANGE_CLASSES } from "../../words.ts";
import { element, tableOf } from "./dom.ts";
import { timeAfter } from "./model.ts";

/** More rows than this nobody reads one by one; the tables above have them all. */
const ROWS = 60;

interface Figures {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function figuresTable(name: string, charted: Charted, measure: Measure): HTMLElement {
  const { heads, rows } = (FIGURES[name] ?? nothing)(charted, measure);
  if (rows.length === 0) return element("p", { class: "quiet" }, "There is nothing to list.");
  const body = rows
    .slice(0, ROWS)
    .map(([first, ...rest]) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, first),
        ...rest.map((words) => element("td", { class: "number" }, words)),
      ),
    );
  return tableOf(heads, body);
}

const nothing = (): Figures => ({ heads: [], rows: [] });

const FIGURES: Readonly<Record<string, (charted: Charted, measure: Measure) => Figures>> = {
  "top-ports": ({ report }, measure) => ({
    heads: ["Service", measure, `Share of ${measure}`],
    rows: sortRows(report.services, measure).map((service) => [
      service.label,
      figureInWords(service[measure], measure),
      formatShare(service[measure], report.totals[measure]),
    ]),
  }),
  "traffic-over-time": ({ report }, measure) => ({
    heads: ["Service", measure, "In the busiest step"],
    rows: (report.timeline?.series ?? []).map((series) => [
      series.label,
      figureInWords(
        series[measure].reduce((sum, value) => sum + value, 0),
        measure,
      ),
      figureInWords(Math.max(0, ...series[measure]), measure),
    ]),
  }),
  "ports-over-time": ({ map }) => {
    const { start, cells } = map.activity;
    const base = start === null ? 0 : Date.parse(`${start.slice(0, 19)}Z`) / 1000;
    const fraction = start === null ? 0 : Number(`0${start.slice(19, -1)}`);
    return {
      heads: ["Ports", "Begin (UTC)", "Flows", "Outcome"],
      rows: [...cells]
        .sort((one, other) => other.flows - one.flows)
        .map(({ firstPort, lastPort, second, flows, outcome }) => [
          firstPort === lastPort ? String(firstPort) : `${firstPort}–${lastPort}`,
          formatTime(timeAfter(base, fraction + second), 3),
          formatCount(flows),
          outcome,
        ]),
    };
  },
  "traffic-paths": ({ map }, measure) => ({
    heads: ["Clients' network", "Service", "Server", measure],
    rows: [...map.paths]
      .sort((one, other) => other[measure] - one[measure])
      .map((path) => [path.network, path.service, path.server, figureInWords(path[measure], measure)]),
  }),
  "client-matrix": ({ map }, measure) => ({
    heads: ["Client", ...map.matrix.services],
    rows: map.matrix.clients.map((client, row) => [
      client,
      ...map.matrix[measure][row].map((value) => (value === 0 ? "" : figureInWords(value, measure))),
    ]),
  }),
  "server-shares": ({ report }) => ({
    heads: ["Server", "Service", "Bytes", "Share of bytes"],
    rows: report.servers.map(({ address, label, bytes }) => [
      address,
      label,
      figureInWords(bytes, "bytes"),
      formatShare(bytes, report.totals.bytes),
    ]),
  }),
  "range-classes": ({ report }) => ({
    heads: ["Range", "Bytes", "Flows", "Services"],
    rows: RANGE_CLASSES.map(({ rangeClass, ports }) => {
      const services = report.services.filter((service) => service.rangeClass === rangeClass);
      const sum = (measure: "bytes" | "flows") =>
        services.reduce((total, service) => total + service[measure], 0);
      return [
        `${rangeClass} (${ports})`,
        figureInWords(sum("bytes"), "bytes"),
        formatCount(sum("flows")),
        formatCount(services.length),
      ];
    }),
  }),
  "clients-and-servers": ({ report }) => ({
    heads: ["Service", "Clients", "Servers"],
    rows: sortRows(report.services, "clients").map(({ label, clients, servers }) => [
      label,
      formatCount(clients),
      formatCount(servers),
    ]),
  }),
};
