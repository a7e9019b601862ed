/** Which client uses which service, and how much: a cell darker the more there is, with its figure. */

import type { ChartConfiguration, Plugin } from "chart.js";
import type { MatrixControllerDatasetOptions } from "chartjs-chart-matrix";
import type { TrafficMap } from "../traffic-map.ts";
import { formatBytes, formatCount } from "../units.ts";
import type { Charted, Measure } from "./chart.ts";
import {
  backgroundOf,
  chartLabel,
  emptyChart,
  frameOptions,
  notShown,
  shortenText,
  subtitleOf,
  wordsInTooltip,
} from "./frame.ts";
import { figureInWords } from "./measure.ts";
import { type ChartTheme, seeThrough } from "./theme.ts";

const TITLE = "Clients and the services they use";
const FAINTEST = 0.14;
const FULLEST = 0.72;

interface Cell {
  readonly x: string;
  readonly y: string;
  readonly value: number;
}

export function clientMatrix(
  { report, map }: Charted,
  theme: ChartTheme,
  measure: Measure,
): ChartConfiguration {
  const { clients, services } = map.matrix;
  if (clients.length === 0 || services.length === 0) return emptyChart(report, TITLE, theme);
  const columns = unlike(services.map((label) => chartLabel(label, theme)));
  const rows = unlike(clients.map((address) => shortenText(address, theme.labelLength)));
  const cells = cellsOf(map, measure, columns, rows);
  const largest = Math.max(1, ...cells.map(({ value }) => value));
  const left = report.totals.clients - clients.length;
  const frame = frameOptions(TITLE, subtitleOf(report, ...notShown(left, "more client")), theme);
  const [fill] = theme.series;
  const dataset = {
    label: measure,
    data: cells,
    backgroundColor: ({ raw }: { raw?: unknown }) => seeThrough(fill, strength((raw as Cell).value, largest)),
    borderColor: theme.background,
    borderWidth: 1,
    width: ({ chart }: { chart: Area }) => cellSize(chart, "width", columns.length),
    height: ({ chart }: { chart: Area }) => cellSize(chart, "height", rows.length),
  } as unknown as MatrixControllerDatasetOptions;
  const configuration = {
    type: "matrix",
    data: { datasets: [dataset] },
    options: {
      ...frame,
      plugins: wordsInTooltip(frame, ({ dataIndex }: { dataIndex: number }) => {
        const { x, y, value } = cells[dataIndex];
        return `${y} → ${x}: ${figureInWords(value, measure)}`;
      }),
      scales: {
        x: {
          type: "category",
          labels: columns,
          position: "top",
          offset: true,
          ticks: {
            color: theme.ink,
            font: { size: theme.font.small },
            autoSkip: false,
            minRotation: 30,
            maxRotation: 60,
          },
          grid: { display: false },
          border: { display: false },
        },
        y: {
          type: "category",
          labels: rows,
          offset: true,
          reverse: false,
          ticks: { color: theme.ink, font: { size: theme.font.small }, autoSkip: false },
          grid: { display: false },
          border: { display: false },
        },
      },
    },
    plugins: [backgroundOf(theme), figuresInCells(cells, measure, theme)],
  };
  return configuration as unknown as ChartConfiguration;
}

interface Area {
  readonly chartArea?: { readonly width: number; readonly height: number };
}

function cellSize({ chartArea }: Area, side: "width" | "height", count: number): number {
  return Math.max(1, (chartArea?.[side] ?? 0) / count - 2);
}

function cellsOf({ matrix }: TrafficMap, measure: Measure, columns: string[], rows: string[]): Cell[] {
  return rows.flatMap((y, row) =>
    columns.flatMap((x, column) => {
      const value = matrix[measure][row][column];
      return value > 0 ? [{ x, y, value }] : [];
    }),
  );
}

/** Figures differ by orders of magnitude. */
function strength(value: number, largest: number): number {
  const part = largest <= 1 ? 1 : Math.log(1 + value) / Math.log(1 + largest);
  return FAINTEST + (FULLEST - FAINTEST) * part ** 2;
}

/** Labels that were cut alike would share a row; a category is its label. */
function unlike(labels: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count === 1 ? label : `${label} ·${count}`;
  });
}

function figuresInCells(cells: readonly Cell[], measure: Measure, theme: ChartTheme): Plugin {
  return {
    id: "portolan-cell-figures",
    afterDatasetsDraw: (chart) => {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `${theme.font.small}px ${theme.font.family}`;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = theme.ink;
      for (const [index, { value }] of cells.entries()) {
        const element = chart.getDatasetMeta(0).data[index] as unknown as {
          getProps(names: string[], final: boolean): Record<"x" | "y" | "width" | "height", number>;
        };
        if (element === undefined) continue;
        const { x, y, width, height } = element.getProps(["x", "y", "width", "height"], true);
        const text = measure === "bytes" ? formatBytes(value) : formatCount(value);
        if (ctx.measureText(text).width < width - 4 && height > theme.font.small + 2) {
          ctx.fillText(text, x + width / 2, y + height / 2);
        }
      }
      ctx.restore();
    },
  };
}
