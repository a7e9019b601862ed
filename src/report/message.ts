/**
 * What is said to people on standard error: one line, whatever the words contain.
 */

import { createColors } from "picocolors";
import { escapeText } from "./escape.ts";

/** A warning or an error, with a line break at the end. */
export function renderMessage(kind: "error" | "warning", words: string, colour: boolean): string {
  const colours = createColors(colour);
  const prefix = kind === "error" ? colours.red("error:") : colours.yellow("warning:");
  return `${prefix} ${escapeText(words)}\n`;
}
