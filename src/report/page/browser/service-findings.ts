/** Which findings are about which services. */

import { SEVERITIES } from "../../../findings/finding.ts";
import type { FindingReport } from "../../report.ts";
import { covers, readSpan } from "./filters.ts";
import { type Model, readLabel } from "./model.ts";

/** A finding about more services than this is about none in particular: a scan. */
const SERVICES_AT_MOST = 64;

export function severityRank({ severity }: FindingReport): number {
  return SEVERITIES.indexOf(severity);
}

export function findingsOf(model: Model, label: string): FindingReport[] {
  return model.data.findings.filter((finding) => isAbout(finding, label));
}

/** The most severe finding of each service, by its label. */
export function findingsOfServices(model: Model): Map<string, FindingReport> {
  const worst = new Map<string, FindingReport>();
  for (const finding of model.data.findings) {
    const about = model.services.filter(({ label }) => isAbout(finding, label));
    if (about.length > SERVICES_AT_MOST) continue;
    for (const { label } of about) {
      const known = worst.get(label);
      if (known === undefined || severityRank(finding) > severityRank(known)) worst.set(label, finding);
    }
  }
  return worst;
}

function isAbout({ ports }: FindingReport, label: string): boolean {
  const { port, transport } = readLabel(label);
  return ports.some((span) => covers(readSpan(span), transport, port));
}
