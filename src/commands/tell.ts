/** Words for people, to standard error. */
import { renderMessage } from "../report/message.ts";
import { terminalSettings } from "./terminal-settings.ts";

/** One line, whatever the words contain. */
export function tell(kind: "error" | "warning", words: string): void {
  const { colour, unicode } = terminalSettings(process.stderr, process.env);
  process.stderr.write(renderMessage(kind, unicode ? words : inAscii(words), colour));
}

const SPELLINGS: Readonly<Record<string, string>> = { "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..." };

/** For a locale that is not UTF-8: plain quotation marks, and code points for what ASCII lacks. */
function inAscii(text: string): string {
  return text.replace(
    /[^\p{ASCII}]/gu,
    (character) => SPELLINGS[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
