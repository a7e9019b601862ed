import { widthOf } from "./text-table.ts";

/** Breaks text at spaces into lines of at most `width` columns; a longer word has a line of its own, in parts. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    for (const part of partsOf(word, width)) {
      if (line === "") line = part;
      else if (widthOf(`${line} ${part}`) <= width) line = `${line} ${part}`;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return [...lines, line];
}

/** The word itself, or, where no line has room for it, pieces of it. */
function partsOf(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const parts = [""];
  for (const character of word) {
    const last = parts[parts.length - 1];
    if (last !== "" && widthOf(last + character) > width) parts.push(character);
    else parts[parts.length - 1] = last + character;
  }
  return parts;
}
