import { renderMessage } from "../report/terminal.ts";
import { showsColour } from "./terminal-settings.ts";

/** Each line of the message as an error line on standard error. */
export function tellError(error: Error): void {
  const colour = showsColour(process.stderr, process.env);
  for (const line of error.message.split("\n")) process.stderr.write(renderMessage("error", line, colour));
}
