/** What the terminal can show, and what the user asked of it. */
import type { WriteStream } from "node:tty";

const WIDTH_WITHOUT_TERMINAL = 120;

export interface TerminalSettings {
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

export function terminalSettings(output: Output, environment: NodeJS.ProcessEnv): TerminalSettings {
  return {
    width: output.columns || Number(environment.COLUMNS) || WIDTH_WITHOUT_TERMINAL,
    colour: showsColour(output, environment),
    unicode: showsUnicode(environment),
  };
}

/** The text as the locale can show it. */
export async function inLocale(text: string, { unicode }: TerminalSettings): Promise<string> {
  if (unicode) return text;
  const { asciiTable } = await import("./ascii-table.ts");
  return asciiTable(text);
}

/** no-color.org, force-color.org; else colour is for terminals only. */
export function showsColour(output: Output, environment: NodeJS.ProcessEnv): boolean {
  if (environment.NO_COLOR) return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return output.isTTY === true && environment.TERM !== "dumb";
}

/** A locale that says something else than UTF-8 is believed; one that says nothing is taken for UTF-8. */
function showsUnicode(environment: NodeJS.ProcessEnv): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "";
  if (environment.TERM === "linux") return false;
  return locale === "" || /utf-?8/i.test(locale);
}
