/** The page's JSON, from the survey and the report made of it. Of bounded size, however many flows there are. */

import { transportOf } from "../../services/transports.ts";
import { type ServiceSteps, stepsByService } from "../build-timeline.ts";
import { secondsOf } from "../charts/time-axis.ts";
import { escapeText } from "../escape.ts";
import { shown } from "../findings/finding-words.ts";
import { serviceKey } from "../name-services.ts";
import type { Report, ServerReport, ServiceReport } from "../report.ts";
import { spanOf } from "../span.ts";
import type { Survey } from "../survey.ts";
import { timeText } from "../time-text.ts";
import type { TrafficMap } from "../traffic-map.ts";
import { secondsBetween } from "../units.ts";
import type { Columns, PageData, PageLimits, PageServer, PageService } from "./page-data.ts";
import { PAGE_LIMITS } from "./page-data.ts";
import { pageFlows } from "./page-flows.ts";

/** Steps with traffic, of all services together, that the page holds. */
const LINE_POINTS = 60_000;

export function buildPageData(
  survey: Survey,
  report: Report,
  map: TrafficMap,
  limits: PageLimits = PAGE_LIMITS,
): PageData {
  const services = report.services.slice(0, limits.services);
  const listed = new Map(services.map((service, row) => [serviceKey(service), row]));
  const flows = pageFlows(survey, { limit: limits.flows, base: baseOf(report), listed });
  return assemblePageData({ report, map, flows, lines: linesOf(survey, listed) }, limits);
}

/** What is not asked of the survey. All text is escaped here. */
export function assemblePageData(
  { report, map, flows, lines }: Pick<PageData, "map" | "flows" | "lines"> & { readonly report: Report },
  limits: PageLimits = PAGE_LIMITS,
): PageData {
  const base = baseOf(report);
  const services = report.services.slice(0, limits.services).map((service) => pageService(service, base));
  const servers = report.servers.slice(0, limits.servers).map(pageServer);
  return escaped({
    version: report.tool.version,
    base,
    captures: report.captures,
    totals: report.totals,
    omitted: report.omitted,
    timeline: report.timeline,
    findings: report.findings.slice(0, limits.findings).map(shown),
    map,
    services: columnsOf(services),
    servers: columnsOf(servers),
    clients: columnsOf(report.clients.slice(0, limits.clients)),
    flows,
    lines,
  });
}

/** Whole seconds before the first packet; packets without a time have 0. */
function baseOf(report: Report): number {
  const span = spanOf(report);
  return span === null ? 0 : Math.floor(secondsOf(span.firstSeen));
}

function pageService(service: ServiceReport, base: number): PageService {
  const { bytesToClient, answered, firstSeen, lastSeen, ...rest } = service;
  return { ...rest, first: secondsAfter(base, firstSeen), last: secondsAfter(base, lastSeen) };
}

function pageServer({ address, host, label, clients, flows, packets, bytes }: ServerReport): PageServer {
  return { address, host, label, clients, flows, packets, bytes };
}

/** To the nanosecond. */
function secondsAfter(base: number, time: string): number {
  return secondsBetween(timeText({ seconds: base, nanoseconds: 0 }), time);
}

function columnsOf<Row extends object>(rows: readonly Row[]): Columns<Row> {
  const names = rows.length === 0 ? [] : (Object.keys(rows[0]) as (keyof Row)[]);
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  return columns as unknown as Columns<Row>;
}

/** The services of most bytes come first; a service that does not fit has none. */
function linesOf(survey: Survey, listed: ReadonlyMap<string, number>): number[][] {
  const lines: number[][] = Array.from({ length: listed.size }, () => []);
  const { timeline, services } = survey;
  if (timeline === null || timeline.isEmpty) return lines;
  const steps: (ServiceSteps | undefined)[] = [];
  for (const [service, ofService] of stepsByService(survey, timeline)) {
    const { protocol, port } = services.services[service];
    const row = listed.get(serviceKey({ transport: transportOf(protocol), port }));
    if (row !== undefined) steps[row] = ofService;
  }
  let left = LINE_POINTS;
  for (const [row, ofService] of steps.entries()) {
    if (ofService === undefined) continue;
    const points = [...ofService.bytes].flatMap((bytes, step) => (bytes > 0 ? [step, bytes] : []));
    left -= points.length / 2;
    if (left < 0) break;
    lines[row] = points;
  }
  return lines;
}

/** All text in it, made safe for showing. */
function escaped<Data>(data: Data): Data {
  if (typeof data === "string") return escapeText(data) as Data;
  if (Array.isArray(data)) {
    // Most of the page's data are columns of numbers, which are left as they are.
    return (data.every((value) => typeof value === "number") ? data : data.map(escaped)) as Data;
  }
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, escaped(value)])) as Data;
}
