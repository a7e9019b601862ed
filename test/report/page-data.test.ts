/** The page's data: what it holds of a capture, and what it leaves out and says so. */
import { describe, expect, it } from "vitest";
import { survey } from "../../src/analyze.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { buildTrafficMap } from "../../src/report/build-traffic-map.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import { readModel, timeAfter } from "../../src/report/page/browser/model.ts";
import { buildPageData } from "../../src/report/page/build-page-data.ts";
import { inShort } from "../../src/report/page/in-short.ts";
import { PAGE_LIMITS, type PageLimits } from "../../src/report/page/page-data.ts";
import type { Survey } from "../../src/report/survey.ts";
import { fixtureCapture } from "../fixture-captures.ts";
import { emptyReport, onePacketReport, sampleReport } from "./sample-report.ts";

const surveyed = (name: string) => survey(fixtureCapture(name).path, { timeline: true });

function pageOf(found: Survey, limits: Partial<PageLimits> = {}) {
  const report = buildReport(found);
  const data = buildPageData(found, report, buildTrafficMap(found), { ...PAGE_LIMITS, ...limits });
  // As a browser reads it.
  return { report, data, model: readModel(JSON.parse(JSON.stringify(data))) };
}

describe.each([
  "office.pcapng",
  "ftp.pcap",
  "midstream.pcap",
  "icmp-errors.pcap",
  "sctp.pcap",
  "udplite.pcap",
])("%s", (name) => {
  it("gives every row back as the report and the list of flows have it", async () => {
    const found = await surveyed(name);
    const { report, data, model } = pageOf(found);
    const microseconds = (time: string) => `${time.slice(0, 26)}000Z`;
    expect(model.services).toEqual(report.services);
    expect(model.clients).toEqual(report.clients);
    expect(model.servers.map(({ address, label, bytes }) => [address, label, bytes])).toEqual(
      report.servers.map(({ address, label, bytes }) => [address, label, bytes]),
    );
    const { flows } = model;
    const rows = Array.from({ length: flows.count }, (_, flow) => ({
      client: { address: flows.addresses[flows.client[flow]], port: flows.clientPort[flow] },
      server: { address: flows.addresses[flows.server[flow]], port: flows.serverPort[flow] },
      label: flows.labels[flows.service[flow]],
      bytes: { toServer: flows.bytesToServer[flow], toClient: flows.bytesToClient[flow] },
      packets: { toServer: flows.packetsToServer[flow], toClient: flows.packetsToClient[flow] },
      role: flows.evidenceOf(flow),
      state: flows.courseOf(flow).state,
      identified: flows.courseOf(flow).identified,
      firstSeen: timeAfter(data.base, flows.first[flow] / 1e6),
      firstFrame: flows.frame[flow],
    }));
    expect(rows).toEqual(
      [...flowRows(found)].map(
        ({ client, server, service, bytes, packets, role, state, firstSeen, firstFrame }) => ({
          client,
          server,
          label: service.label,
          bytes,
          packets,
          role,
          state,
          identified: service.identified,
          firstSeen: microseconds(firstSeen),
          firstFrame,
        }),
      ),
    );
    expect(flows.omitted).toBe(0);
  });

  it("has a time line of every service, which sums to its bytes", async () => {
    const { model, data } = pageOf(await surveyed(name));
    for (const [row, service] of model.services.entries()) {
      const bytes = data.lines[row].filter((_, at) => at % 2 === 1).reduce((sum, value) => sum + value, 0);
      expect(bytes).toBe(service.bytes);
    }
  });
});

describe("a page with room for less", () => {
  it("holds the flows of most bytes, in the order of time, and counts the others", async () => {
    const found = await surveyed("office.pcapng");
    const { report, model } = pageOf(found, { flows: 10, services: 3, servers: 2, clients: 1 });
    expect([model.services.length, model.servers.length, model.clients.length]).toEqual([3, 2, 1]);
    const { flows } = model;
    expect(flows.count).toBe(10);
    expect(flows.omitted).toBe(report.totals.flows - 10);
    const heaviest = [...flowRows(found)]
      .map(({ bytes }) => bytes.toServer + bytes.toClient)
      .sort((one, other) => other - one)
      .slice(0, 10);
    const held = Array.from(
      { length: 10 },
      (_, flow) => flows.bytesToServer[flow] + flows.bytesToClient[flow],
    );
    expect([...held].sort((one, other) => other - one)).toEqual(heaviest);
    expect(flows.frame).toEqual([...flows.frame].sort((one, other) => one - other));
    // Services that are not listed have their labels all the same.
    expect(new Set(flows.service.map((service) => flows.labels[service])).size).toBeGreaterThan(3);
    expect(flows.labels.every((label) => /^\d+\/(tcp|udp)/.test(label))).toBe(true);
  });
});

describe("in short", () => {
  const words = (report: Parameters<typeof inShort>[0]) => inShort(report).join("\n");

  it("tells what, how much, who, what is unexpected, and how sure", () => {
    const report = sampleReport();
    const sentences = inShort(report);
    expect(sentences).toHaveLength(5);
    expect(sentences[0]).toMatch(
      /^In 5 min 7 s, [\d,]+ packets \([\d.]+ MiB\) were captured: [\d,]+ flows between/,
    );
    expect(sentences[1]).toContain(" of 12 services in use: ");
    expect(sentences[2]).toMatch(/^The busiest server, \S+( \(\S+\))?, serves 1 port and has /);
    expect(sentences[3]).toContain("There are no findings");
    expect(sentences[4]).toMatch(/is a best guess for 3; .* dropped 17 packets\.$/);
  });

  it("names the most severe finding, and damage", () => {
    const report = sampleReport({ hostile: true });
    report.findings[0].severity = "critical";
    report.findings[0].title = "Telnet";
    expect(words(report)).toContain("16 findings to look at, the most severe critical: Telnet");
    expect(words(report)).toContain("part of the input was damaged or cut");
  });

  it.each([
    ["nothing at all", emptyReport(), ["0 packets", "holds no packet"]],
    ["one packet", onePacketReport(), ["1 packet (74 B) was captured: 1 flow between 1 client and 1 server"]],
    [
      "packets without flows",
      { ...emptyReport(), totals: { ...emptyReport().totals, packets: 3, bytes: 180 } },
      ["3 packets (180 B) were captured.", "No packet belongs to a flow"],
    ],
  ])("%s", (_what, report, expected) => {
    for (const part of expected) expect(words(report)).toContain(part);
    expect(words(report)).not.toMatch(/NaN|undefined|Infinity/);
  });
});
