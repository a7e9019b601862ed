/** The page's style sheet: light and dark, from 360 to 2560 pixels, and for paper. */

import { PAPER_STYLE } from "./paper-style.ts";
import { TABLE_STYLE } from "./table-style.ts";

/** What decides of the page's look. */
export interface StyleOptions {
  readonly theme?: "light" | "dark" | "print" | undefined;
  readonly paper?: "a4" | "letter" | undefined;
}

const LIGHT = `
  --background: #f6f7f9; --surface: #ffffff; --raised: #ffffff; --ink: #1b1f24; --muted: #57606a; --line: #d9dee4;
  --accent: #0068a4; --on-accent: #ffffff; --hover: #eef4f9; --chosen: #e1eef7; --bar: #0072b2; --track: #e4e9ee;
  --warning: #8a4b00; --warning-surface: #fff4e0; --bad: #a8321a; --bad-surface: #fdeae6; --good: #0072b2;
  --critical: #8f1d10; --high: #a8321a; --medium: #8a4b00; --low: #4a5a00; --info: #40566b;
  --shadow: 0 1px 2px rgb(20 30 40 / 6%), 0 8px 28px rgb(20 30 40 / 14%);`;

const DARK = `
  --background: #0d1014; --surface: #14181d; --raised: #1a2027; --ink: #e6e9ed; --muted: #9aa4b0; --line: #2a3139;
  --accent: #6dbdf0; --on-accent: #06121b; --hover: #1b232c; --chosen: #1d3244; --bar: #56b4e9; --track: #262e37;
  --warning: #ffc876; --warning-surface: #2c2211; --bad: #ff9b85; --bad-surface: #34201c; --good: #56b4e9;
  --critical: #ffb3a3; --high: #ff9b85; --medium: #ffc876; --low: #c6d36a; --info: #a9bccf;
  --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 55%);`;

const COLOURS = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
:root[data-theme="light"] { color-scheme: light; ${LIGHT} }
:root[data-theme="dark"] { color-scheme: dark; ${DARK} }
`;

const PAGE = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body {
  margin: 0; background: var(--background); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "Liberation Sans", sans-serif;
}
.page { max-width: 2400px; margin: 0 auto; padding: 0 clamp(12px, 2.5vw, 48px) 48px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 12px; padding: 8px 12px; background: var(--surface); color: var(--accent); z-index: 3; }
header.top { padding: 28px 0 8px; }
h1 { margin: 0; font-size: clamp(1.4rem, 1.1rem + 1.2vw, 2.1rem); line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 1.25rem; line-height: 1.3; }
h2 small, h3 small { font-size: 0.9rem; font-weight: normal; color: var(--muted); }
h3 { margin: 0; font-size: 1rem; line-height: 1.35; }
.about { margin: 6px 0 0; color: var(--muted); overflow-wrap: anywhere; }
a { color: var(--accent); }
nav {
  position: sticky; top: 0; z-index: 2; background: var(--background); border-bottom: 1px solid var(--line);
  display: flex; gap: 16px; align-items: center; justify-content: space-between;
}
nav ul { display: flex; gap: 4px 22px; margin: 0; padding: 10px 2px; list-style: none; overflow-x: auto; }
nav a { text-decoration: none; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
nav .theme { display: flex; gap: 6px; align-items: center; color: var(--muted); font-size: 0.85rem; white-space: nowrap; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
section { margin-top: 34px; }
button, select, input {
  font: inherit; font-size: 0.92rem; color: var(--ink); background: var(--surface);
  border: 1px solid var(--muted); border-radius: 6px; padding: 5px 10px; min-height: 34px; max-width: 100%;
}
button { cursor: pointer; }
button:hover { background: var(--hover); }
button:disabled { opacity: 0.6; cursor: default; }
.theme select { padding: 2px 6px; min-height: 28px; font-size: 0.85rem; }
.sentences { margin: 0; padding: 0; list-style: none; max-width: 110ch; }
.sentences li { padding: 3px 0 3px 18px; position: relative; overflow-wrap: anywhere; }
.sentences li::before {
  content: ""; position: absolute; left: 0; top: 0.95em; width: 8px; height: 3px; border-radius: 2px; background: var(--bar);
}
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 10px; margin: 16px 0 0; }
.figures div { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
.figures dt { color: var(--muted); font-size: 0.82rem; }
.figures dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.notice {
  margin: 16px 0 0; padding: 12px 16px; border-left: 4px solid var(--warning); border-radius: 4px;
  background: var(--warning-surface); color: var(--ink); overflow-wrap: anywhere;
}
.notice ul { margin: 4px 0 0; padding-left: 20px; }
.quiet, .more { margin: 8px 0 0; color: var(--muted); font-size: 0.92rem; }
code { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 0.9em; overflow-wrap: anywhere; }
.none { color: var(--muted); }
.bad { color: var(--bad); font-weight: 600; }
footer { margin-top: 40px; color: var(--muted); font-size: 0.9rem; }
.scripted .static-only { display: none; }
html:not(.scripted) .scripted-only, .paper-only { display: none; }
`;

const FINDINGS = `
.counts { margin: 0 0 10px; color: var(--muted); font-size: 0.92rem; }
.counts .gap { display: inline-block; width: 16px; }
.badge {
  display: inline-block; min-width: 62px; padding: 1px 8px; border-radius: 99px; border: 1px solid currentcolor;
  font-size: 0.78rem; font-weight: 600; line-height: 1.4; text-align: center;
}
.badge.critical { color: var(--critical); border-width: 2px; } .badge.high { color: var(--high); }
.badge.medium { color: var(--medium); } .badge.low { color: var(--low); } .badge.info { color: var(--info); }
.finding { background: var(--surface); border: 1px solid var(--line); border-left-width: 4px; border-radius: 8px; margin: 0 0 8px; }
.finding.critical { border-left-color: var(--critical); } .finding.high { border-left-color: var(--high); }
.finding.medium { border-left-color: var(--medium); } .finding.low { border-left-color: var(--low); }
.finding.info { border-left-color: var(--info); }
.finding summary { padding: 9px 14px; cursor: pointer; overflow-wrap: anywhere; }
.finding summary:hover { background: var(--hover); border-radius: 8px; }
.finding .title { font-weight: 600; margin: 0 6px 0 4px; }
.finding small { color: var(--muted); white-space: nowrap; }
.finding .body { padding: 0 16px 14px; overflow-wrap: anywhere; max-width: 130ch; }
.finding p { margin: 6px 0; }
.finding .advice { padding: 8px 12px; background: var(--background); border-radius: 6px; }
.facts { margin: 10px 0 0; display: grid; gap: 6px 18px; }
.facts div { display: grid; grid-template-columns: minmax(7rem, 10rem) 1fr; gap: 12px; align-items: baseline; }
.facts dt { color: var(--muted); font-size: 0.9rem; }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.filter { padding: 2px 6px; background: var(--background); border: 1px solid var(--line); border-radius: 4px; }
.copy { min-height: 26px; padding: 1px 9px; margin-left: 8px; font-size: 0.82rem; }
.against { margin: 0 0 10px; overflow-wrap: anywhere; }
.kind { margin: 0 0 12px; }
.kind summary { padding: 4px 0 8px; font-weight: 600; cursor: pointer; }
.kind small { font-weight: normal; color: var(--muted); }
.show-flows { margin-top: 10px; }
@media (max-width: 560px) { .facts div { grid-template-columns: 1fr; gap: 0; } }
`;

const CHARTS = `
.charts { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 620px), 1fr)); }
figure { margin: 0; min-width: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
figure.chart { padding: 14px 16px 10px; display: flex; flex-direction: column; }
figure.chart .about { font-size: 0.82rem; min-height: 1.5em; margin: 2px 0 0; }
.controls { display: flex; flex-wrap: wrap; gap: 8px; justify-content: space-between; min-height: 36px; margin: 4px 0; align-items: center; }
.measures { display: inline-flex; }
.measures button { border-radius: 0; margin-left: -1px; min-height: 28px; padding: 2px 12px; font-size: 0.84rem; }
.measures button:first-child { border-radius: 6px 0 0 6px; margin-left: 0; }
.measures button:last-child { border-radius: 0 6px 6px 0; }
[aria-pressed="true"] { background: var(--chosen); font-weight: 600; box-shadow: inset 0 -2px 0 var(--accent); }
.zoom-out { min-height: 28px; padding: 2px 12px; font-size: 0.84rem; }
.canvas { position: relative; height: 400px; }
.canvas canvas { position: absolute; inset: 0; }
.figures-of { margin-top: 8px; font-size: 0.88rem; }
.figures-of summary { color: var(--muted); cursor: pointer; }
.figures-of .scroll { max-height: 320px; overflow: auto; margin-top: 6px; }
.pictures svg { display: block; width: 100%; height: auto; }
@media (max-width: 560px) { .theme span { position: absolute; clip-path: inset(50%); width: 1px; } .canvas { height: 340px; } figure.chart { padding: 12px 10px 8px; } }
`;

export function pageStyle(options: StyleOptions): string {
  const { theme, paper } = options;
  const colours = theme === "print" ? `:root { color-scheme: light; ${LIGHT} }\n` : COLOURS;
  const size = paper === undefined ? "" : `@page { size: ${paper === "a4" ? "A4" : "Letter"}; }\n`;

  return [colours, PAGE, FINDINGS, CHARTS, TABLE_STYLE, PAPER_STYLE, size].join("");
}
