/** What a firewall's own form cannot say, in words. */
import type { PortRange } from "../../findings/finding.ts";
import type { AllowedTraffic } from "../../findings/policy/allowed.ts";
import { transportNamed } from "../../services/port-specification.ts";
import { portLabel } from "../../services/registry.ts";
import { escapeText } from "../escape.ts";

/** Ports that stand for ports that are negotiated: docs/protocols.md. */
const NEGOTIATED = ["20/tcp", "69/udp", "111/tcp", "111/udp", "135/tcp", "5004/udp", "5005/udp"] as const;
/** Ports on which others are negotiated, and that which stands for these. A lock has only the former. */
const CONTROL = [
  { port: "21/tcp", data: "20/tcp" },
  { port: "554/tcp", data: "5004/udp" },
  { port: "5060/tcp", data: "5004/udp" },
  { port: "5060/udp", data: "5004/udp" },
] as const;

/** A sentence for each service that is allowed by its port but runs on others that were negotiated. */
export function negotiatedNotes(
  allowed: readonly AllowedTraffic[],
  sentence: (what: string) => string,
): string[] {
  const isAllowed = (port: string) => allowed.some(({ ports }) => ports.some((range) => names(range, port)));
  const control = CONTROL.filter(({ port, data }) => isAllowed(port) && !isAllowed(data));
  return [
    ...NEGOTIATED.filter(isAllowed).map(
      (port) => `${labelOf(port)} stands for connections on negotiated ports`,
    ),
    ...control.map(({ port }) => `${labelOf(port)} negotiates ports of further connections`),
  ].map((words) => `${words}: ${sentence("following them")}.`);
}

function labelOf(written: string): string {
  const [port, transport] = written.split("/");
  const named = transportNamed(transport) ?? "tcp";
  return portLabel(named, Number(port));
}

/** Wide ranges are not about negotiated ports. */
const NARROW = 10;

function names({ transport, first, last }: PortRange, written: string): boolean {
  const port = Number.parseInt(written, 10);
  return last - first < NARROW && first <= port && port <= last && written === `${port}/${transport}`;
}

/** A line each, whatever the words hold. */
export function notesAsComments(notes: readonly string[]): string[] {
  return notes.map((note) => `# ${escapeText(note)}`);
}
