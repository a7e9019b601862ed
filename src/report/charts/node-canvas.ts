/**
 * The one import of chartjs-node-canvas. In the published package this file holds a bundle of it, because it
 * depends on a `canvas` that downloads its binary, and npm's overrides do not reach those who install portolan
 * (scripts/bundle-charts.mjs).
 */
export { ChartJSNodeCanvas } from "chartjs-node-canvas";
