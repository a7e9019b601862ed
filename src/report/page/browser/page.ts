/** What brings the page to life. It reads the page's own data, and nothing else. */

import type { PageData } from "../page-data.ts";
import { startCharts } from "./chart-views.ts";
import { Detail } from "./detail.ts";
import { byId } from "./dom.ts";
import { Explorer } from "./explore.ts";
import { openFinding, startFindings } from "./findings.ts";
import { lineDrawer } from "./line-chart.ts";
import { readModel } from "./model.ts";
import { watchTheme } from "./theme.ts";

/** By then tables have taken the size of their place. */
const SETTLED_MILLISECONDS = 60;

function start(): void {
  const model = readModel(JSON.parse(byId("data").textContent ?? "") as PageData);
  const explorer: Explorer = new Explorer(model, {
    service: (label) => detail.showService(label),
    flow: (flow) => detail.showFlow(flow),
  });
  const leads = { host: (address: string) => explorer.ask({ host: address }), finding: openFinding };
  const detail = new Detail(model, leads, lineDrawer(model));
  const drawCharts = startCharts({ report: model.report, map: model.data.map });
  watchTheme(() => drawCharts());
  watchPrinting(drawCharts);
  startFindings((finding) => explorer.ask({ finding }, "flows"));
  explorer
    .start()
    .then(() => {
      performance.mark("shown");
      setTimeout(() => document.documentElement.classList.add("started"), SETTLED_MILLISECONDS);
    })
    .catch(giveUp);
}

/** Nothing can be opened on paper: what is closed is opened for it, and closed again. */
function watchPrinting(drawCharts: (isPaper?: boolean) => void): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    const closed = document.querySelectorAll<HTMLDetailsElement>(
      "details.finding:not([open]), details.kind:not([open])",
    );
    opened = [...closed];
    for (const details of opened) details.open = true;
    drawCharts(true);
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    drawCharts();
  });
}

/** All that the page knows stands in it without a script, too. */
function giveUp(error: unknown): void {
  document.documentElement.classList.remove("scripted");
  console.error(error);
}

try {
  start();
} catch (error) {
  giveUp(error);
}
