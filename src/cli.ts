#!/usr/bin/env node
/** The command line: arguments in, a command called; the commands stand in commands/. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { EXIT_FAILED } from "./commands/exit-codes.ts";
import { endQuietlyOnClosedPipe } from "./commands/write-output.ts";
import { VERSION } from "./report/version.ts";

const SORT_KEYS = ["bytes", "packets", "flows", "clients", "port"];
const GROUPINGS = ["service", "server", "client"];
const FLOW_FORMATS = ["table", "csv", "ndjson", "parquet"];
const CAPTURES = "pcap or pcapng files (plain, gzip or Zstandard), folders of them, or - for standard input";

function program(): Command {
  const portolan = new Command("portolan")
    .description(
      "Which destination ports are in use in a packet capture, by which service, on which servers.",
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ outputError: (words, write) => write(`${words.trim().replace(/\s*\n\s*/g, " ")}\n`) });

  reading(portolan.command("analyze"))
    .description("show port usage: services, servers, clients, reading quality")
    .addOption(new Option("--json", "the report as JSON").conflicts(["markdown", "csv"]))
    .addOption(new Option("--markdown", "the report as Markdown").conflicts(["json", "csv"]))
    .addOption(new Option("--csv", "the services as CSV").conflicts(["json", "markdown"]))
    .option("--top <n>", "rows of each table", wholeNumber)
    .addOption(new Option("--sort <key>", "order of rows").choices(SORT_KEYS).default("bytes"))
    .addOption(new Option("--by <what>", "show one table only").choices(GROUPINGS))
    .action(async (captures, options) =>
      (await import("./commands/analyze.ts")).runAnalyze(captures, options),
    );

  reading(portolan.command("report"))
    .description("write a folder with a page, tables and charts")
    .option("-o, --out <folder>", "the folder (default: reports/<capture>)")
    .action(async (captures, options) => (await import("./commands/report.ts")).runReport(captures, options));

  reading(portolan.command("flows"))
    .description("list a row a flow")
    .addOption(new Option("--format <format>", "what to write").choices(FLOW_FORMATS).default("table"))
    .action(async (captures, options) => (await import("./commands/flows.ts")).runFlows(captures, options));

  portolan
    .command("verify")
    .description("read a classic pcap a second time with an independent reader and compare every figure")
    .argument("<capture>", "a classic pcap file with microseconds")
    .option("--json", "the comparison as JSON")
    .action(async (capture, options) => (await import("./commands/verify.ts")).runVerify(capture, options));

  portolan
    .command("ports")
    .description("look up a port or a service name: 443, 443/udp, 6000-6010, ssh")
    .argument("[query...]", "a port, a range or a name")
    .option("--common", "the most common destination ports and what each is for")
    .option("--json", "rows as JSON")
    .action(async (queries, options) => (await import("./commands/ports.ts")).runPorts(queries, options));
  return portolan;
}

/** The options of every command that reads captures. */
function reading(command: Command): Command {
  return command
    .argument("<capture...>", CAPTURES)
    .option("--port <ports>", "only flows to these ports: 443, 53/udp, 8000-8999/tcp, https", collect)
    .option("--host <hosts>", "only flows of these addresses: 10.0.0.5, 10.0.0.0/8, fd00::/8", collect)
    .option("--transport <transports>", "only flows of these: tcp, udp, sctp, dccp, udplite", collect)
    .option("--since <time>", "only packets from this time on, as 2026-11-22T04:46:00Z (UTC without a zone)")
    .option("--until <time>", "only packets before this time")
    .option("--services <file>", "your own names of services")
    .addOption(
      new Option("--tunnels <which>", "count tunnelled packets for the inner or the outer flow")
        .choices(["inner", "outer"])
        .default("inner"),
    );
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(text);
}

/** Errors that say in one line what is wrong and what to do; anything else is a bug and keeps its stack. */
const EXPECTED_ERRORS = new Set(["UsageError", "UnreadableCapture", "ReportFolderError"]);

endQuietlyOnClosedPipe();
try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_FAILED;
  } else if (error instanceof Error && EXPECTED_ERRORS.has(error.name)) {
    const { tellError } = await import("./commands/tell-error.ts");
    tellError(error);
    process.exitCode = EXIT_FAILED;
  } else throw error;
}
