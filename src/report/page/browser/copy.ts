/** Copying a display filter. */

import { button, element } from "./dom.ts";

const SHOWN_MILLISECONDS = 1800;

export function copyButton(text: string, what: string): HTMLButtonElement {
  return button("Copy", () => void copy(text), { class: "copy", "aria-label": `Copy ${what}` });
}

/** A filter with its button. */
export function filterWithCopy(filter: string): HTMLElement {
  const code = element("code", { class: "filter" }, filter);
  return element("span", {}, code, copyButton(filter, "the display filter"));
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  tell("Copied");
}

/** Where a page that was opened from a file may not use the clipboard. */
function copyBySelection(text: string): void {
  const field = element("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  field.value = text;
  const before = document.activeElement;
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}

function tell(words: string): void {
  const note = element("div", { class: "copied", role: "status" }, words);
  (document.querySelector("dialog[open]") ?? document.body).append(note);
  setTimeout(() => note.remove(), SHOWN_MILLISECONDS);
}
