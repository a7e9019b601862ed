/** What a firewall's own form cannot say, in words. */
import type { PortRange } from "../../findings/finding.ts";
import type { AllowedTraffic } from "../../findings/policy/allowed.ts";
import { transportNamed } from "../../services/port-specification.ts";
import { lookUp, serviceLabel } from "../../services/registry.ts";
import { escapeText } from "../escape.ts";

/** Ports that stand for ports that are negotiated: docs/protocols.md. */
const NEGOTIATED = ["20/tcp", "69/udp", "111/tcp", "111/udp", "135/tcp", "5004/udp", "5005/udp"] as const;

/** A sentence for each service that is allowed by its port but runs on others that were negotiated. */
export function negotiatedNotes(
  allowed: readonly AllowedTraffic[],
  sentence: (what: string) => string,
): string[] {
  return NEGOTIATED.filter((port) =>
    allowed.some(({ ports }) => ports.some((range) => names(range, port))),
  ).map((written) => {
    const [port, transport] = written.split("/");
    const named = transportNamed(transport) ?? "tcp";
    const label = serviceLabel(named, Number(port), lookUp(named, Number(port))?.name ?? null);
    return `${label} stands for connections on negotiated ports: ${sentence("following them")}.`;
  });
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
