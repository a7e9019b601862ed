/**
 * Text from strangers, made safe for where it is shown. Host names, interface names, file names and payload
 * come from a capture, and may hold control codes that rewrite a terminal, markup that runs in a browser, or
 * formulas that a spreadsheet starts.
 */

/**
 * Code points that are not seen but act: control codes C0 and C1 with DEL (Cc), format characters such as the
 * bidirectional overrides and zero-width joiners (Cf), lone surrogates (Cs), private and unassigned code points
 * whose look and width nobody knows (Co, Cn), the line and paragraph separators (Zl, Zp), and everything else
 * that Unicode lets a renderer leave out (variation selectors, Hangul fillers, tags).
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Printable ASCII, which is nearly all text there is; the check is many times faster than the rest. */
const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_LINES = /^[\x20-\x7e\n]*$/;

/** More marks than two on one letter are written over the lines above and below. */
const STACKED_MARKS = /(\p{M}{2})(\p{M}+)/gu;

const hexadecimal = (codePoint: number): string => {
  const digits = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return codePoint <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
};

const spellOut = (text: string): string =>
  Array.from(text, (character) => hexadecimal(character.codePointAt(0) ?? 0)).join("");

/**
 * One line of plain text: what is unseen is spelled out (`\x1b`, `\u202e`). Every other escape in this file
 * starts with this one, since the unseen deceives in a browser and an editor too.
 */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(UNSEEN, spellOut)
    .replace(STACKED_MARKS, (_all, kept: string, rest: string) => kept + spellOut(rest));
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** For element content and quoted attribute values of HTML and XML. */
export function escapeHtml(text: string): string {
  return escapeText(text).replace(/[&<>"'`]/g, (character) => HTML_ENTITIES[character] ?? "");
}

/**
 * For a Markdown paragraph or table cell (GitHub Flavored Markdown, sections 2.4 and 4.10). Characters that
 * start markup get a backslash; `&`, `<` and `>` become entities because raw HTML passes through Markdown, and
 * `|` too, since renderers disagree on a backslash before it. Bare addresses would become links by themselves.
 */
export function escapeMarkdown(text: string): string {
  return escapeText(text)
    .replace(/[\\`*_[\]~$]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\|/g, "&#124;")
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//")
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, 3)}&#46;`)
    .replace(/^(\s*)([#+=-])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, "$1\\$2");
}

/**
 * A Markdown code span, for names out of a capture: nothing in it is markup, a link or a mention. The fence is
 * longer than any run of backticks inside (CommonMark, section 6.1). A pipe would end a table's cell.
 */
export function markdownCode(text: string): string {
  const plain = escapeText(text).replace(/\|/g, "\\x7c");
  if (plain.trim() === "") return "";
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${plain}${space}${fence}`;
}

/**
 * For a cell of a CSV file: a cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return is run as a
 * formula by spreadsheets (OWASP, "CSV Injection"), so an apostrophe goes before it; full-width forms too,
 * which Excel in Japanese folds. Quotes and separators are the CSV writer's work.
 */
export function escapeCsv(text: string): string {
  const plain = escapeText(text);
  return /^\s*[=+\-@\t\r＝＋－＠]/u.test(plain) ? `'${plain}` : plain;
}

/**
 * For JSON that may be printed to a terminal: what is unseen becomes `\uXXXX`, which every reader turns back.
 * Takes JSON text, in which such characters can only stand inside strings.
 */
export function escapeJson(json: string): string {
  if (PLAIN_LINES.test(json)) return json;
  return json.replace(UNSEEN, (character) =>
    character === "\n"
      ? character
      : Array.from(
          { length: character.length },
          (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
        ).join(""),
  );
}
