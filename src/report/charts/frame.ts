/**
 * What all charts share: title, subtitle with file and time, background, fonts, and the words that stand in the
 * place of a chart that has nothing to show.
 */

import type { ChartConfiguration, ChartOptions, Plugin } from "chart.js";
import { escapeText } from "../escape.ts";
import type { Report } from "../report.ts";
import { spanOf } from "../span.ts";
import { formatCount, formatDuration, formatNumberOf, formatTimeSpan } from "../units.ts";
import { captureFileName } from "../words.ts";
import type { ChartTheme } from "./theme.ts";

const FILE_NAME_LENGTH = 48;

/** `office.pcapng · 2026-11-22 04:46:00 – 04:51:07 UTC · 5 min 7 s`, then what else is to say. */
export function subtitleOf(report: Report, ...more: string[]): string {
  const { captures } = report;
  const names = captures.map(({ path }) => captureFileName(path));
  const file =
    captures.length === 1
      ? shortenText(escapeText(names[0]), FILE_NAME_LENGTH)
      : `${captures.length} captures`;
  const span = spanOf(report);
  const time = span === null ? [] : [formatTimeSpan(span.firstSeen, span.lastSeen)];
  if (span !== null && span.seconds > 0) time.push(formatDuration(span.seconds));
  return [file, ...time, ...more].join("  ·  ");
}

/** Keeps a label's port and shortens its name: `8080/tcp (a-very-long…)`. */
export function chartLabel(label: string, { labelLength }: ChartTheme): string {
  const plain = escapeText(label);
  if (!plain.endsWith(")")) return shortenText(plain, labelLength);
  return `${shortenText(plain.slice(0, -1), labelLength - 1)})`;
}

export function shortenText(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}

/** The options that every chart starts from. */
export function frameOptions(title: string, subtitle: string, theme: ChartTheme): ChartOptions {
  return {
    responsive: false,
    animation: false,
    color: theme.ink,
    borderColor: theme.grid,
    font: { family: theme.font.family, size: theme.font.size },
    layout: { padding: paddingOf(theme, theme.padding + 12) },
    plugins: {
      title: {
        display: true,
        text: title,
        align: "start",
        color: theme.ink,
        font: { size: theme.font.title, weight: "bold" },
        padding: { top: 0, bottom: 6 },
      },
      subtitle: {
        display: true,
        text: subtitle,
        align: "start",
        color: theme.muted,
        font: { size: theme.font.small },
        padding: { top: 0, bottom: 18 },
      },
      legend: {
        position: "bottom",
        align: "start",
        labels: {
          color: theme.ink,
          font: { size: theme.font.small },
          boxWidth: 14,
          boxHeight: 14,
          padding: 18,
        },
      },
    },
  };
}

/** What of a chart's rows there was no room for: a part of its subtitle. */
export function notShown(left: number, what: string): string[] {
  return left > 0 ? [`${formatNumberOf(left, what)} not shown`] : [];
}

/** For charts without a legend, that say in words what one points at. */
export function wordsInTooltip<Item>(
  { plugins }: ChartOptions,
  label: (item: Item) => string,
  filter?: (item: Item) => boolean,
) {
  return {
    ...plugins,
    legend: { display: false },
    tooltip: { ...(filter && { filter }), callbacks: { title: () => "", label } },
  };
}

/** Chart.js sets a legend's words close to a point. */
export const EN_SPACE = "\u2002";

/** A legend that shows the points themselves. */
export function pointLegend({ plugins }: ChartOptions) {
  return { ...plugins?.legend, labels: { ...plugins?.legend?.labels, usePointStyle: true } };
}

/** The room around a chart; the right one differs with what stands beside the bars. */
export function paddingOf({ padding }: ChartTheme, right: number) {
  return { top: padding, right, bottom: padding, left: padding };
}

/** The words beside an axis. */
export function axisTitle(text: string, theme: ChartTheme) {
  return { display: true, text, color: theme.muted, font: { size: theme.font.small } };
}

/** A title, and in the middle the words that say why there is nothing below it. */
export function emptyChart(
  report: Report,
  title: string,
  theme: ChartTheme,
  words = "No flows",
): ChartConfiguration {
  const options = frameOptions(title, subtitleOf(report), theme);
  return {
    type: "bar",
    data: { labels: [], datasets: [] },
    options: { ...options, scales: { x: { display: false }, y: { display: false } } },
    plugins: [backgroundOf(theme), wordsInTheMiddle(words, theme)],
  };
}

/** Fills the whole chart; a chart without background cannot be read on a page of the other mode. */
export function backgroundOf(theme: ChartTheme): Plugin {
  return {
    id: "portolan-background",
    beforeDraw: ({ ctx, width, height }) => {
      ctx.save();
      ctx.fillStyle = theme.background;
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
    },
  };
}

function wordsInTheMiddle(words: string, theme: ChartTheme): Plugin {
  return {
    id: "portolan-empty",
    afterDraw: ({ ctx, width, height }) => {
      ctx.save();
      ctx.fillStyle = theme.muted;
      ctx.font = `${theme.font.title}px ${theme.font.family}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(words, width / 2, height / 2);
      ctx.restore();
    },
  };
}

/** Text that is written on or beside the elements of the datasets. */
export interface ElementLabel {
  readonly text: string;
  readonly datasetIndex: number;
  readonly index: number;
  /** Beside the element (after its end, in ink), or on it (centred, in a colour that is readable there). */
  readonly place: "beside" | "on";
  readonly colour: string;
}

const LABEL_GAP = 16;
/** The widest that a digit or a letter of usual text is in the shipped font, in parts of its size. */
const CHARACTER_WIDTH = 0.62;

/** Padding at the right, so that the words beside the longest bar stay inside the chart. */
export function roomBeside(texts: readonly string[], { font, padding }: ChartTheme): number {
  const longest = Math.max(0, ...texts.map((text) => text.length));
  return Math.ceil(LABEL_GAP + longest * CHARACTER_WIDTH * font.small + padding - 4);
}

/** Writes labels at the elements of a chart with horizontal bars or points. */
export function elementLabels(labels: readonly ElementLabel[], { font }: ChartTheme): Plugin {
  return {
    id: "portolan-labels",
    afterDatasetsDraw: (chart) => {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `${font.small}px ${font.family}`;
      ctx.textBaseline = "middle";
      for (const { text, datasetIndex, index, place, colour } of labels) {
        const element = chart.getDatasetMeta(datasetIndex).data[index];
        if (element === undefined) continue;
        const { x, y, base } = element.getProps(["x", "y", "base"], true);
        ctx.textAlign = place === "on" ? "center" : "left";
        ctx.fillStyle = colour;
        ctx.fillText(text, place === "on" ? (x + base) / 2 : x + LABEL_GAP, y);
      }
      ctx.restore();
    },
  };
}

/** On a logarithmic axis only 1, 2, 5, 10, 20, 50, … are written. */
export function roundFigure(value: number | string): string {
  const number = Number(value);
  const leading = number / 10 ** Math.floor(Math.log10(number) + 1e-9);
  const round = [1, 2, 5].some((figure) => Math.abs(leading - figure) < 1e-6);
  return number >= 1 && round ? formatCount(number) : "";
}
