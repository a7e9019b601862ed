/** `portolan analyze`: port usage in the terminal, or as JSON, Markdown or CSV. */
import { buildReport } from "../report/build-report.ts";
import type { Report } from "../report/report.ts";
import { sortRows, topRows } from "../report/selection.ts";
import type { Grouping, SortKey } from "../report/sort-keys.ts";
import { type ExpectationOptions, readExpectations } from "./expectations.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { readServiceNames } from "./service-names.ts";
import { inLocale, terminalSettings } from "./terminal-settings.ts";

export interface AnalyzeCommandOptions extends ReadOptions, ExpectationOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly csv?: boolean;
  readonly top?: number;
  readonly sort: SortKey;
  readonly by?: Grouping;
}

export async function runAnalyze(captures: readonly string[], options: AnalyzeCommandOptions): Promise<void> {
  const serviceNames = await readServiceNames(options.services);
  const { expectations } = await readExpectations(options, serviceNames);
  // The rows of services tell of no finding.
  const seeksFindings = options.csv !== true;
  const found = await readCaptures(captures, options, { serviceNames, expectations, seeksFindings });
  await print([await render(buildReport(found), options)]);
}

/** Each form is loaded when it is asked for: a start costs most of the time that a small capture takes. */
async function render(report: Report, options: AnalyzeCommandOptions): Promise<string> {
  const { json, markdown, csv, top, sort, by } = options;
  if (json) {
    const { renderJson } = await import("../report/json.ts");
    return renderJson(limited(arranged(report, sort, undefined), top));
  }
  if (csv) {
    const { renderServicesCsv } = await import("../report/csv.ts");
    return renderServicesCsv(topRows(sortRows(report.services, sort), top ?? null));
  }
  const { DEFAULT_TOP, renderTerminal } = await import("../report/terminal.ts");
  if (markdown) {
    const { renderMarkdown } = await import("../report/markdown.ts");
    return renderMarkdown(arranged(report, sort, by), { top: top ?? DEFAULT_TOP, charts: [] });
  }
  const settings = terminalSettings(process.stdout, process.env);
  const expectedBy = (["policy", "baseline"] as const).flatMap((name) => {
    const path = options[name];
    return path === undefined ? [] : [{ option: `--${name}` as const, path }];
  });
  const text = renderTerminal(report, {
    ...settings,
    top: top ?? DEFAULT_TOP,
    sort,
    by: by ?? null,
    expectedBy,
  });
  return inLocale(text, settings);
}

/** The report with its rows in the order of `sort`, and only the rows of `by` where that is given. */
function arranged(report: Report, sort: SortKey, by: Grouping | undefined): Report {
  const shows = (grouping: Grouping) => by === undefined || by === grouping;
  const { services, servers, clients, omitted } = report;
  return {
    ...report,
    services: shows("service") ? sortRows(services, sort) : [],
    servers: shows("server") ? sortRows(servers, sort) : [],
    clients: shows("client") ? sortRows(clients, sort) : [],
    omitted: {
      flows: omitted.flows,
      services: shows("service") ? omitted.services : 0,
      servers: shows("server") ? omitted.servers : 0,
      clients: shows("client") ? omitted.clients : 0,
    },
  };
}

/** The report with at most `top` rows of each table; what is left out is counted. */
function limited(report: Report, top: number | undefined): Report {
  if (top === undefined) return report;
  const { services, servers, clients, omitted } = report;
  return {
    ...report,
    services: services.slice(0, top),
    servers: servers.slice(0, top),
    clients: clients.slice(0, top),
    omitted: {
      flows: omitted.flows,
      services: omitted.services + Math.max(0, services.length - top),
      servers: omitted.servers + Math.max(0, servers.length - top),
      clients: omitted.clients + Math.max(0, clients.length - top),
    },
  };
}
