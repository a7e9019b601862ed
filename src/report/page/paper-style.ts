/** On paper: black on white, nothing to press, no row or chart torn in two. */
const PAPER = `
  :root, :root[data-theme="dark"], :root[data-theme="light"] {
    color-scheme: light;
    --background: #ffffff; --surface: #ffffff; --raised: #ffffff; --ink: #000000; --muted: #444444; --line: #bbbbbb;
    --accent: #005a8f; --bar: #0072b2; --track: #e4e9ee; --warning: #8a4b00; --warning-surface: #ffffff; --bad: #a8321a;
    --critical: #8f1d10; --high: #a8321a; --medium: #8a4b00; --low: #4a5a00; --info: #40566b; --hover: transparent;
  }
  body { font-size: 9.5pt; }
  .page { max-width: none; padding: 0; }
  header.top { padding-top: 0; }
  nav, .skip, .theme, .scripted .scripted-only:not(#charts), dialog, .copy, .show-flows, .controls, .figures-of { display: none; }
  .scripted .static-only { display: block; }
  .wide, .minor { display: none; }
  h1 { font-size: 18pt; }
  h2 { font-size: 13pt; break-after: avoid; }
  h3 { font-size: 10.5pt; }
  section { margin-top: 16pt; }
  figure, tr, .finding, .figures div, .notice { break-inside: avoid; }
  .figures { grid-template-columns: repeat(4, 1fr); gap: 5pt; }
  .figures div { padding: 4pt 7pt; }
  .figures dd { font-size: 11pt; }
  .charts { grid-template-columns: 1fr; gap: 8pt; }
  figure.chart { padding: 6pt; }
  .canvas { height: 92mm; }
  .scroll { overflow: visible; border: 0; }
  table { font-size: 8.5pt; }
  th, td { padding: 2pt 5pt; }
  .words { min-width: 0; }
  thead { display: table-header-group; }
  .finding .body { padding: 0 8pt 6pt; }
  .finding .advice { background: none; padding: 0; }
  .facts { gap: 2pt; }
  a { color: inherit; text-decoration: none; }
  .paper-only { display: block; margin: 4pt 0 0; color: var(--muted); font-size: 8.5pt; }
  tbody tr:nth-child(n+61) { display: none; }
`;

export const PAPER_STYLE = `
@page { margin: 14mm 12mm; }
@media print {${PAPER}}
`;
