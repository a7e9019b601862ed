/** What the script adds to the findings: a filter can be copied, and its flows be looked at. */

import { copyButton } from "./copy.ts";
import { button } from "./dom.ts";

export function startFindings(showFlows: (finding: string) => void): void {
  for (const filter of document.querySelectorAll<HTMLElement>("#changes code.filter")) {
    filter.after(copyButton(filter.textContent ?? "", "the display filter"));
  }
  for (const finding of allFindings()) {
    for (const filter of finding.querySelectorAll<HTMLElement>("code.filter")) {
      filter.after(copyButton(filter.textContent ?? "", "the display filter"));
    }
    const id = finding.dataset.finding ?? "";
    const show = button("Show its flows", () => showFlows(id), { class: "show-flows" });
    finding.querySelector(".body")?.append(show);
  }
}

export function openFinding(id: string): void {
  const finding = allFindings().find((candidate) => candidate.dataset.finding === id);
  if (finding === undefined) return;
  finding.open = true;
  finding.scrollIntoView({ block: "center" });
  finding.querySelector("summary")?.focus({ preventScroll: true });
}

function allFindings(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("details.finding")];
}
