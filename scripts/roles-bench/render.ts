/** The results as Markdown. */

import { endText } from "../../src/flows/flow-ends.ts";
import type { Part } from "../capture-parts.ts";
import { escaped, table } from "../markdown.ts";
import { ARGUS, ARGUS_PACKAGES } from "./argus.ts";
import { VARIANT_WORDS, VARIANTS, type Variant } from "./harder.ts";
import type { PartResults, Results, WrongFlow } from "./results.ts";
import type { Figure, OwnFigure, Pair, VariantScore } from "./score.ts";

/** Rows of wrong flows that are shown; the rest is counted. */
const SHOWN = 40;
const NOTHING = "–";

export function renderResults(results: Results): string {
  const { judged, training } = results.parts;
  const parts = [
    "# Who is the server: how often it is told rightly",
    "Written by `npm run roles:bench`; what is asked and how stands in [docs/roles.md](../../docs/roles.md#the-benchmark), all figures in [roles.json](roles.json).",
    conditions(results),
    "## Variants",
    VARIANTS.map((variant) => `- **${variant}**: ${VARIANT_WORDS[variant]}`).join("\n"),
    ...partSections("judged", "Captures not trained on", judged, results),
    ...partSections("training", "Captures for training", training, results),
    ...wrongSection(results),
  ];
  return `${parts.join("\n\n")}\n`;
}

function conditions({ date, commit, node, argus, unreadable, parts }: Results): string {
  const lines = [
    `- ${date}, commit ${commit}, Node ${node}${argus === null ? "" : `, argus ${argus}`}`,
    ...(["judged", "training"] as const).map((part) => {
      const { counts } = parts[part];
      return (
        `- ${part}: ${number(counts.captures)} captures, ${number(counts.packets)} packets; in ${number(counts.capturesWithTruth)} of them ${number(counts.established)} flows whose handshake tells the server. ` +
        `Left out: ${number(counts.ambiguous)} that both ends opened or accepted, ${number(counts.unanswered)} that only one end opened, ${number(counts.unopened)} without a handshake`
      );
    }),
    `- ${number(parts.judged.counts.sharedWithOther)} of the judged flows have the very ends of a flow of the captures for training: captures made from one another`,
  ];
  if (unreadable > 0) lines.push(`- ${number(unreadable)} files could not be read`);
  if (argus === null) lines.push(`- Not installed or not asked: argus (Debian's packages ${ARGUS_PACKAGES})`);
  return lines.join("\n");
}

function partSections(part: Part, title: string, results: PartResults, { argus }: Results): string[] {
  return [
    `## ${title}`,
    ownTable(results, ({ own }) => own.all),
    `${goneWords(results)} *Mean of captures*: each capture counts for one, whatever it holds; in brackets how many have such flows.`.trim(),
    `### Where the server has the higher port (${part})`,
    ownTable(results, ({ own }) => own.serverAbove),
    `### Others (${part})`,
    othersWords(argus !== null),
    othersTable(results, (pair) => pair.all),
    "Where the server has the higher port:",
    othersTable(results, (pair) => pair.serverAbove),
    `### Clues (${part})`,
    "Flows that each clue decided, and how many percent of them are right.",
    cluesTable(results),
    `### Calibration (${part})`,
    "What was told with a confidence is to be right as often. In percent.",
    calibrationTable(results),
  ];
}

function ownTable({ variants }: PartResults, figureIn: (score: VariantScore) => OwnFigure): string {
  const head = ["variant", "flows", "right", "mean of captures", "told as known", "right of these"];
  const rows = VARIANTS.map((variant) => {
    const figure = figureIn(variants[variant]);
    return [
      variant,
      number(figure.flows),
      percent(figure.share),
      `${percent(figure.meanOfCaptures)} (${number(figure.captures)})`,
      percent(figure.knownShare),
      percent(figure.knownRightShare),
    ];
  });
  return table(head, rows);
}

function goneWords({ variants }: PartResults): string {
  const gone = VARIANTS.filter((variant) => variants[variant].gone > 0).map(
    (variant) => `${number(variants[variant].gone)} in ${variant}`,
  );
  return gone.length === 0 ? "" : `Not counted, since no packet of them is left: ${gone.join(", ")}.`;
}

function othersWords(withArgus: boolean): string {
  const sentences = [
    "Share of the flows that is right, and behind it the mean of the captures' shares, in percent.",
    "In brackets the share that anything was told of, where that is not all: two equal ports tell nothing.",
    "What is not told counts as not right.",
  ];
  if (withArgus) {
    sentences.push(`${ARGUS}: no ports of SCTP are told, and some tunnels and link types are passed over.`);
  }
  return sentences.join(" ");
}

function othersTable({ variants }: PartResults, choose: <T>(pair: Pair<T>) => T): string {
  const rows = [row("portolan", (score) => choose<Figure>(score.own))];
  for (const name of Object.keys(variants.complete.others)) {
    rows.push(row(name, (score) => (name in score.others ? choose(score.others[name]) : null)));
  }
  return table(["who", ...VARIANTS], rows);

  function row(name: string, figureOf: (score: VariantScore) => Figure | null): string[] {
    return [name, ...VARIANTS.map((variant) => otherCell(figureOf(variants[variant])))];
  }
}

function otherCell(figure: Figure | null): string {
  if (figure === null || figure.flows === 0) return NOTHING;
  const shares = `${digits(figure.share)} / ${digits(figure.meanOfCaptures)}`;
  return figure.told === figure.flows ? shares : `${shares} (told ${digits(figure.told / figure.flows)})`;
}

function cluesTable({ variants }: PartResults): string {
  const flowsOf = (variant: Variant, clue: string) =>
    variants[variant].clues.find((figure) => figure.clue === clue);
  const totals = new Map<string, number>();
  for (const variant of VARIANTS) {
    for (const { clue, flows } of variants[variant].clues) totals.set(clue, (totals.get(clue) ?? 0) + flows);
  }
  const rows = [...totals]
    .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || (one < other ? -1 : 1))
    .map(([clue]) => [
      clue,
      ...VARIANTS.map((variant) => {
        const figure = flowsOf(variant, clue);
        return figure === undefined ? "" : `${number(figure.flows)}: ${digits(figure.right / figure.flows)}`;
      }),
    ]);
  return table(["clue", ...VARIANTS], rows);
}

function calibrationTable({ variants }: PartResults): string {
  const rows = VARIANTS.flatMap((variant) => [
    ...variants[variant].calibration.map(({ from, to, flows, told, right }) => [
      variant,
      `${from}–${to}`,
      number(flows),
      digits(told),
      digits(right),
      signed(right - told),
    ]),
    [variant, "all, mean distance", "", "", "", digits(variants[variant].calibrationError)],
  ]);
  return table(["variant", "told", "flows", "mean told", "right", "difference"], rows);
}

function wrongSection({ parts, wrongInTraining }: Results): string[] {
  const known = wrongInTraining.filter(({ isKnown }) => isKnown);
  const more = known.length - SHOWN;
  return [
    "## Told as known, and wrong",
    table(
      ["captures", ...VARIANTS],
      (["judged", "training"] as const).map((part) => [
        part,
        ...VARIANTS.map((variant) => {
          const { known, knownRight } = parts[part].variants[variant].own.all;
          return `${number(known - knownRight)} of ${number(known)}`;
        }),
      ]),
    ),
    "Those of the captures for training, each with its true client and server; the others are only counted, so that nobody learns them.",
    known.length === 0
      ? "None."
      : table(
          ["capture", "client → server", "variants", "clue", "confidence"],
          known.slice(0, SHOWN).map(wrongRow),
        ),
    ...(more > 0
      ? [`And ${number(more)} more; \`npm run roles:bench -- CAPTURES… --wrong\` lists all.`]
      : []),
  ];
}

function wrongRow(flow: WrongFlow): string[] {
  return [
    escaped(flow.capture),
    flowText(flow),
    flow.variants.join(", "),
    flow.clue,
    (flow.confidencePercent / 100).toFixed(2),
  ];
}

/** Every wrong flow of the captures for training, a line each, with tabs between capture, flow, variants, clue and confidence. */
export function renderWrong(flows: readonly WrongFlow[]): string {
  const lines = flows.map((flow) =>
    [
      JSON.stringify(flow.capture).slice(1, -1),
      flowText(flow),
      flow.variants.join(","),
      flow.clue,
      (flow.confidencePercent / 100).toFixed(2),
      flow.isKnown ? "known" : "guess",
    ].join("\t"),
  );
  return lines.join("\n");
}

function flowText({ transport, client, server }: WrongFlow): string {
  return `${transport} ${endText(client)} → ${endText(server)}`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function percent(share: number | null): string {
  return share === null ? NOTHING : `${digits(share)} %`;
}

function digits(share: number | null): string {
  return share === null ? NOTHING : (100 * share).toFixed(1);
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${digits(Math.abs(share))}`;
}
