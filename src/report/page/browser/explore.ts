/** The tables with their filters: one set of filters for all, and what they leave added up anew. */

import type { FindingReport, RangeClass, ServiceReport, Transport } from "../../report.ts";
import { sortRows } from "../../selection.ts";
import { formatCount, formatNumberOf } from "../../units.ts";
import { TABLES, type TableId } from "../explore-section.ts";
import type { PageClient, PageServer } from "../page-data.ts";
import { addUpClients, addUpServers, addUpServices, byBytes } from "./added-up.ts";
import {
  clientColumns,
  type Leads,
  type ServiceRow,
  serverColumns,
  serviceColumns,
  withShare,
} from "./columns.ts";
import { CLIENT_CSV, flowCsv, SERVER_CSV, SERVICE_CSV, saveFile } from "./csv-export.ts";
import { csvText } from "./csv-text.ts";
import { byId, element } from "./dom.ts";
import { type Filters, flowFilter, NO_FILTERS, serviceFilter } from "./filters.ts";
import { type FlowRow, flowColumns, flowRow } from "./flow-columns.ts";
import type { Model } from "./model.ts";
import { findingsOfServices, severityRank } from "./service-findings.ts";
import { makeTable, type Table } from "./table.ts";
import { startTabs } from "./tabs.ts";

const TYPING_MILLISECONDS = 150;

export class Explorer {
  private readonly model: Model;
  private readonly leads: Leads;
  private readonly worst: ReadonlyMap<string, FindingReport>;
  private readonly tables = new Map<TableId, Table<object>>();
  private current: TableId = "services";
  private filters: Filters = NO_FILTERS;
  private largest = 0;
  private showTab: (table: TableId) => void = () => {};

  constructor(model: Model, leads: Omit<Leads, "host">) {
    this.model = model;
    this.leads = { ...leads, host: (address) => this.ask({ host: address }) };
    this.worst = findingsOfServices(model);
  }

  async start(): Promise<void> {
    listFindings(this.model.data.findings);
    const form = byId<HTMLFormElement>("filters");
    let typing = 0;
    form.addEventListener("input", () => {
      clearTimeout(typing);
      typing = window.setTimeout(() => void this.read(), TYPING_MILLISECONDS);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.read();
    });
    form.addEventListener("reset", () => setTimeout(() => void this.read()));
    byId("export").addEventListener("click", () => this.export());
    this.showTab = startTabs(
      TABLES.map(({ id }) => id),
      (table) => {
        this.current = table;
        void this.show();
      },
    );
    await this.show();
  }

  /** Sets filters as if a reader had, the others as they are, and goes to the tables. */
  ask(wanted: Partial<Filters>, table: TableId = "services"): void {
    const fields = { ...this.filters, ...wanted };
    for (const name of ["text", "range", "transport", "host", "finding"] as const) {
      byId<HTMLInputElement>(`filter-${name}`).value = fields[name] ?? "";
    }
    this.showTab(table);
    this.current = table;
    void this.read();
    byId("ports").scrollIntoView();
    byId(`tab-${table}`).focus({ preventScroll: true });
  }

  private async read(): Promise<void> {
    const fieldOf = (name: string) => byId<HTMLInputElement>(`filter-${name}`).value;
    this.filters = {
      text: fieldOf("text"),
      range: (fieldOf("range") || null) as RangeClass | null,
      transport: (fieldOf("transport") || null) as Transport | null,
      host: fieldOf("host"),
      finding: fieldOf("finding") || null,
    };
    await this.show();
  }

  private async show(): Promise<void> {
    const test = flowFilter(this.model, this.filters);
    const problem = typeof test === "string" ? test : "";
    byId("filter-problem").textContent = problem;
    byId("filter-host").setAttribute("aria-invalid", String(problem !== ""));
    if (typeof test === "string") return;
    const rows = this.rowsOf(this.current, test);
    const found = withText(rows, this.filters.text);
    this.largest = Math.max(0, ...found.slice(0, 1).map((row) => row.bytes));
    const table = await this.tableOf(this.current);
    await table.show(found);
    byId("table-status").textContent = this.statusOf(found.length, test !== null);
  }

  /** By bytes, most first. */
  private rowsOf(table: TableId, test: ((flow: number) => boolean) | null): (object & { bytes: number })[] {
    const { model, filters } = this;
    const isService = serviceFilter(filters);
    if (table === "flows") return this.flowRows(test);
    const byService = filters.range !== null || filters.transport !== null;
    if (test === null && table === "services") {
      return this.serviceRows(model.services.filter(({ label }) => isService(label)));
    }
    if (test === null && table === "servers") {
      return model.servers.filter(({ label }) => isService(label)).map(withShare);
    }
    if (test === null && table === "clients" && !byService) return model.clients.map(withShare);
    const chosen = this.chosenFlows(test);
    if (table === "services") return this.serviceRows(addUpServices(model, chosen));
    const rows = table === "servers" ? addUpServers(model, chosen) : addUpClients(model, chosen);
    return byBytes<PageServer | PageClient>(rows).map(withShare);
  }

  private chosenFlows(test: ((flow: number) => boolean) | null): number[] {
    const { flows } = this.model;
    const wanted = flows.labels.map(serviceFilter(this.filters));
    const chosen: number[] = [];
    for (let flow = 0; flow < flows.count; flow++) {
      if (wanted[flows.service[flow]] && (test === null || test(flow))) chosen.push(flow);
    }
    return chosen;
  }

  private serviceRows(services: readonly ServiceReport[]): (ServiceRow & { share: number })[] {
    return sortRows(services, "bytes").map((service) => {
      const worst = this.worst.get(service.label) ?? null;
      return { ...withShare(service), worst, worstRank: worst === null ? -1 : severityRank(worst) };
    });
  }

  private flowRows(test: ((flow: number) => boolean) | null): FlowRow[] {
    return byBytes(this.chosenFlows(test).map((flow) => flowRow(this.model.flows, flow)));
  }

  private async tableOf(id: TableId): Promise<Table<object>> {
    const known = this.tables.get(id);
    if (known !== undefined) return known;
    const { title } = TABLES.find((table) => table.id === id) ?? TABLES[0];
    const options = { label: title, sortBy: "bytes", empty: "Nothing matches these filters." };
    const made = await makeTable<object>(byId(`table-${id}`), this.columnsOf(id), options);
    this.tables.set(id, made);
    return made;
  }

  private columnsOf(id: TableId) {
    const largest = () => this.largest;
    if (id === "services") return serviceColumns(this.model, this.leads, largest);
    if (id === "servers") return serverColumns(this.model, this.leads, largest);
    if (id === "clients") return clientColumns(this.model, this.leads, largest);
    return flowColumns(this.model, this.leads);
  }

  /** What is shown, and what is not in the page and where it is. */
  private statusOf(shown: number, fromFlows: boolean): string {
    const { flows, data, services, servers, clients } = this.model;
    const whole = {
      services: [services.length, data.totals.services, "service", "services.csv"],
      servers: [servers.length, servers.length + data.omitted.servers, "server", "report.json"],
      clients: [clients.length, clients.length + data.omitted.clients, "client", "report.json"],
      flows: [flows.count, flows.total + flows.omitted, "flow", "flows.csv"],
    }[this.current] as [number, number, string, string];
    const [listed, total, word, file] = whole;
    const count =
      shown === listed
        ? formatNumberOf(shown, word)
        : `${formatCount(shown)} of ${formatNumberOf(listed, word)}`;
    const more =
      total > listed && !fromFlows
        ? `; the page holds those with most bytes of ${formatCount(total)}, all are in ${file}`
        : "";
    const partly =
      fromFlows && flows.omitted > 0
        ? `; figures are of the ${formatNumberOf(flows.total, "flow")} with most bytes, all ${formatCount(flows.total + flows.omitted)} are in flows.csv`
        : "";
    return `${count}${more}${partly}.`;
  }

  private export(): void {
    const rows = this.tables.get(this.current)?.shown() ?? [];
    const texts = {
      services: () => csvText(rows as ServiceReport[], SERVICE_CSV),
      servers: () => csvText(rows as PageServer[], SERVER_CSV),
      clients: () => csvText(rows as PageClient[], CLIENT_CSV),
      flows: () => csvText(rows as FlowRow[], flowCsv(this.model)),
    };
    saveFile(`${this.current}.csv`, texts[this.current]());
  }
}

function listFindings(findings: readonly FindingReport[]): void {
  const select = byId<HTMLSelectElement>("filter-finding");
  for (const { id, severity, title } of findings) {
    select.append(element("option", { value: id }, `${severity}: ${title}`));
  }
  select.disabled = findings.length === 0;
}

const SEARCHED = [
  "label",
  "description",
  "identified",
  "address",
  "host",
  "client",
  "server",
  "state",
] as const;

/** Rows in which every word occurs. */
function withText<Row extends object>(rows: readonly Row[], text: string): Row[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [...rows];
  return rows.filter((row) => {
    const fields = row as Partial<Record<(typeof SEARCHED)[number], unknown>>;
    const line = SEARCHED.map((name) => fields[name] ?? "")
      .join("\n")
      .toLowerCase();
    return words.every((word) => line.includes(word));
  });
}
