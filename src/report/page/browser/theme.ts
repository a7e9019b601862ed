/** Light or dark: as the reader's system says, or as was chosen. */

import { type ChartTheme, DARK_THEME, LIGHT_THEME } from "../../charts/theme.ts";
import { byId } from "./dom.ts";

export const FONT_FAMILY =
  'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "Liberation Sans", sans-serif';
const NARROW_PIXELS = 560;

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const onPaper = matchMedia("print");

/** The charts' colours and sizes as the page is shown now. `width`: pixels that the chart has. */
export function chartTheme(width: number): ChartTheme {
  const isNarrow = width < NARROW_PIXELS;
  const base = isDark() ? DARK_THEME : LIGHT_THEME;
  return {
    ...base,
    // The chart stands on the page's own surface.
    background: surface(),
    font: { family: FONT_FAMILY, size: isNarrow ? 12 : 13, small: isNarrow ? 11 : 12, title: 15 },
    labelLength: isNarrow ? 16 : 26,
    isNarrow,
    padding: 4,
  };
}

function isDark(): boolean {
  if (onPaper.matches) return false;
  const chosen = document.documentElement.dataset.theme ?? "";
  return chosen === "" ? systemIsDark.matches : chosen === "dark";
}

function surface(): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--surface").trim();
}

/** Calls back whenever the theme may have become another one, for paper too. */
export function watchTheme(changed: () => void): void {
  const select = byId<HTMLSelectElement>("theme");
  select.value = document.documentElement.dataset.theme ?? "";
  select.addEventListener("change", () => {
    if (select.value === "") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = select.value;
    changed();
  });
  systemIsDark.addEventListener("change", changed);
  onPaper.addEventListener("change", changed);
}
