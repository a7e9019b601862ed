/** Real scans, and real traffic that looks like scans: what the certificates of the fixtures say is what is found. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type CertifiedCapture, certifiedCaptures } from "../../scripts/findings-bench/certificates.ts";
import { matchScans } from "../../scripts/findings-bench/match.ts";
import { survey } from "../../src/analyze.ts";
import { isAtLeast } from "../../src/findings/finding.ts";

const CAPTURES = certifiedCaptures(fileURLToPath(new URL("../../fixtures/captures", import.meta.url)));

const findingsIn = async ({ path }: CertifiedCapture) => (await survey(path)).found.findings;

describe("every scan is one finding", () => {
  const withScans = CAPTURES.filter(({ scans }) => scans.length > 0);

  test("there are scans of each technique", () => {
    const techniques = new Set(withScans.flatMap(({ scans }) => scans.map(({ technique }) => technique)));
    expect([...techniques].sort()).toEqual([
      "ack",
      "connect",
      "fin",
      "maimon",
      "null",
      "syn",
      "udp",
      "window",
      "xmas",
    ]);
  });

  test.each(withScans)("$name", async (capture) => {
    const { scans, wrong } = matchScans(await findingsIn(capture), capture.scans);
    expect(wrong.map(({ title }) => title)).toEqual([]);
    for (const { scan, findings } of scans) {
      expect([scan, findings.length]).toEqual([scan, 1]);
      expect(isAtLeast(findings[0].severity, "medium")).toBe(true);
      expect(findings[0].clients.toSorted()).toEqual(scan.sources.toSorted());
    }
  });

  test.each([
    ["scan-block.pcap", "10.20.0.66 scanned 20 hosts for 6 ports (tcp)"],
    ["scan-connect.pcap", "10.20.0.66 scanned 90 ports (tcp) of 10.20.1.20"],
    ["scan-decoys.pcap", "4 hosts scanned 40 ports (tcp) of 10.20.1.20"],
    ["scan-sweep.pcap", "10.20.0.66 scanned 256 hosts for 22/tcp (ssh)"],
    ["scan-syn.pcap", "10.20.0.66 scanned 100 ports (tcp) of 10.20.1.20"],
    ["scan-udp.pcap", "10.20.0.66 scanned 40 ports (udp) of 2 hosts"],
    ["scan-ipv6.pcap", "fd00:20::66 scanned 50 ports (tcp) of fd00:20:0:1::20"],
  ])("%s: %s", async (name, title) => {
    const capture = CAPTURES.find((one) => one.name === name);
    expect(capture && (await findingsIn(capture)).map((finding) => finding.title)).toContain(title);
  });
});

describe("nothing else is a scan", () => {
  test.each(CAPTURES.filter(({ scans }) => scans.length === 0))("$name: $about", async (capture) => {
    const scans = (await findingsIn(capture)).filter(
      ({ rule, severity }) => rule.endsWith("-scan") && isAtLeast(severity, "medium"),
    );
    expect(scans.map(({ title }) => title)).toEqual([]);
  });
});
