/** The panel that shows one service or one flow in full. */

import { meaningOf } from "../../clue-meanings.ts";
import type { ServiceReport } from "../../report.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatShare,
  formatTimeSpan,
} from "../../units.ts";
import { addUpClients, addUpServers, addUpServices, byBytes } from "./added-up.ts";
import { outcomeWords } from "./cells.ts";
import type { Leads } from "./columns.ts";
import { filterWithCopy } from "./copy.ts";
import { flowFilter, portsFilter } from "./display-filter.ts";
import { button, byId, element, tableOf } from "./dom.ts";
import { endText, type FlowRow, flowColumns, flowRow } from "./flow-columns.ts";
import { type LineDrawer, lineFigure } from "./line.ts";
import { type Model, readLabel, timeAfter } from "./model.ts";
import { findingsOf } from "./service-findings.ts";
import { makeTable, type Table } from "./table.ts";

const ROWS_SHOWN = 100;

/** What the panel can do beside showing. */
export interface DetailLeads extends Pick<Leads, "host"> {
  readonly finding: (id: string) => void;
}

export class Detail {
  private readonly model: Model;
  private readonly leads: DetailLeads;
  private readonly drawLine: LineDrawer;
  private readonly dialog = byId<HTMLDialogElement>("detail");
  private table: Table<FlowRow> | null = null;
  /** Leads back to what had opened the panel. */
  private goBack: () => void = () => {};

  constructor(model: Model, leads: DetailLeads, drawLine: LineDrawer) {
    this.model = model;
    this.leads = leads;
    this.drawLine = drawLine;
    this.dialog.addEventListener("close", () => {
      this.empty();
      this.goBack();
    });
    // A press beside the panel, on what lies behind it.
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  showService(label: string): void {
    const { model } = this;
    const chosen = flowsOfLabel(model, label);
    const [summed] = addUpServices(model, chosen);
    const service = model.services.find((row) => row.label === label) ?? summed;
    if (service === undefined) return;
    const servers = model.servers.filter((row) => row.label === label);
    const clients = byBytes(addUpClients(model, chosen));
    const place = element("div", { class: "table" });
    this.open(
      label,
      aboutService(service),
      figures(serviceFigures(service, model.data.totals.bytes)),
      facts([
        ["Display filter", filterWithCopy(serviceFilterText(model, service, chosen))],
        ["Outcome of flows", outcomeWords(service)],
        ["Seen", formatTimeSpan(service.firstSeen, service.lastSeen)],
        ...this.findingFacts(label),
      ]),
      this.lineOf(service),
      element(
        "div",
        { class: "two" },
        addressTable(
          "Servers",
          servers.length > 0 ? servers : byBytes(addUpServers(model, chosen)),
          service.servers,
          (row) => [formatBytes(row.bytes), formatCount(row.flows), formatNumberOf(row.clients, "client")],
          this.pivot(),
        ),
        addressTable(
          "Clients",
          clients,
          service.clients,
          (row) => [formatBytes(row.bytes), formatCount(row.flows), ""],
          this.pivot(),
        ),
      ),
      evidenceSection(model, chosen),
      element("h3", {}, `Flows `, element("small", {}, listedWords(chosen.length, service.flows))),
      place,
    );
    void this.listFlows(place, label, chosen);
  }

  showFlow(flow: number): void {
    const { flows, data } = this.model;
    const label = flows.labels[flows.service[flow]];
    const { transport } = readLabel(label);
    const client = { address: flows.addresses[flows.client[flow]], port: flows.clientPort[flow] };
    const server = { address: flows.addresses[flows.server[flow]], port: flows.serverPort[flow] };
    const { state, identified, via, negotiated } = flows.courseOf(flow);
    const { known, confidence, because } = flows.evidenceOf(flow);
    const first = timeAfter(data.base, flows.first[flow] / 1e6);
    const last = timeAfter(data.base, (flows.first[flow] + flows.duration[flow]) / 1e6);
    const clues = because.map((clue) => element("li", {}, element("code", {}, clue), `: ${meaningOf(clue)}`));
    this.open(
      `${endText(client.address, client.port)} → ${endText(server.address, server.port)}`,
      label,
      figures([
        ["To server", `${formatBytes(flows.bytesToServer[flow])}`],
        ["To client", `${formatBytes(flows.bytesToClient[flow])}`],
        [
          "Packets",
          `${formatCount(flows.packetsToServer[flow])} → ${formatCount(flows.packetsToClient[flow])} ←`,
        ],
        ["State", state],
        ["Duration", formatDuration(flows.duration[flow] / 1e6)],
      ]),
      facts([
        ["Display filter", filterWithCopy(flowFilter(transport, client, server))],
        ["First frame", String(flows.frame[flow])],
        ["Time", formatTimeSpan(first, last)],
        ["Payload says", identified ?? "no protocol that is recognised"],
        ["Host names", hostNames(this.model, flow)],
        ["Port negotiated for", negotiated ?? ""],
        ["Way", via],
        ["Stands for", flows.flowsOf(flow) > 1 ? formatNumberOf(flows.flowsOf(flow), "flow") : ""],
      ]),
      element("h3", {}, `Why ${endText(server.address, server.port)} is the server`),
      element(
        "p",
        {},
        `${known ? "Known" : "A best guess"}, right with confidence ${confidence.toFixed(2)}:`,
      ),
      element("ul", { class: "evidence" }, ...clues),
    );
  }

  private open(title: string, about: string, ...parts: readonly (Node | null)[]): void {
    this.empty();
    const close = button("Close", () => this.dialog.close());
    const heading = element("h2", { id: "detail-title" }, title);
    this.dialog.append(
      element(
        "div",
        { class: "inside" },
        element("header", {}, element("div", {}, heading, element("p", { class: "about" }, about)), close),
        ...parts,
      ),
    );
    if (!this.dialog.open) {
      this.goBack = wayBack();
      this.dialog.showModal();
    }
    this.dialog.scrollTop = 0;
    close.focus();
  }

  private empty(): void {
    this.table?.destroy();
    this.table = null;
    this.dialog.replaceChildren();
  }

  private findingFacts(label: string): [string, Node][] {
    return findingsOf(this.model, label)
      .slice(0, ROWS_SHOWN)
      .map(({ id, severity, title }) => {
        const lead = button(
          title,
          () => {
            this.dialog.close();
            this.leads.finding(id);
          },
          { class: "link" },
        );
        return [
          "Finding",
          element("span", {}, element("span", { class: `badge ${severity}` }, severity), " ", lead),
        ];
      });
  }

  private pivot(): (address: string) => void {
    return (address) => {
      this.dialog.close();
      this.leads.host(address);
    };
  }

  private lineOf(service: ServiceReport): HTMLElement | null {
    const row = this.model.services.indexOf(service);
    const points = row < 0 ? [] : this.model.data.lines[row];
    return points === undefined || points.length === 0 ? null : lineFigure(this.model, points, this.drawLine);
  }

  private async listFlows(place: HTMLElement, label: string, chosen: readonly number[]): Promise<void> {
    const options = {
      label: `Flows of ${label}`,
      sortBy: "bytes",
      empty: "None of its flows is in this page.",
    };
    const leads = { service: () => {}, host: () => {}, flow: (flow: number) => this.showFlow(flow) };
    const columns = flowColumns(this.model, leads).filter(({ field }) => field !== "label");
    const table = await makeTable<FlowRow>(place, columns, options);
    // The panel may show something else by now.
    if (!place.isConnected) return;
    this.table = table;
    await table.show(chosen.map((flow) => flowRow(this.model.flows, flow)));
  }
}

/** A table may have drawn its rows anew by then: the cell that says the same is as good. */
function wayBack(): () => void {
  const opener = document.activeElement;
  if (!(opener instanceof HTMLElement)) return () => {};
  const table = opener.closest(".table");
  const words = opener.textContent;
  return () => {
    const cells = [...(table?.querySelectorAll<HTMLElement>("button.link") ?? [])];
    const target = opener.isConnected ? opener : cells.find(({ textContent }) => textContent === words);
    target?.focus();
  };
}

function flowsOfLabel({ flows }: Model, label: string): number[] {
  const service = flows.labels.indexOf(label);
  const chosen: number[] = [];
  for (let flow = 0; flow < flows.count; flow++) if (flows.service[flow] === service) chosen.push(flow);
  return chosen;
}

function aboutService({ description, rangeClass, identified }: ServiceReport): string {
  const payload = identified.length === 0 ? [] : [`payload says ${identified.join(", ")}`];
  return [...(description === null ? [] : [description]), `${rangeClass} port`, ...payload].join(" · ");
}

function serviceFigures(service: ServiceReport, whole: number): [string, string][] {
  return [
    ["Bytes", formatBytes(service.bytes)],
    ["Share of bytes", formatShare(service.bytes, whole)],
    ["To servers", formatBytes(service.bytesToServer)],
    ["To clients", formatBytes(service.bytesToClient)],
    ["Packets", formatCount(service.packets)],
    ["Flows", formatCount(service.flows)],
    ["Clients", formatCount(service.clients)],
    ["Servers", formatCount(service.servers)],
  ];
}

/** The ports that its servers really listen on, which negotiated ones are not those of the label. */
function serviceFilterText(
  { flows }: Model,
  { transport, port }: ServiceReport,
  chosen: readonly number[],
): string {
  const ports = chosen.map((flow) => flows.serverPort[flow]);
  return portsFilter(transport, ports.length === 0 ? [port] : ports);
}

function figures(rows: readonly [string, string][]): HTMLElement {
  const parts = rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)),
  );
  return element("dl", { class: "figures" }, ...parts);
}

function facts(rows: readonly [string, Node | string][]): HTMLElement {
  const parts = rows
    .filter(([, value]) => value !== "")
    .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return element("dl", { class: "facts" }, ...parts);
}

interface AddressRow {
  readonly address: string;
  readonly host: string | null;
  readonly bytes: number;
}

function addressTable<Row extends AddressRow>(
  title: string,
  rows: readonly Row[],
  total: number,
  cells: (row: Row) => readonly string[],
  press: (address: string) => void,
): HTMLElement {
  const shown = rows.slice(0, ROWS_SHOWN);
  const body = shown.map((row) => {
    const address = button(row.address, () => press(row.address), {
      class: "link",
      title: `Show only what ${row.address} does`,
    });
    const name = row.host === null ? [] : [element("small", {}, ` ${row.host}`)];
    return element(
      "tr",
      {},
      element("td", { class: "words" }, address, ...name),
      ...cells(row)
        .filter((words) => words !== "")
        .map((words) => element("td", { class: "number" }, words)),
    );
  });
  const heads = [
    "Address",
    "Bytes",
    "Flows",
    ...(cells(rows[0] ?? ({} as Row)).at(-1) === "" ? [] : ["Used by"]),
  ];
  return element(
    "div",
    {},
    element("h3", {}, `${title} `, element("small", {}, listedWords(shown.length, total))),
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": title },
      tableOf(heads, body),
    ),
  );
}

function listedWords(shown: number, total: number): string {
  return shown < total
    ? `${formatCount(shown)} of ${formatCount(total)}, those with most bytes`
    : formatCount(total);
}

/** Of how many flows each clue speaks, and how many roles are guesses. */
function evidenceSection({ flows }: Model, chosen: readonly number[]): HTMLElement {
  const counts = new Map<string, number>();
  let [known, total, lowest] = [0, 0, 1];
  for (const flow of chosen) {
    const evidence = flows.evidenceOf(flow);
    const rows = flows.flowsOf(flow);
    total += rows;
    if (evidence.known) known += rows;
    lowest = Math.min(lowest, evidence.confidence);
    for (const clue of evidence.because) counts.set(clue, (counts.get(clue) ?? 0) + rows);
  }
  const clues = [...counts].sort(([, one], [, other]) => other - one);
  const items = clues.map(([clue, count]) =>
    element("li", {}, element("code", {}, clue), `: ${meaningOf(clue)} (${formatNumberOf(count, "flow")})`),
  );
  const sure =
    total === 0
      ? "None of its flows is in this page."
      : `Known for ${formatCount(known)} of ${formatNumberOf(total, "flow")}; the least sure has confidence ${lowest.toFixed(2)}.`;
  return element(
    "div",
    {},
    element("h3", {}, "Why these are the servers"),
    element("p", {}, sure),
    element("ul", { class: "evidence" }, ...items),
  );
}

function hostNames({ flows }: Model, flow: number): string {
  const names = [flows.client[flow], flows.server[flow]].flatMap((address) => flows.hosts.get(address) ?? []);
  return names.join(" → ");
}
