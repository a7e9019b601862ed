/** Tabs as the ARIA Authoring Practices have them: arrows go from one to the next, one of them is in the order of Tab. */

import type { TableId } from "../explore-section.ts";
import { byId } from "./dom.ts";

/** `shown` is told what a reader chose. Answers with what shows a tab without telling. */
export function startTabs(ids: readonly TableId[], shown: (id: TableId) => void): (id: TableId) => void {
  const choose = (chosen: TableId) => {
    for (const id of ids) {
      const tab = byId(`tab-${id}`);
      tab.setAttribute("aria-selected", String(id === chosen));
      tab.tabIndex = id === chosen ? 0 : -1;
      byId(`panel-${id}`).hidden = id !== chosen;
    }
  };
  for (const [index, id] of ids.entries()) {
    const tab = byId(`tab-${id}`);
    tab.addEventListener("click", () => {
      choose(id);
      shown(id);
    });
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      const target =
        key === "Home" ? 0 : key === "End" ? ids.length - 1 : step === undefined ? null : index + step;
      if (target === null) return;
      const next = byId(`tab-${ids[(target + ids.length) % ids.length]}`);
      next.focus();
      next.click();
    });
  }
  return choose;
}
