/** Charts: places for those that the script draws, or pictures of them where there is none. */

import { CHARTS } from "../charts/charts.ts";
import { escapeHtml } from "../escape.ts";

/** A chart as an SVG document. */
export interface HtmlChart {
  readonly title: string;
  readonly svg: string;
}

/** A place for each chart, of the size that it will have. */
export function chartPlaces(): string {
  const places = CHARTS.map(({ name, title, description, measures, zoomable }) => {
    const choice =
      measures.length < 2
        ? ""
        : `<div class="measures" role="group" aria-label="What ${escapeHtml(title)} shows">${measures
            .map(
              (measure, index) =>
                `<button type="button" data-measure="${measure}" aria-pressed="${index === 0}">${measure}</button>`,
            )
            .join("")}</div>`;
    const zoom = zoomable ? '<button type="button" class="zoom-out" hidden>Whole time</button>' : "";
    const controls = choice + zoom;
    return `<figure class="chart" id="chart-${name}" data-chart="${name}">
<figcaption><h3>${escapeHtml(title)}</h3><p class="about"></p></figcaption>
${controls === "" ? "" : `<div class="controls">${controls}</div>`}
<div class="canvas"><canvas role="img" aria-label="${escapeHtml(`${title}. ${description}`)}"></canvas></div>
<details class="figures-of"><summary>Figures of “${escapeHtml(title)}”</summary><div class="scroll" role="group" aria-label="Figures of ${escapeHtml(title)}" tabindex="0"></div></details>
</figure>`;
  });
  return section(`<div class="charts">\n${places.join("\n")}\n</div>`, "scripted-only");
}

/** Each chart as a picture in the page. */
export function chartPictures(charts: readonly HtmlChart[]): string {
  if (charts.length === 0) return "";
  const pictures = charts.map(
    ({ title, svg }, index) =>
      `<figure aria-label="${escapeHtml(title)}">${inlineSvg(svg, `c${index}`)}</figure>`,
  );
  return section(`<div class="charts pictures">\n${pictures.join("\n")}\n</div>`, "");
}

function section(content: string, className: string): string {
  const classes = className === "" ? "" : ` class="${className}"`;
  return `<section id="charts"${classes} aria-labelledby="charts-title">
<h2 id="charts-title">Charts</h2>
${content}</section>`;
}

/** An SVG document as an element of the page. Every document numbers its clip paths alike, so they get a prefix. */
function inlineSvg(svg: string, prefix: string): string {
  return svg
    .slice(svg.indexOf("<svg"))
    .trim()
    .replace(/ id="(cl_[0-9a-f]+)"/g, ` id="${prefix}-$1"`)
    .replace(/url\(#(cl_[0-9a-f]+)\)/g, `url(#${prefix}-$1)`);
}
