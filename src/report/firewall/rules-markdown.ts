/** Firewall rules as Markdown, for reviews. */

import type { PortRange } from "../../findings/finding.ts";
import type {
  AddressBlock,
  AddressSet,
  AllowedTraffic,
  FirewallRules,
} from "../../findings/policy/allowed.ts";
import { portWords } from "../../findings/policy/port-set.ts";
import { prefixText } from "../../findings/policy/prefix.ts";
import { lookUp } from "../../services/registry.ts";
import { escapeMarkdown, markdownCode } from "../escape.ts";
import { formatCount } from "../units.ts";
import { VERSION } from "../version.ts";

/** Prefixes of a zone that a cell lists. */
const LISTED = 20;

export function renderRulesMarkdown(rules: FirewallRules): string {
  const named = rules.sets.filter(({ isOwn }) => isOwn);
  const sections = [
    `# Allowed ports`,
    `From ${markdownCode(rules.source)}. What is in no row is not allowed.`,
    table(
      ["From", "To", "Ports", "Reason", "Rule"],
      rules.allowed.map((traffic) => cellsOf(traffic, "anywhere but multicast")),
    ),
    ...(rules.denied.length > 0
      ? [
          "## Denied",
          "Taken out of the rows above wherever it stands before them.",
          table(
            ["From", "To", "Ports", "Reason", "Rule"],
            rules.denied.map((traffic) => cellsOf(traffic, "anywhere but multicast")),
          ),
        ]
      : []),
    ...(named.length > 0
      ? [
          "## Zones",
          table(
            ["Zone", "Addresses"],
            named.map((set) => [escapeMarkdown(set.name), blocksText(set)]),
          ),
        ]
      : []),
    "Every other address is in a zone of its own: see docs/policy.md for multicast, loopback and link-local.",
    `Written by portolan ${VERSION}.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function cellsOf({ from, to, ports, words, reason }: AllowedTraffic, everywhere: string): string[] {
  return [
    zonesText(from, "anywhere"),
    zonesText(to, everywhere),
    ports.map(portText).join(", "),
    escapeMarkdown(reason ?? ""),
    escapeMarkdown(words),
  ];
}

function zonesText(sets: readonly AddressSet[] | null, everywhere: string): string {
  return sets === null ? everywhere : sets.map(({ name }) => escapeMarkdown(name)).join(", ");
}

/** `443/tcp (https)`; a range without a name. */
function portText(range: PortRange): string {
  const { transport, first, last } = range;
  const name = transport !== null && first === last ? lookUp(transport, first)?.name : undefined;
  return escapeMarkdown(name === undefined ? portWords(range) : `${portWords(range)} (${name})`);
}

function blocksText({ blocks }: AddressSet): string {
  const shown = blocks.slice(0, LISTED).map(blockText);
  const more = blocks.length - shown.length;
  return [...shown, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join(", ");
}

function blockText({ prefix, except }: AddressBlock): string {
  const left =
    except.length === 0
      ? ""
      : ` without ${except
          .slice(0, LISTED)
          .map((hole) => markdownCode(prefixText(hole)))
          .join(", ")}`;
  return markdownCode(prefixText(prefix)) + left;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "Nothing.";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}
