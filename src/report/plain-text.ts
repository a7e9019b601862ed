/** Words of findings for a terminal, which may know ASCII alone. */
import { escapeText } from "./escape.ts";
import type { TextStyle } from "./text-table.ts";

/** Signs that findings are told with, in ASCII. */
const SPELLINGS: Readonly<Record<string, string>> = {
  "…": "...",
  "–": "-",
  "→": "->",
  "×": "x",
  "·": "|",
  "≥": ">=",
  "≤": "<=",
  "“": '"',
  "”": '"',
  "’": "'",
  µ: "u",
};

/** One line, safe to print; in ASCII where the terminal has no more, strangers' names apart. */
export function plain(text: string, style: TextStyle): string {
  const escaped = escapeText(text);
  return style.unicode ? escaped : escaped.replace(/[…–→×·≥≤“”’µ]/g, (sign) => SPELLINGS[sign] ?? sign);
}
