/**
 * What argus and its ra say of the flows of a capture: the source of a record is taken for the client. Both read files
 * only, so that what they are asked of is written into the system's temporary folder and removed afterwards.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { endText } from "../../src/flows/flow-ends.ts";
import { flowKey, type Packet } from "./packets.ts";
import { pcapFilesOf } from "./write-capture.ts";

export const ARGUS = "argus and ra";
/** Debian's packages that bring the programs. */
export const ARGUS_PACKAGES = "argus-server, argus-client";

/** As Debian's ra.conf has it, and as argus's makers recommend: known ports mend the direction of unclear flows. */
const RA_SETTINGS = 'RA_PORT_DIRECTION="services,wellknown"\n';
const PATIENCE = 60_000;
const LONGEST_OUTPUT = 1 << 28;

const run = promisify(execFile);

/** argus's version as it tells it, for instance `3.0.8.2`; null where argus or ra is not installed. */
export function installedArgus(): string | null {
  const [argus, ra] = ["argus", "ra"].map((program) => spawnSync(program, ["-h"], { encoding: "utf8" }));
  if (argus.error !== undefined || ra.error !== undefined) return null;
  const [, version = "of a version it does not tell"] =
    /Version ([\d.]+)/.exec(argus.stdout + argus.stderr) ?? [];
  return version;
}

/** By `flowKey`: the server's end of each flow that ra lists with its ports. Empty where argus cannot read the packets. */
export async function argusAnswers(packets: readonly Packet[]): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "portolan-roles-"));
  try {
    const settings = join(folder, "ra.conf");
    await writeFile(settings, RA_SETTINGS);
    const lists = pcapFilesOf(packets).map((file, i) => listFlows(file, join(folder, String(i)), settings));
    return parseRa((await Promise.all(lists)).join(""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listFlows(file: Uint8Array, name: string, settings: string): Promise<string> {
  const capture = `${name}.pcap`;
  const records = `${name}.argus`;
  await writeFile(capture, file);
  // -X: not as the machine's own argus.conf or .rarc says.
  await answer("argus", ["-X", "-r", capture, "-w", records]);
  const fields = ["saddr", "sport", "daddr", "dport", "proto"];
  return answer("ra", ["-X", "-F", settings, "-r", records, "-n", "-c", ",", "-s", ...fields]);
}

/** What the program prints; nothing where it fails, for instance on a link type that it does not know. */
async function answer(program: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, words, { timeout: PATIENCE, maxBuffer: LONGEST_OUTPUT });
    return stdout;
  } catch {
    return "";
  }
}

/**
 * Reads ra's lines `SrcAddr,Sport,DstAddr,Dport,Proto`. Of a flow that it lists several times (argus closes a record
 * after a while and opens another) the first line counts.
 */
export function parseRa(text: string): Map<string, string> {
  const servers = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [sourceAddress, sourcePort, address, port, transport] = line.trim().split(",");
    if (transport !== "tcp" && transport !== "sctp") continue;
    if (!isPort(sourcePort) || !isPort(port)) continue;
    const server = { address, port: Number(port) };
    const flow = flowKey(transport, { address: sourceAddress, port: Number(sourcePort) }, server);
    if (!servers.has(flow)) servers.set(flow, endText(server));
  }
  return servers;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text);
}
