/** `portolan ports`: what a port is for. */
import { renderPortTable } from "../report/terminal.ts";
import { formatCount } from "../report/units.ts";
import { commonPorts, findPorts, type PortRow } from "../services/find-ports.ts";
import type { UserServiceNames } from "../services/registry.ts";
import { EXIT_FAILED } from "./exit-codes.ts";
import { print } from "./print.ts";
import { readServiceNames } from "./service-names.ts";
import { tell } from "./tell.ts";
import { inLocale, terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";

export interface PortsCommandOptions {
  readonly common?: boolean;
  readonly json?: boolean;
  readonly services?: string;
  /** Rows of each query at most. */
  readonly top: number;
}

export async function runPorts(queries: readonly string[], options: PortsCommandOptions): Promise<void> {
  if (options.common && queries.length > 0) {
    throw new UsageError(`--common shows its own list; leave it out to look up ${queries.join(" ")}`);
  }
  if (queries.length === 0 && !options.common) {
    throw new UsageError(
      "say which port: portolan ports 443, portolan ports ssh, or portolan ports --common",
    );
  }
  const userNames = await readServiceNames(options.services);
  const rows = options.common
    ? commonPorts()
    : queries.flatMap((query) => rowsOf(query, userNames, options.top));
  if (options.json) return print([`${JSON.stringify(rows, null, 2)}\n`]);
  if (rows.length === 0) return;
  const settings = terminalSettings(process.stdout, process.env);
  return print([await inLocale(renderPortTable(rows, settings), settings)]);
}

/** A query that finds nothing is told, and fails the command; the others are answered all the same. */
function rowsOf(query: string, userNames: UserServiceNames | undefined, top: number): readonly PortRow[] {
  const { rows, total, problem } = findPorts(query, { limit: top, ...(userNames && { userNames }) });
  if (problem !== null) throw new UsageError(problem);
  if (total === 0) {
    tell("error", `“${query}”: no such port or service; look through the list with: portolan ports --common`);
    process.exitCode = EXIT_FAILED;
  }
  if (total > rows.length) {
    const count = `${formatCount(rows.length)} of ${formatCount(total)}`;
    tell("warning", `“${query}”: ${count} rows are shown; --top ${total} shows all`);
  }
  return rows;
}
