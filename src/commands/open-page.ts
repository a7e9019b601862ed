/** `report --open`: shows the page in the reader's browser. */
import { resolve } from "node:path";
import { escapeText } from "../report/escape.ts";
import { findOpener, startProgram } from "./browser-program.ts";
import { tell } from "./tell.ts";

/** The report is there whether or not it can be shown: so a failure is told, and no more. */
export async function openPage(path: string): Promise<void> {
  const opener = findOpener(process.env, process.platform);
  const page = resolve(path);
  const isOpen = opener !== null && (await startProgram({ ...opener, words: [...opener.words, page] }));
  if (!isOpen)
    tell("warning", `--open: no program that opens files was found; open ${escapeText(page)} in a browser`);
}
