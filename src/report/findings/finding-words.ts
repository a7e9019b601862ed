/** What the forms of `check` for people have in common: plain words, which each form escapes in its own way. */
import type { FindingReport } from "../report.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import { captureFileName, captureName } from "../words.ts";
import type { CheckReport } from "./check-report.ts";

/** Addresses of one finding that are shown; `omitted` and JSON know of the rest. */
const ADDRESSES_SHOWN = 5;

/** A stranger's host name may stand in them; JSON has all of it. */
const LONGEST_TITLE = 200;
const LONGEST_TEXT = 1500;
const LONGEST_FILTER = 4000;

/** The finding with its texts cut to lengths that can be shown. */
export function shown(finding: FindingReport): FindingReport {
  const { key, title, detail, advice, displayFilter, decidedBy } = finding;
  return {
    ...finding,
    key: cut(key, LONGEST_TITLE),
    title: cut(title, LONGEST_TITLE),
    detail: cut(detail, LONGEST_TEXT),
    advice: cut(advice, LONGEST_TEXT),
    // Part of a filter would show something else.
    displayFilter: displayFilter.length > LONGEST_FILTER ? "" : displayFilter,
    decidedBy: decidedBy && {
      ...decidedBy,
      path: cut(decidedBy.path, LONGEST_TEXT),
      words: cut(decidedBy.words, LONGEST_TITLE),
    },
  };
}

export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // A cut between the halves of a surrogate pair would leave a lone one.
  const end = /[\ud800-\udbff]/.test(text[length - 2]) ? length - 2 : length - 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** A display filter for Markdown, where a pipe would end a table's cell: `or` means the same (wireshark-filter(4)). */
export function withoutPipes(displayFilter: string): string {
  return displayFilter.replaceAll(" || ", " or ");
}

/** `ports.yaml:12:5`. */
export function placeWords({ path, line, column }: NonNullable<FindingReport["decidedBy"]>): string {
  return `${path}:${line}:${column}`;
}

/** The clients or servers, as many as are shown, and how many more there are. */
export function addressesOf(
  { clients, servers, omitted }: FindingReport,
  side: "clients" | "servers",
): { readonly addresses: readonly string[]; readonly more: number } {
  const all = side === "clients" ? clients : servers;
  const addresses = all.slice(0, ADDRESSES_SHOWN);
  return { addresses, more: all.length - addresses.length + omitted[side] };
}

/** Ports and ranges of one finding that are shown; a scan of odd ports has thousands. */
const PORTS_SHOWN = 10;

export function portsWords({ ports }: FindingReport): string {
  return someOf(ports, PORTS_SHOWN);
}

/** `22/tcp, 80/tcp and 12 more`. */
export function someOf(items: readonly string[], shown: number): string {
  return listWords(items.slice(0, shown), Math.max(0, items.length - shown));
}

/** `a, b and 7 more`; empty where there are none. */
export function listWords(items: readonly string[], more = 0): string {
  const listed = items.join(", ");
  if (more === 0) return listed;
  return `${listed} and ${formatCount(more)} more`;
}

/** Frames of one of several captures. */
export interface CaptureFrames {
  readonly path: string;
  /** Counted from 1 in this capture, as Wireshark does. */
  readonly frames: readonly number[];
}

/** The captures that hold the frames, which are counted through all of them. */
export function framesByCapture(
  frames: readonly number[],
  captures: CheckReport["captures"],
): CaptureFrames[] {
  let before = 0;
  return captures
    .map(({ path, packets }) => {
      const first = before;
      before += packets;
      const own = frames.filter((frame) => frame > first && frame <= first + packets);
      return { path, frames: own.map((frame) => frame - first) };
    })
    .filter(({ frames: own }) => own.length > 0);
}

/** `12, 15`; of several captures, `1201, 1305; in b.pcap: 201, 305`. Folders are told where file names are equal. */
export function framesWords(frames: readonly number[], captures: CheckReport["captures"]): string {
  const all = listWords(frames.map(String));
  if (captures.length < 2) return all;
  const places = framesByCapture(frames, captures).map(
    ({ path, frames: own }) => `in ${shortName(path, captures)}: ${listWords(own.map(String))}`,
  );
  return [all, ...places].join("; ");
}

function shortName(path: string, captures: CheckReport["captures"]): string {
  const name = captureFileName(path);
  const isUnique = captures.filter((other) => captureFileName(other.path) === name).length === 1;
  return isUnique ? name : captureName(path);
}

/** `office.pcapng`, or `3 captures`. */
export function capturesWords({
  captures,
}: {
  readonly captures: readonly { readonly path: string }[];
}): string {
  return captures.length === 1 ? captureName(captures[0].path) : formatNumberOf(captures.length, "capture");
}

/** What the captures were held against: paths, none where neither was named. */
export function expectationPaths({ policy, baseline }: CheckReport): string[] {
  return [policy, baseline].filter((path) => path !== null);
}

/** `2 findings are ignored by the policy`; null where none are. */
export function ignoredWords(ignored: number): string | null {
  if (ignored === 0) return null;
  return `${formatNumberOf(ignored, "finding")} ${ignored === 1 ? "is" : "are"} ignored by the policy`;
}

/** As the beginning of a sentence. */
export function capitalised(words: string): string {
  return `${words[0].toUpperCase()}${words.slice(1)}`;
}

export const EXIT_WORDS = { 0: "Passed", 1: "Failed", 3: "Incomplete" } as const;
