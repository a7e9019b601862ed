/**
 * Kinds of charts that Chart.js itself has not. chartjs-node-canvas loads a Chart.js of its own for each renderer, and what
 * comes from other packages belongs to that which they load: so they are made known to both, and by what they are, since
 * a Chart.js does not know the classes of another one.
 */

import { Chart } from "chart.js";
import { MatrixController, MatrixElement } from "chartjs-chart-matrix";
import { Flow, SankeyController } from "chartjs-chart-sankey";
import { TreemapController, TreemapElement } from "chartjs-chart-treemap";

const CONTROLLERS = [MatrixController, SankeyController, TreemapController];
const ELEMENTS = [MatrixElement, Flow, TreemapElement];

export function registerChartKinds(chart: typeof Chart): void {
  for (const { registry } of [Chart, chart]) {
    registry.addControllers(...CONTROLLERS);
    registry.addElements(...ELEMENTS);
  }
}
