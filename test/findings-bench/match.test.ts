/** Which findings tell of which scan, and what is counted of it. */
import { describe, expect, test } from "vitest";
import type { CertifiedScan } from "../../scripts/findings-bench/certificates.ts";
import { matchScans } from "../../scripts/findings-bench/match.ts";
import { renderResults } from "../../scripts/findings-bench/render.ts";
import { countByRule, type Results, scanResults } from "../../scripts/findings-bench/results.ts";
import { SCAN_VERSIONS, type ScanVersion } from "../../scripts/findings-bench/versions.ts";
import type { Finding } from "../../src/findings/finding.ts";

const SCAN: CertifiedScan = {
  technique: "syn",
  transport: "tcp",
  sources: ["10.0.0.1", "fd00::1"],
  targets: ["10.1.0.0/24", "10.2.0.1", "fd00::2"],
  ports: "1-20",
};

function finding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: "vertical-scan",
    severity: "medium",
    key: "",
    title: "a scan",
    detail: "",
    advice: "",
    clients: ["10.0.0.1"],
    servers: ["10.1.0.9"],
    ports: [{ transport: "tcp", first: 1, last: 20 }],
    flows: 20,
    frames: [],
    displayFilter: "",
    decidedBy: null,
    ...parts,
  };
}

describe("a finding tells of a scan", () => {
  test.each<[string, Partial<Finding>, boolean]>([
    ["one of its sources asked one of its targets", {}, true],
    ["whichever way it is told", { rule: "horizontal-scan" }, true],
    ["a target by its address", { servers: ["192.0.2.1", "10.2.0.1"] }, true],
    ["IPv6", { clients: ["fd00::1"], servers: ["fd00::2"] }, true],
    ["another source", { clients: ["10.0.0.2"] }, false],
    ["another target", { servers: ["10.1.1.1"] }, false],
    ["another transport", { ports: [{ transport: "udp", first: 1, last: 20 }] }, false],
  ])("%s", (_, parts, expected) => {
    const { scans, wrong } = matchScans([finding(parts)], [SCAN]);
    expect(scans[0].findings).toHaveLength(expected ? 1 : 0);
    expect(wrong).toHaveLength(expected ? 0 : 1);
  });

  test("others are none of it", () => {
    const { scans, wrong } = matchScans([finding({ rule: "rare-port" })], [SCAN]);
    expect(scans[0].findings).toEqual([]);
    expect(wrong).toEqual([]);
  });
});

describe("results", () => {
  const matched = (count: number) =>
    matchScans(
      Array.from({ length: count }, () => finding()),
      [SCAN],
    );
  const versions = (alone: number, lossy: number) =>
    Object.fromEntries(
      SCAN_VERSIONS.map((version) => [version, matched(version === "lossy" ? lossy : alone)]),
    ) as Record<ScanVersion, ReturnType<typeof matched>>;
  const results: Results = {
    date: "2026-01-01",
    commit: "abc",
    node: "v20",
    scans: [...scanResults("one.pcap", versions(1, 0)), ...scanResults("two.pcap", versions(2, 1))],
    wrongScans: [{ capture: "two.pcap", version: "alone", severity: "low", title: "a <b>|`c`" }],
    ordinary: [
      {
        title: "Ordinary",
        captures: 3,
        versions: ["complete"],
        counts: countByRule([finding(), finding({ severity: "low" }), finding({ rule: "rare-port" })]),
        results: [{ capture: "three.pcap", version: "complete", findings: [finding()] }],
      },
    ],
    everything: null,
  };

  test("findings are counted by rule and severity", () => {
    expect(results.ordinary[0].counts).toEqual({
      "vertical-scan": { low: 1, medium: 1 },
      "rare-port": { medium: 1 },
    });
  });

  test("scans found, found several times and missed, by version", () => {
    const text = renderResults(results);
    expect(text).toContain("| found as one finding | 2 | 1 | 1 | 1 | 1 | 1 |");
    expect(text).toContain("| in several |  | 1 | 1 | 1 | 0 | 1 |");
    expect(text).toContain("| missed |  | 0 | 0 | 0 | 1 | 0 |");
    expect(text).toContain("With a finding of severity medium or above: **1**");
  });

  test("titles are no markup", () => {
    expect(renderResults(results)).toContain("a \\<b\\>\\|\\`c\\`");
  });
});
