/** Tables, those of the script included, filters, and the panel that shows one row in full. */
export const TABLE_STYLE = `
.scroll { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
table { width: 100%; border-collapse: collapse; font-size: 0.93rem; }
th, td { padding: 7px 10px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
tbody tr:hover { background: var(--hover); }
thead th { color: var(--muted); font-size: 0.82rem; font-weight: 600; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.words { white-space: normal; min-width: 200px; overflow-wrap: anywhere; }
td.share { min-width: 150px; }
.share span { display: inline-block; width: 4.6em; text-align: right; font-variant-numeric: tabular-nums; }
.share svg { width: calc(100% - 5.4em); height: 10px; margin-left: 0.6em; vertical-align: baseline; }
.share rect { fill: var(--bar); }
@media (max-width: 1500px) { .wide { display: none; } }
@media (max-width: 900px) { .minor { display: none; } }
@media (max-width: 560px) {
  .middling { display: none; }
  th, td { padding: 6px 9px; }
  td.share { min-width: 4.6em; }
  .share svg { display: none; }
  .figures { grid-template-columns: repeat(2, 1fr); gap: 8px; }
  .figures dd { font-size: 1.05rem; }
}
.filters { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: end; }
.filters label { display: grid; gap: 2px; font-size: 0.82rem; color: var(--muted); min-width: 110px; }
.filters .wide-field { flex: 1 1 190px; max-width: 340px; }
.filters input, .filters select { width: 100%; }
.filters [aria-invalid="true"] { border-color: var(--bad); border-width: 2px; }
.problem { min-height: 1.4em; margin: 4px 0 2px; color: var(--bad); font-size: 0.88rem; }
.tabs { display: flex; flex-wrap: wrap; gap: 2px 4px; }
.tabs button { border-radius: 8px 8px 0 0; border-color: transparent; background: none; white-space: nowrap; color: var(--muted); }
.tabs button:hover { background: var(--hover); }
.tabs [aria-selected="true"] {
  background: var(--surface); border-color: var(--line) var(--line) var(--surface); color: var(--ink); font-weight: 600;
  box-shadow: inset 0 3px 0 var(--accent);
}
.table { height: min(620px, 76vh); background: var(--surface); border: 1px solid var(--line); border-radius: 0 8px 8px 8px; overflow: hidden; }
.few .table { height: 340px; }
.below-table { display: flex; flex-wrap: wrap; gap: 8px 16px; justify-content: space-between; align-items: center; margin-top: 8px; min-height: 36px; }
.below-table p { margin: 0; color: var(--muted); font-size: 0.9rem; flex: 1 1 260px; }
.tabulator { position: relative; font-size: 0.9rem; overflow: hidden; text-align: left; }
.tabulator .tabulator-header {
  position: relative; width: 100%; overflow: hidden; white-space: nowrap; border-bottom: 1px solid var(--line);
  background: var(--surface); color: var(--muted); font-size: 0.82rem; font-weight: 600; user-select: none; outline: none;
}
.tabulator .tabulator-header-contents { position: relative; overflow: hidden; }
.tabulator .tabulator-headers { display: inline-block; }
.tabulator .tabulator-header .tabulator-col {
  display: inline-flex; position: relative; flex-direction: column; justify-content: center; vertical-align: bottom;
  text-align: left; overflow: hidden; box-sizing: border-box;
}
.tabulator .tabulator-col-content { position: relative; padding: 8px 10px; box-sizing: border-box; }
.tabulator .tabulator-col-title-holder { display: flex; align-items: center; gap: 4px; }
.tabulator .tabulator-col-title { flex: 1; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.tabulator .tabulator-col-sorter { order: 2; width: 9px; flex: none; }
.tabulator .right .tabulator-col-title-holder { justify-content: flex-end; }
.tabulator .right .tabulator-col-title { flex: 0 1 auto; }
.tabulator .right .tabulator-col-sorter { order: -1; }
.tabulator .tabulator-sortable { cursor: pointer; }
.tabulator .tabulator-sortable:hover { background: var(--hover); color: var(--ink); }
.tabulator .tabulator-sortable:focus-visible { outline-offset: -3px; color: var(--ink); }
.tabulator [aria-sort="ascending"], .tabulator [aria-sort="descending"] { color: var(--ink); }
.tabulator [aria-sort="ascending"] .tabulator-col-sorter::before { content: "▲"; }
.tabulator [aria-sort="descending"] .tabulator-col-sorter::before { content: "▼"; }
.tabulator .tabulator-col-sorter { font-size: 0.62rem; }
.tabulator .tabulator-tableholder {
  position: relative; width: 100%; white-space: nowrap; overflow: auto; -webkit-overflow-scrolling: touch;
}
.tabulator .tabulator-tableholder:focus-visible { outline-offset: -3px; }
.tabulator .tabulator-table { position: relative; display: inline-block; white-space: nowrap; overflow: visible; }
.tabulator .tabulator-placeholder {
  display: flex; width: 100%; align-items: center; justify-content: center; padding: 30px; white-space: normal;
  color: var(--muted); text-align: center;
}
.tabulator .tabulator-row { position: relative; box-sizing: border-box; border-bottom: 1px solid var(--line); }
.tabulator .tabulator-row:hover { background: var(--hover); }
.tabulator .tabulator-cell {
  display: inline-block; position: relative; box-sizing: border-box; padding: 5px 10px; vertical-align: middle;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; height: 100%;
}
.tabulator .right { text-align: right; font-variant-numeric: tabular-nums; }
.tabulator .tabulator-col-resize-handle { display: inline-block; width: 6px; margin: 0 -3px; z-index: 1; vertical-align: middle; position: relative; }
.tabulator .tabulator-col-resize-handle:last-of-type { width: 3px; margin-right: 0; }
.tabulator .tabulator-col-resize-handle:hover { cursor: ew-resize; background: var(--line); }
.tabulator .tabulator-print-fullscreen-hide, .tabulator-print-table { display: none; }
.link { all: unset; color: var(--accent); cursor: pointer; overflow: hidden; text-overflow: ellipsis; max-width: 100%; vertical-align: bottom; display: inline-block; }
.link:hover { text-decoration: underline; background: none; }
.link:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; border-radius: 3px; }
.link.strong { font-weight: 600; }
.meter { display: inline-flex; align-items: center; gap: 8px; width: 100%; }
.meter span { flex: 0 0 3.9em; text-align: right; font-variant-numeric: tabular-nums; }
.meter svg { flex: 1 1 20px; min-width: 0; height: 8px; border-radius: 4px; background: var(--track); }
.meter rect { fill: var(--bar); }
.meter rect.unanswered { fill: var(--warning); }
.meter rect.refused { fill: var(--bad); }
dialog {
  width: min(1100px, 100vw); max-width: 100vw; height: 100vh; height: 100dvh; max-height: none; margin: 0 0 0 auto; padding: 0; border: 0;
  background: var(--raised); color: var(--ink); box-shadow: var(--shadow); overflow: auto;
}
dialog::backdrop { background: rgb(8 12 16 / 50%); }
dialog .inside { padding: 18px clamp(12px, 3vw, 28px) 40px; }
dialog header { display: flex; gap: 12px; align-items: start; justify-content: space-between; }
dialog h2 { margin: 0; overflow-wrap: anywhere; }
dialog h3 { margin: 22px 0 8px; }
dialog .about { margin: 4px 0 0; }
dialog .figures { grid-template-columns: repeat(auto-fit, minmax(118px, 1fr)); gap: 8px; }
dialog .figures div { padding: 7px 11px; }
dialog .figures dd { font-size: 1rem; }
dialog .line { position: relative; height: 150px; }
dialog .figures dd { white-space: normal; }
dialog .two { display: grid; gap: 0 18px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); }
dialog .two > * { min-width: 0; }
dialog .scroll { max-height: 300px; overflow: auto; }
dialog .table { height: 330px; border-radius: 8px; }
dialog td code { white-space: nowrap; }
dialog .evidence { margin: 0; padding-left: 20px; }
.copied { position: fixed; left: 50%; bottom: 24px; transform: translateX(-50%); padding: 8px 16px; border-radius: 8px; background: var(--ink); color: var(--background); z-index: 5; pointer-events: none; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 560px) { .tabs button { padding: 4px 8px; font-size: 0.86rem; } .filters label { flex: 1 1 44%; } .filters .wide-field { flex-basis: 100%; max-width: none; } }
`;
