/** What the forms of `diff` for people have in common: plain words, which each form escapes in its own way. */
import { DIFFERENCE_KINDS, type DifferenceKind } from "../../findings/diff/difference.ts";
import { capitalised, capturesWords } from "../findings/finding-words.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import type { DifferenceReport, DiffReport, SideReport, SideServiceReport } from "./diff-report.ts";

export const KIND_HEADINGS: Readonly<Record<DifferenceKind, string>> = {
  new: "New",
  answered: "Newly answered",
  moved: "Moved",
  identified: "Another protocol",
  refused: "No longer answered",
  gone: "Gone",
  tried: "Asked for in vain",
  untried: "No longer asked for in vain",
};

const KIND_WORDS: Readonly<Record<DifferenceKind, string>> = {
  new: "new",
  answered: "newly answered",
  moved: "moved",
  identified: "of another protocol",
  refused: "no longer answered",
  gone: "gone",
  tried: "asked for in vain",
  untried: "no longer asked for in vain",
};

/** `a.pcap`, `b.pcap`, `3 new, 1 moved, 2 gone`; and of clients that were not compared, or nothing. */
export function summaryWords({ before, after, differences, counts }: DiffReport) {
  const omitted = before.omittedClients + after.omittedClients;
  const told = DIFFERENCE_KINDS.filter((kind) => counts[kind] > 0);
  const words = told.map((kind) => `${formatCount(counts[kind])} ${KIND_WORDS[kind]}`);
  const count = differences.length === 0 ? "no differences" : words.join(", ");
  const more = omitted > 0 ? ` ${formatNumberOf(omitted, "more client")} tried many services in vain.` : "";
  return { before: sideWords(before), after: sideWords(after), count, more };
}

/** `ports.lock`, `office.pcapng`, or `3 captures`. */
function sideWords(side: SideReport): string {
  return side.lock ?? capturesWords(side);
}

/** How it ended, as a sentence. */
export function verdictWords({ exit: { reason } }: DiffReport): string {
  return `${capitalised(reason)}.`;
}

/** The service that a row is about: as it is, or as it was where it is no more. */
export function serviceOf({ before, after }: DifferenceReport): SideServiceReport | null {
  return after ?? before;
}

/** `443/tcp (https)`, `any/udp`. */
export function portWords(service: SideServiceReport | null): string {
  if (service === null) return "";
  return service.name === null ? service.ports : `${service.ports} (${service.name})`;
}

/** What became of a service that moved: another port, another server, or both. */
export function placeNow({ before, after }: DifferenceReport): string {
  if (before === null || after === null) return "";
  if (before.server === after.server) return portWords(after);
  return before.ports === after.ports ? after.server : `${after.server} ${after.ports}`;
}

/** Where to look first: a frame of the later side, of the earlier one where that is all there is. */
export function firstFrameOf({ before, after, attempts }: DifferenceReport): string {
  const frames = attempts?.frames ?? after?.seen?.frames ?? before?.seen?.frames ?? [];
  return frames.length === 0 ? "" : formatCount(frames[0]);
}

/** How many clients the service has on the side that saw it, the later one of two. */
export function clientCountOf({ before, after }: DifferenceReport): string {
  const seen = after?.seen ?? before?.seen;
  return seen ? formatCount(seen.clients.length + seen.omittedClients) : "";
}
