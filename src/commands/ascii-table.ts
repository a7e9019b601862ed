/** Tables for a locale that is not UTF-8, in which a stranger's host name may still hold what ASCII lacks. */
import stringWidth from "string-width";

/** The columns stay where they are: a question mark for each column that a character took. */
export function asciiTable(text: string): string {
  return text.replace(/[^\p{ASCII}]/gu, (character) => "?".repeat(stringWidth(character)));
}
