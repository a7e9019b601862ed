import type { Difference } from "./compare.ts";
import type { Verification } from "./verify.ts";

const SHOWN = 20;

/** A verification in words: one line where all figures agree, else a line for each that does not, up to 20. */
export function renderVerification(verification: Verification): string {
  const { comparable, reason, packets, flows, compared, differing, differences } = verification;
  if (!comparable) return `not compared: ${reason}\n`;
  const read = `${number(packets)} packets and ${number(flows)} flows read a second time with npm pcap-parser`;
  if (differing === 0) return `${read}: all ${number(compared)} figures agree\n`;
  const lines = differences.slice(0, SHOWN).map(line);
  const more = differing > lines.length ? [`  and ${number(differing - lines.length)} more`] : [];
  const heading = `${read}: ${number(differing)} of ${number(compared)} figures differ`;
  return `${[heading, ...lines, ...more].join("\n")}\n`;
}

function line({ figure, engine, reference }: Difference): string {
  return `  ${figure}: engine ${engine ?? "has none"}, reference ${reference ?? "has none"}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
