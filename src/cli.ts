#!/usr/bin/env node
/** The command line: arguments in, a command called; the commands stand in commands/. */
import { existsSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CHECK_FORMATS } from "./commands/check-formats.ts";
import { DIFF_FORMATS } from "./commands/diff-formats.ts";
import { EXIT_FAILED } from "./commands/exit-codes.ts";
import { FLOW_FORMATS } from "./commands/flow-formats.ts";
import { POLICY_FORMATS } from "./commands/policy-formats.ts";
import { print } from "./commands/print.ts";
import { SEVERITIES } from "./findings/finding.ts";
import { GROUPINGS, SORT_KEYS } from "./report/sort-keys.ts";
import { VERSION } from "./report/version.ts";

const CAPTURES = "pcap or pcapng files (plain, gzip or Zstandard), folders of them, or - for standard input";

const DIFF_SIDE = "a pcap or pcapng file, a folder of them, - or a ports.lock";
const EXPECTED = "which ports are expected, from where to where";
const SEEN_BEFORE = "the services that were there before (ports.lock)";
const ZONES = "call servers by the zones of this policy";
const KEEP_ADDRESSES = "tell servers on the internet apart, by address";

const MORE_HELP = `
Examples:
  portolan analyze capture.pcap
  portolan analyze captures/ --by server --top 20
  ssh router tcpdump -U -w - | portolan analyze -
  portolan report capture.pcapng --out reports/today
  portolan flows capture.pcap.gz --port https --format csv > flows.csv
  portolan check capture.pcap --policy ports.yaml --format sarif --out findings.sarif
  portolan baseline capture.pcap --out ports.lock
  portolan diff ports.lock capture.pcap
  portolan explain capture.pcap 10.0.0.5:51514-10.0.0.9:443

Exit codes: 0 done, 1 check or diff found something severe enough (--fail-on) or
verify a difference, 2 wrong usage or nothing could be read, 3 part of the input
was damaged (results hold for what was read).`;

/** What the parser has to say; printed at the end, as all output is. */
interface Said {
  /** Help, or the version. */
  help: string;
  /** What is wrong with the arguments, in one line; empty where nothing is. */
  mistake: string;
}

function program(said: Said): Command {
  const portolan = new Command("portolan")
    .description(
      "Which destination ports are in use in a packet capture, by which service, on which servers.",
    )
    .version(VERSION)
    .exitOverride()
    .addHelpText("after", MORE_HELP)
    .configureOutput({
      writeOut: (text) => {
        said.help += text;
      },
      writeErr: (text) => {
        said.help += text;
      },
      outputError: (words) => {
        said.mistake = words
          .trim()
          .replace(/\s+/g, " ")
          .replace(/^error: /, "")
          .replace(/\.$/, "");
      },
    });

  reading(portolan.command("analyze"))
    .description("show port usage: services, servers, clients, reading quality")
    .addOption(
      new Option("--json", "the report as JSON, always with all tables").conflicts(["markdown", "csv"]),
    )
    .addOption(new Option("--markdown", "the report as Markdown").conflicts(["json", "csv"]))
    .addOption(new Option("--csv", "the services as CSV").conflicts(["json", "markdown", "by"]))
    .option("--top <n>", "rows of each table (default: 10; all with --json and --csv)", wholeNumber)
    .addOption(new Option("--sort <key>", "order of rows").choices(SORT_KEYS).default("bytes"))
    .addOption(new Option("--by <what>", "show one table only").choices(GROUPINGS))
    .option("--policy <file>", EXPECTED)
    .option("--baseline <file>", SEEN_BEFORE)
    .action(async (captures, options) =>
      (await import("./commands/analyze.ts")).runAnalyze(captures, options),
    );

  reading(portolan.command("report"))
    .description("write a folder with a page, tables and charts")
    .option("-o, --out <folder>", "the folder (default: reports/<capture>)")
    .addOption(
      new Option(
        "--theme <theme>",
        "look of page and charts; print: a page for paper, without a script (default: as the reader's system)",
      ).choices(["light", "dark", "print"]),
    )
    .option("--pdf", "also print the page as report.pdf, with the Chromium that is installed")
    .addOption(new Option("--paper <size>", "of --pdf and --theme print").choices(["a4", "letter"]))
    .option("--open", "show the page in the browser")
    .option("--against <before>", `also say what changed since this: ${DIFF_SIDE}`)
    .option("--policy <file>", EXPECTED)
    .option("--baseline <file>", SEEN_BEFORE)
    .action(async (captures, options) => (await import("./commands/report.ts")).runReport(captures, options));

  reading(portolan.command("flows"))
    .description("list a row a flow")
    .addOption(new Option("--format <format>", "what to write").choices(FLOW_FORMATS).default("table"))
    .action(async (captures, options) => (await import("./commands/flows.ts")).runFlows(captures, options));

  reading(portolan.command("check"))
    .description("hold captures against a policy or a baseline, and look for scans and the like")
    .option("--policy <file>", EXPECTED)
    .option("--baseline <file>", SEEN_BEFORE)
    .option("--what-if", "also list what the rules of the policy, or baseline, would block")
    .addOption(new Option("--format <format>", "what to write").choices(CHECK_FORMATS).default("text"))
    .addOption(failOn("finding"))
    .option("-o, --out <file>", "write to this file; standard output then has the text")
    .action(async (captures, options) => (await import("./commands/check.ts")).runCheck(captures, options));

  reading(portolan.command("baseline"))
    .description("write the services that were seen into a file that is reviewed in git (ports.lock)")
    .option("-o, --out <file>", "the file (default: standard output)")
    .option("--update", "add what is new to the file, and leave what is there")
    .option("--force", "write the file anew where it is there already")
    .option("--policy <file>", ZONES)
    .option("--keep-addresses", KEEP_ADDRESSES)
    .action(async (captures, options) =>
      (await import("./commands/baseline.ts")).runBaseline(captures, options),
    );

  const diff = portolan
    .command("diff")
    .description("say what changed between two captures, or a capture and a ports.lock")
    .argument("<before>", `what was: ${DIFF_SIDE}`)
    .argument("<after>", `what is: ${DIFF_SIDE}`)
    .addOption(new Option("--format <format>", "what to write").choices(DIFF_FORMATS).default("text"))
    .addOption(failOn("difference"))
    .option("--top <n>", "rows of each kind (default: 20; --format json has all)", wholeNumber)
    .option("--policy <file>", ZONES)
    .option("--keep-addresses", KEEP_ADDRESSES);
  readingOptions(diff).action(async (before, after, options) =>
    (await import("./commands/diff.ts")).runDiff(before, after, options),
  );

  portolan
    .command("explain")
    .usage("[options] <capture...> <flow>")
    .description("say why a flow has its server and its service; or one packet, header by header")
    .argument("<capture...>", `${CAPTURES}; then the flow: 10.0.0.5:51514-10.0.0.9:443, [2001:db8::1]:…/udp`)
    .option(
      "--frame <n>",
      "explain this packet instead of a flow, counted from 1 over all captures",
      wholeNumber,
    )
    .option("--since <time>", "only packets from this time on, as 2026-11-22T04:46:00Z (UTC without a zone)")
    .option("--until <time>", "only packets before this time")
    .option("--services <file>", "your own names of services")
    .option("--json", "the explanation as JSON")
    .addOption(tunnels())
    .action(async (words, options) => (await import("./commands/explain.ts")).runExplain(words, options));

  portolan
    .command("verify")
    .description("read a classic pcap a second time with an independent reader and compare every figure")
    .argument("<capture>", "a classic pcap file with microseconds")
    .option("--json", "the comparison as JSON")
    .addOption(tunnels())
    .action(async (capture, options) => (await import("./commands/verify.ts")).runVerify(capture, options));

  portolan
    .command("ports")
    .description("look up a port or a service name: 443, 443/udp, 6000-6010, ssh")
    .argument("[query...]", "a port, a range, a name or a part of one")
    .option("--common", "the most common destination ports and what each is for")
    .option("--top <n>", "rows of each query", wholeNumber, 50)
    .option("--services <file>", "your own names of services")
    .option("--json", "rows as JSON")
    .action(async (queries, options) => (await import("./commands/ports.ts")).runPorts(queries, options));

  const policy = portolan
    .command("policy")
    .description("write a first policy from what was seen, or a firewall's rules from a policy or baseline");
  reading(policy.command("init"))
    .description("write a first policy: zones and rules for what was answered, for a person to edit")
    .option("-o, --out <file>", "the file (default: standard output)")
    .option("--force", "write over a file that is there")
    .action(async (captures, options) =>
      (await import("./commands/policy-init.ts")).runPolicyInit(captures, options),
    );
  policy
    .command("export")
    .description("write what a policy or a ports.lock allows for a firewall, or as a table for reviews")
    .argument("<policy>", "a policy's file, a ports.lock, or - for a policy on standard input")
    .addOption(
      new Option("--format <format>", "for which firewall").choices(POLICY_FORMATS).makeOptionMandatory(),
    )
    .option("--policy <file>", "the policy whose zones the ports.lock calls servers by")
    .option("--services <file>", "your own names of services")
    .action(async (path, options) =>
      (await import("./commands/policy-export.ts")).runPolicyExport(path, options),
    );
  return portolan;
}

function reading(command: Command): Command {
  return readingOptions(command.argument("<capture...>", CAPTURES));
}

/** The options of every command that reads captures. */
function readingOptions(command: Command): Command {
  return command
    .option("--port <ports>", "only flows to these ports: 443, 53/udp, 8000-8999/tcp, https", collect)
    .option("--host <hosts>", "only flows of these addresses: 10.0.0.5, 10.0.0.0/8, fd00::/8", collect)
    .option("--transport <transports>", "only flows of these: tcp, udp, sctp, dccp, udplite", collect)
    .option("--since <time>", "only packets from this time on, as 2026-11-22T04:46:00Z (UTC without a zone)")
    .option("--until <time>", "only packets before this time")
    .option("--services <file>", "your own names of services")
    .option(
      "--max-flows <n>",
      "flows kept one by one, at most; past it finished ones are folded",
      wholeNumber,
    )
    .option("--threads <n>", "threads that read large files (default: one a processor)", wholeNumber)
    .addOption(tunnels());
}

function failOn(what: string): Option {
  return new Option("--fail-on <severity>", `exit with 1 where a ${what} is as severe as this, or more`)
    .choices([...SEVERITIES, "none"])
    .default("medium");
}

function tunnels(): Option {
  return new Option("--tunnels <which>", "count tunnelled packets for the inner or the outer flow")
    .choices(["inner", "outer"])
    .default("inner");
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(text);
}

async function run(): Promise<void> {
  const said: Said = { help: "", mistake: "" };
  const portolan = program(said);
  try {
    await portolan.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (said.mistake !== "") return tellMistake(said.mistake, portolan);
    if (error.exitCode === 0) return print([said.help]);
    process.stderr.write(said.help);
    process.exitCode = EXIT_FAILED;
  }
}

async function tellMistake(mistake: string, portolan: Command): Promise<void> {
  const { UsageError } = await import("./commands/usage-error.ts");
  const [word, next] = portolan.args;
  const command = portolan.commands.find((each) => each.name() === word);
  const isCapture = command === undefined && word !== undefined && (word === "-" || existsSync(word));
  const part = command?.commands.find((each) => each.name() === next);
  const help = ["portolan", command?.name(), part?.name(), "--help"]
    .filter((name) => name !== undefined)
    .join(" ");
  throw new UsageError(`${mistake}; ${isCapture ? `try: portolan analyze ${word}` : `see: ${help}`}`);
}

async function fail(error: unknown): Promise<void> {
  const { tellFailure } = await import("./commands/tell-failure.ts");
  tellFailure(error);
}

/** What no `catch` saw: the state is unknown, so the process ends. */
async function end(error: unknown): Promise<never> {
  try {
    await fail(error);
  } finally {
    process.exit(EXIT_FAILED);
  }
}

process.on("uncaughtException", end);
process.on("unhandledRejection", end);
// `print` tells what becomes of standard output; without an ear here, a pipe closed later would end in a stack trace.
process.stdout.on("error", () => {});
// Nobody is left to be told.
process.stderr.on("error", () => {});
// No top-level await: the bundle is CommonJS, which has none.
run().catch(fail);
