/** `portolan ports`: what a port is for. */
import { renderPortTable } from "../report/terminal.ts";
import { commonPorts, findPorts, type PortRow } from "../services/find-ports.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface PortsCommandOptions {
  readonly common?: boolean;
  readonly json?: boolean;
}

export async function runPorts(
  queries: readonly string[],
  { common, json }: PortsCommandOptions,
): Promise<void> {
  if (queries.length === 0 && !common) {
    throw new UsageError(
      "say which port: portolan ports 443, portolan ports ssh, or portolan ports --common",
    );
  }
  const rows = common ? commonPorts() : queries.flatMap(rowsOf);
  if (json) return writeOutput([`${JSON.stringify(rows, null, 2)}\n`]);
  return writeOutput([renderPortTable(rows, terminalSettings(process.stdout, process.env))]);
}

function rowsOf(query: string): readonly PortRow[] {
  const { rows, problem } = findPorts(query);
  if (problem !== null) throw new UsageError(problem);
  return rows;
}
