/**
 * Draws charts to PNG and SVG, without a browser. Chart.js and the canvas are loaded when the first chart is
 * drawn.
 */

import { createRequire } from "node:module";
import type { Chart, ChartConfiguration } from "chart.js";
import type { ChartJSNodeCanvas } from "chartjs-node-canvas";
import { escapeHtml } from "../escape.ts";
import { catchText, type TextRun, textElements } from "./svg-text.ts";
import { CHART_FONT_FAMILY, CHART_HEIGHT, CHART_WIDTH, FONT_SIZE } from "./theme.ts";

/** PNG pixels for each pixel of the chart's size, so that it stays sharp in print. */
const PIXEL_RATIO = 2;

const FONT_FILES = [
  "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2",
  "@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff2",
] as const;

interface Renderers {
  readonly png: ChartJSNodeCanvas;
  readonly svg: ChartJSNodeCanvas;
}

/** One renderer a kind for the life of the process: each one that is made keeps about 1.8 MB for good. */
let renderers: Promise<Renderers> | null = null;

export async function drawPng(configuration: ChartConfiguration): Promise<Uint8Array> {
  const { png } = await loadRenderers();
  return png.renderToBuffer({
    ...configuration,
    options: { ...configuration.options, devicePixelRatio: PIXEL_RATIO },
  });
}

/** An SVG document whose text is text, with a name and a description for screen readers. */
export async function drawSvg(
  configuration: ChartConfiguration,
  title: string,
  description: string,
): Promise<string> {
  const { svg } = await loadRenderers();
  const runs: TextRun[] = [];
  const plugins = [catchText(runs), ...(configuration.plugins ?? [])];
  const shapes = svg.renderToBufferSync({ ...configuration, plugins }, "image/svg+xml").toString("utf8");
  return shortenPaths(shapes)
    .replace(
      /<svg ([^>]*)>/,
      (_all, attributes: string) =>
        `<svg ${attributes} viewBox="0 0 ${CHART_WIDTH} ${CHART_HEIGHT}" role="img">` +
        `<title>${escapeHtml(title)}</title><desc>${escapeHtml(description)}</desc>`,
    )
    .replace(/<\/svg>\s*$/, () => `${textElements(runs)}</svg>\n`);
}

function loadRenderers(): Promise<Renderers> {
  renderers ??= makeRenderers();
  return renderers;
}

async function makeRenderers(): Promise<Renderers> {
  const { GlobalFonts } = await import("@napi-rs/canvas");
  const require = createRequire(import.meta.url);
  for (const file of FONT_FILES) {
    if (GlobalFonts.registerFromPath(require.resolve(file), CHART_FONT_FAMILY) === null) {
      throw new Error(`the font ${file} cannot be read; install portolan again`);
    }
  }
  const { ChartJSNodeCanvas } = await import("chartjs-node-canvas");
  const { registerChartKinds } = await import("./chart-kinds.ts");
  const options = {
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    chartCallback: (chart: typeof Chart) => {
      registerChartKinds(chart);
      chart.defaults.font.family = CHART_FONT_FAMILY;
      chart.defaults.font.size = FONT_SIZE;
    },
  };
  return { png: new ChartJSNodeCanvas(options), svg: new ChartJSNodeCanvas({ ...options, type: "svg" }) };
}

/** Tenths of a pixel are enough for a shape. */
function shortenPaths(svg: string): string {
  return svg.replace(/ d="[^"]*"/g, (path) =>
    path.replace(/\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))),
  );
}
