/** The sentences that a reader reads who reads no further. Plain text, which may hold markup. */

import { escapeText } from "../escape.ts";
import { cut } from "../findings/finding-words.ts";
import type { Report } from "../report.ts";
import { spanOf } from "../span.ts";
import { formatBytes, formatCount, formatDuration, formatNumberOf, formatShare } from "../units.ts";

/** Characters of a name, and of a finding's title, before they are cut: names can be of any length. */
const NAME_LENGTH = 48;
const TITLE_LENGTH = 120;
/** Of the services that carried most, as many as are named. */
const SERVICES_NAMED = 3;

/** What was captured, what carried most, who served it, what was unexpected, and how sure all that is. */
export function inShort(report: Report): string[] {
  if (report.totals.flows === 0) return [captured(report), nothing(report), howWhole(report)];
  return [captured(report), topServices(report), topServer(report), unexpected(report), howSure(report)];
}

function captured(report: Report): string {
  const { packets, bytes, flows, clients, servers } = report.totals;
  const span = spanOf(report);
  const time = span === null || span.seconds === 0 ? "" : `In ${formatDuration(span.seconds)}, `;
  const amount = `${time}${formatNumberOf(packets, "packet")} (${formatBytes(bytes)}) ${were(packets)} captured`;
  if (flows === 0) return `${amount}.`;
  const who = `${formatNumberOf(flows, "flow")} between ${formatNumberOf(clients, "client")} and ${formatNumberOf(servers, "server")}`;
  return `${amount}: ${who}, which make up ${formatShare(flowBytes(report), bytes)} of the bytes.`;
}

function topServices({ services, totals }: Report): string {
  const shown = services.slice(0, SERVICES_NAMED);
  const share = formatShare(
    shown.reduce((sum, { bytes }) => sum + bytes, 0),
    totals.bytes,
  );
  const names = listed(shown.map(({ label }) => shortened(label)));
  const among =
    services.length > shown.length ? ` of ${formatNumberOf(totals.services, "service")} in use` : "";
  return `${names} carried most${among}: ${share} of the bytes.`;
}

function topServer({ servers, totals }: Report): string {
  const sums = new Map<string, { bytes: number; ports: number; host: string | null }>();
  for (const { address, host, bytes } of servers) {
    const known = sums.get(address) ?? { bytes: 0, ports: 0, host };
    sums.set(address, { bytes: known.bytes + bytes, ports: known.ports + 1, host: known.host ?? host });
  }
  const [first] = [...sums].sort(([, one], [, other]) => other.bytes - one.bytes);
  if (first === undefined) return "No server was told.";
  const [address, { bytes, ports, host }] = first;
  const name = host === null ? address : `${address} (${shortened(host)})`;
  return `The busiest server, ${name}, serves ${formatNumberOf(ports, "port")} and has ${formatShare(bytes, totals.bytes)} of the bytes.`;
}

function unexpected(report: Report): string {
  const { findings, services } = report;
  const refused = services.reduce((sum, service) => sum + service.refused, 0);
  const unanswered = services.reduce((sum, service) => sum + service.unanswered, 0);
  const closed = `${formatNumberOf(refused, "flow")} ${were(refused)} refused and ${formatCount(unanswered)} had no answer`;
  if (findings.length === 0) return `There are no findings; ${closed}.`;
  const [worst] = findings;
  const more =
    findings.length > 1 ? `, the most severe ${worst.severity}` : `, of ${worst.severity} severity`;
  return `${formatNumberOf(findings.length, "finding")} to look at${more}: ${shortened(worst.title, TITLE_LENGTH)}; ${closed}.`;
}

function howSure(report: Report): string {
  const { decided, undecided } = report.roles;
  const flows = decided + undecided;
  const told =
    undecided === 0
      ? "Which end is the server is told by evidence for every flow"
      : `Which end is the server is told by evidence for ${formatShare(decided, flows)} of the flows, and is a best guess for ${formatCount(undecided)}`;
  return `${told}; ${lowerFirst(howWhole(report))}`;
}

function howWhole({ captures }: Report): string {
  const damaged = captures.filter(({ complete, problems }) => !complete || problems.length > 0).length;
  const dropped = captures.reduce((total, { droppedByCapture }) => total + (droppedByCapture ?? 0), 0);
  const drops = dropped > 0 ? `, and the capture itself dropped ${formatNumberOf(dropped, "packet")}` : "";
  if (damaged > 0)
    return `Part of the input was damaged or cut, and the figures hold for what was read${drops}.`;
  if (dropped > 0) return `All of the input was read${drops}.`;
  const known = captures.some(({ droppedByCapture }) => droppedByCapture !== null);
  return known ? "All of the input was read, and nothing was dropped." : "All of the input was read.";
}

function nothing({ totals }: Report): string {
  return totals.packets === 0
    ? "The capture holds no packet."
    : "No packet belongs to a flow of TCP, UDP, SCTP or DCCP.";
}

function flowBytes({ services }: Report): number {
  return services.reduce((sum, { bytes }) => sum + bytes, 0);
}

function shortened(text: string, length = NAME_LENGTH): string {
  return cut(escapeText(text), length);
}

const were = (count: number): string => (count === 1 ? "was" : "were");

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
