/**
 * Text of an SVG chart that stays text. The canvas writes it either as outlines, which nobody can search, copy
 * or hear, or glyph by glyph at fixed places in one font, losing the characters that the font lacks. So the
 * text is caught as it is drawn, and written as `<text>` elements that keep their measured length in any font.
 */

import type { Chart, Plugin } from "chart.js";
import { escapeHtml } from "../escape.ts";

type Context = Chart["ctx"];

export interface TextRun {
  readonly text: string;
  /** Six numbers of SVG's `matrix()`. */
  readonly matrix: readonly [number, number, number, number, number, number];
  readonly x: number;
  /** Of the alphabetic baseline. */
  readonly y: number;
  readonly width: number;
  readonly anchor: "start" | "middle" | "end";
  readonly fontSize: number;
  readonly bold: boolean;
  readonly fill: string;
}

/** Fonts that are as wide as the shipped one come first. */
const FONT_FAMILIES = "'DejaVu Sans', Verdana, 'Bitstream Vera Sans', Arial, sans-serif";

const ANCHORS: Readonly<Record<Context["textAlign"], TextRun["anchor"]>> = {
  left: "start",
  start: "start",
  center: "middle",
  right: "end",
  end: "end",
};

/** A plugin that fills `runs` instead of drawing text. It must be the first of a chart's plugins. */
export function catchText(runs: TextRun[]): Plugin {
  return {
    id: "portolan-svg-text",
    beforeInit: ({ ctx }) => {
      ctx.fillText = (text: string, x: number, y: number) => {
        if (text.trim() !== "") runs.push(describeRun(ctx, text, x, y));
      };
      keepStateReadable(ctx);
    },
    beforeDraw: () => {
      runs.length = 0;
    },
  };
}

/**
 * @napi-rs/canvas 1.0 restores its drawing state, but goes on answering with the fill and the font that were set
 * last. Setting them again after each `restore` makes what is read what is drawn.
 */
function keepStateReadable(context: Context): void {
  const states: Pick<Context, "fillStyle" | "font" | "textAlign" | "textBaseline">[] = [];
  const save = context.save.bind(context);
  const restore = context.restore.bind(context);
  context.save = () => {
    const { fillStyle, font, textAlign, textBaseline } = context;
    states.push({ fillStyle, font, textAlign, textBaseline });
    save();
  };
  context.restore = () => {
    restore();
    const state = states.pop();
    if (state !== undefined) Object.assign(context, state);
  };
}

function describeRun(context: Context, text: string, x: number, y: number): TextRun {
  const { a, b, c, d, e, f } = context.getTransform();
  const { width, fontBoundingBoxAscent } = context.measureText(text);
  const baseline = context.textBaseline;
  context.textBaseline = "alphabetic";
  const ascent = context.measureText(text).fontBoundingBoxAscent;
  context.textBaseline = baseline;
  return {
    text,
    matrix: [a, b, c, d, e, f],
    x,
    y: y + ascent - fontBoundingBoxAscent,
    width,
    anchor: ANCHORS[context.textAlign],
    fontSize: Number(/([\d.]+)px/.exec(context.font)?.[1] ?? 12),
    bold: /\b(?:bold|[6-9]00)\b/.test(context.font),
    fill: String(context.fillStyle),
  };
}

/** The runs as SVG elements, to stand after everything else that is drawn. */
export function textElements(runs: readonly TextRun[]): string {
  return runs.map(textElement).join("");
}

function textElement({ text, matrix, x, y, width, anchor, fontSize, bold, fill }: TextRun): string {
  const isIdentity = matrix.every((number, index) => number === IDENTITY[index]);
  const attributes = [
    ...(isIdentity ? [] : [`transform="matrix(${matrix.map(shortNumber).join(" ")})"`]),
    `x="${shortNumber(x)}" y="${shortNumber(y)}"`,
    `font-family="${FONT_FAMILIES}" font-size="${shortNumber(fontSize)}"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(anchor === "start" ? [] : [`text-anchor="${anchor}"`]),
    `textLength="${shortNumber(width)}" lengthAdjust="spacingAndGlyphs"`,
    `fill="${escapeHtml(fill)}"`,
  ];
  return `<text ${attributes.join(" ")} xml:space="preserve">${escapeHtml(text)}</text>`;
}

const IDENTITY = [1, 0, 0, 1, 0, 0];

const shortNumber = (number: number): string => String(Number(number.toFixed(2)));
