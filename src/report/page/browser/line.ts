/** The time line of one service. */

import { formatBytes, formatDuration } from "../../units.ts";
import { element } from "./dom.ts";
import type { Model } from "./model.ts";

/** Draws bytes by step into a canvas. */
export type LineDrawer = (canvas: HTMLCanvasElement, steps: readonly number[]) => void;

/** `points`: pairs of a step and its bytes. */
export function lineFigure({ data }: Model, points: readonly number[], draw: LineDrawer): HTMLElement | null {
  const { timeline } = data;
  if (timeline === null) return null;
  const steps = new Array<number>(timeline.steps).fill(0);
  let [most, total] = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    steps[points[at]] = points[at + 1];
    most = Math.max(most, points[at + 1]);
    total += points[at + 1];
  }
  const length = formatDuration(timeline.stepSeconds);
  const words = `Bytes over time: ${formatBytes(total)}, at most ${formatBytes(most)} in ${length}`;
  const canvas = element("canvas", { role: "img", "aria-label": words });
  // Its size is known once it is in the page.
  requestAnimationFrame(() => draw(canvas, steps));
  return element(
    "div",
    {},
    element("h3", {}, "Over time ", element("small", {}, `bytes in each ${length}`)),
    element("div", { class: "line" }, canvas),
  );
}
