/**
 * The style sheet of `index.html`: light and dark by the reader's setting, from 360 to 2560 pixels, and for paper.
 */
export const STYLE_SHEET = `
:root {
  color-scheme: light dark;
  --background: #f6f7f9; --surface: #ffffff; --ink: #1b1f24; --muted: #57606a; --line: #d9dee4;
  --accent: #0072b2; --bar: #cfe3f1; --warning: #8a4b00; --warning-surface: #fff4e0; --bad: #a8321a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #0d1014; --surface: #14181d; --ink: #e6e9ed; --muted: #9aa4b0; --line: #2a3139;
    --accent: #56b4e9; --bar: #1f3d54; --warning: #ffc876; --warning-surface: #2c2211; --bad: #ff9b85;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 4rem; }
body {
  margin: 0; background: var(--background); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "Liberation Sans", sans-serif;
}
.page { max-width: 2400px; margin: 0 auto; padding: 0 clamp(12px, 2.5vw, 48px) 48px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 12px; padding: 8px 12px; background: var(--surface); color: var(--accent); z-index: 3; }
header.top { padding: 28px 0 8px; }
h1 { margin: 0; font-size: clamp(1.4rem, 1.1rem + 1.2vw, 2.1rem); line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 14px; font-size: 1.2rem; }
h2 small { font-size: 0.9rem; font-weight: normal; color: var(--muted); }
.about { margin: 6px 0 0; color: var(--muted); overflow-wrap: anywhere; }
nav { position: sticky; top: 0; z-index: 2; background: var(--background); border-bottom: 1px solid var(--line); }
nav ul { display: flex; gap: 4px 22px; margin: 0; padding: 10px 0; list-style: none; overflow-x: auto; }
nav a { color: var(--accent); text-decoration: none; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section { margin-top: 34px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0 0; }
.figures div { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.figures dt { color: var(--muted); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.notice {
  margin: 20px 0 0; padding: 12px 16px; border-left: 4px solid var(--warning); border-radius: 4px;
  background: var(--warning-surface); color: var(--ink); overflow-wrap: anywhere;
}
.notice ul { margin: 4px 0 0; padding-left: 20px; }
.charts { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 860px), 1fr)); }
figure {
  margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto;
}
figure svg { display: block; width: 100%; min-width: 600px; height: auto; }
.dark-chart { display: none; }
@media (prefers-color-scheme: dark) { .light-chart { display: none; } .dark-chart { display: block; } }
.scroll { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
table { width: 100%; border-collapse: collapse; font-size: 0.93rem; }
th, td { padding: 7px 10px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
tbody tr:hover { background: var(--background); }
thead th { color: var(--muted); font-size: 0.82rem; font-weight: 600; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.words { white-space: normal; min-width: 200px; overflow-wrap: anywhere; }
td.share { min-width: 150px; }
.share span { display: inline-block; width: 4.6em; text-align: right; font-variant-numeric: tabular-nums; }
.share svg { width: calc(100% - 5.4em); height: 10px; margin-left: 0.6em; vertical-align: baseline; }
.share rect { fill: var(--accent); }
code { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 0.92em; }
.none { color: var(--muted); }
.bad { color: var(--bad); font-weight: 600; }
.severity-critical, .severity-high { color: var(--bad); font-weight: 600; }
.severity-medium { color: var(--warning); font-weight: 600; }
.more { margin: 8px 0 0; color: var(--muted); font-size: 0.9rem; }
footer { margin-top: 40px; color: var(--muted); font-size: 0.9rem; }
@media (max-width: 1500px) { .wide { display: none; } }
@media (max-width: 900px) { .minor { display: none; } }
@media (max-width: 560px) {
  .middling { display: none; }
  th, td { padding: 6px 9px; }
  td.share { min-width: 4.6em; }
  .share svg { display: none; }
  .figures { grid-template-columns: repeat(2, 1fr); gap: 8px; }
  .figures dd { font-size: 1.1rem; }
}
@media print {
  .wide, .minor { display: none; }
  :root {
    --background: #ffffff; --surface: #ffffff; --ink: #000000; --muted: #444444; --line: #bbbbbb;
    --accent: #0072b2; --warning: #8a4b00; --warning-surface: #ffffff; --bad: #a8321a;
  }
  body { font-size: 10pt; }
  nav, .skip { display: none; }
  .light-chart { display: block; }
  .dark-chart { display: none; }
  figure, tr { break-inside: avoid; }
  .charts { grid-template-columns: 1fr; }
  figure svg { min-width: 0; }
  .scroll { overflow: visible; border: 0; }
  th, td { padding: 3px 6px; }
  thead { display: table-header-group; }
}
`;
