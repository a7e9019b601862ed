/** The charts, drawn when they come into view, from the definitions that the files are drawn from. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartOptions,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
} from "chart.js";
import zoomPlugin from "chartjs-plugin-zoom";
import type { ChartDefinition, Charted, Measure } from "../../charts/chart.ts";
import { registerChartKinds } from "../../charts/chart-kinds.ts";
import { CHARTS } from "../../charts/charts.ts";
import type { ChartTheme } from "../../charts/theme.ts";
import { byId } from "./dom.ts";
import { figuresTable } from "./figures-table.ts";
import { chartTheme, FONT_FAMILY } from "./theme.ts";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
  zoomPlugin,
);
registerChartKinds(Chart);

Chart.defaults.font.family = FONT_FAMILY;

/** Chart.js reads the size of the window again and again; a chart is drawn anew when its width has another theme. */
const PAPER_PIXEL_RATIO = 3;

class ChartView {
  private readonly definition: ChartDefinition;
  private readonly charted: Charted;
  private readonly figure: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private chart: Chart | null = null;
  private measure: Measure;
  private isNarrow = false;

  constructor(definition: ChartDefinition, charted: Charted) {
    this.definition = definition;
    this.charted = charted;
    this.figure = byId(`chart-${definition.name}`);
    this.canvas = part<HTMLCanvasElement>(this.figure, "canvas");
    this.measure = definition.measures[0];
    for (const choice of this.figure.querySelectorAll<HTMLButtonElement>("[data-measure]")) {
      choice.addEventListener("click", () => this.choose(choice));
    }
    this.figure.querySelector(".zoom-out")?.addEventListener("click", () => this.zoomOut());
    part<HTMLDetailsElement>(this.figure, ".figures-of").addEventListener("toggle", () => this.listFigures());
  }

  get place(): HTMLElement {
    return this.figure;
  }

  draw(isPaper = false): void {
    const width = this.canvas.parentElement?.clientWidth ?? 0;
    const theme = chartTheme(width);
    const configuration = this.definition.configure(this.charted, theme, this.measure);
    const { subtitle } = configuration.options?.plugins ?? {};
    const words = [this.definition.hint, subtitleText(subtitle?.text)].filter((text) => text !== "");
    part(this.figure, "figcaption .about").textContent = words.join(" · ");
    this.chart?.destroy();
    this.isNarrow = theme.isNarrow;
    this.chart = new Chart(this.canvas, {
      ...configuration,
      options: {
        ...onScreen(configuration.options, theme),
        ...(isPaper ? { devicePixelRatio: PAPER_PIXEL_RATIO } : {}),
        plugins: { ...onScreen(configuration.options, theme).plugins, zoom: this.zoomOptions() },
      },
    } as ChartConfiguration);
    this.showZoom(false);
    this.listFigures();
  }

  /** Where it has been drawn before, and is to look otherwise now. */
  redraw(isPaper = false): void {
    if (this.chart !== null || isPaper) this.draw(isPaper);
  }

  /** Labels are shorter on a narrow screen. */
  resized(): void {
    if (this.chart === null) return;
    const theme = chartTheme(this.canvas.parentElement?.clientWidth ?? 0);
    if (theme.isNarrow !== this.isNarrow) this.draw();
  }

  private choose(choice: HTMLButtonElement): void {
    for (const other of this.figure.querySelectorAll("[data-measure]")) {
      other.setAttribute("aria-pressed", String(other === choice));
    }
    this.measure = choice.dataset.measure as Measure;
    this.draw();
  }

  private zoomOptions() {
    if (!this.definition.zoomable) return {};
    return {
      limits: { x: { min: "original" as const, max: "original" as const } },
      zoom: {
        mode: "x" as const,
        drag: { enabled: true, backgroundColor: "rgb(86 180 233 / 25%)" },
        // The wheel scrolls the page, unless Ctrl is held.
        wheel: { enabled: true, modifierKey: "ctrl" as const },
        pinch: { enabled: true },
        onZoomComplete: () => this.showZoom(true),
      },
    };
  }

  private zoomOut(): void {
    this.chart?.resetZoom();
    this.showZoom(false);
  }

  private showZoom(isZoomed: boolean): void {
    const out = this.figure.querySelector<HTMLButtonElement>(".zoom-out");
    if (out !== null) out.hidden = !isZoomed;
  }

  /** The same figures as a table, for those who cannot see the picture, once it is asked for. */
  private listFigures(): void {
    const details = part<HTMLDetailsElement>(this.figure, ".figures-of");
    if (!details.open || this.chart === null) return;
    part(details, ".scroll").replaceChildren(figuresTable(this.definition.name, this.charted, this.measure));
  }
}

/** Title and subtitle stand above the chart as text. */
function onScreen(options: ChartOptions | undefined, theme: ChartTheme): ChartOptions {
  const { plugins, ...rest } = options ?? {};
  return {
    ...rest,
    responsive: true,
    maintainAspectRatio: false,
    plugins: {
      ...plugins,
      title: { display: false },
      subtitle: { display: false },
      tooltip: {
        backgroundColor: theme.ink,
        titleColor: theme.background,
        bodyColor: theme.background,
        padding: 9,
        boxPadding: 5,
        ...plugins?.tooltip,
      },
      legend: {
        ...plugins?.legend,
        labels: { ...plugins?.legend?.labels, boxWidth: 12, boxHeight: 12, padding: 12 },
      },
    },
  } as ChartOptions;
}

/** Without the file and its time, which stand at the top of the page. */
function subtitleText(text: unknown): string {
  const parts = String(text ?? "").split("  ·  ");
  return parts.filter((words) => /^a bar is|not shown$/.test(words)).join(" · ");
}

function part<Wanted extends HTMLElement = HTMLElement>(within: HTMLElement, selector: string): Wanted {
  const found = within.querySelector<Wanted>(selector);
  if (found === null) throw new Error(`no ${selector} in #${within.id}`);
  return found;
}

/** Answers with what draws all charts anew. */
export function startCharts(charted: Charted): (isPaper?: boolean) => void {
  const views = CHARTS.map((definition) => new ChartView(definition, charted));
  const byPlace = new Map<Element, ChartView>(views.map((view) => [view.place, view]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        byPlace.get(target)?.draw();
      }
    },
    { rootMargin: "300px" },
  );
  const sized = new ResizeObserver((entries) => {
    for (const { target } of entries) byPlace.get(target)?.resized();
  });
  for (const { place } of views) {
    seen.observe(place);
    sized.observe(place);
  }
  return (isPaper) => {
    for (const view of views) view.redraw(isPaper);
  };
}
