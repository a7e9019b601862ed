/** Parts of the page's script that need no page. */
import { describe, expect, it } from "vitest";
import { addUpClients, addUpServers, addUpServices } from "../../src/report/page/browser/added-up.ts";
import { csvText } from "../../src/report/page/browser/csv-text.ts";
import { flowFilter as filterOfFlow, portsFilter } from "../../src/report/page/browser/display-filter.ts";
import { flowFilter, NO_FILTERS, readSpan, serviceFilter } from "../../src/report/page/browser/filters.ts";
import { readHosts } from "../../src/report/page/browser/host-match.ts";
import { readLabel, readModel, timeAfter } from "../../src/report/page/browser/model.ts";
import { samplePageData } from "../report/sample-page.ts";
import { HOSTILE_STRINGS, sampleReport } from "../report/sample-report.ts";
import { sampleFinding } from "./findings.ts";

describe("hosts as a reader writes them", () => {
  it.each([
    ["10.0.0.5", "10.0.0.5", true],
    ["10.0.0.5", "10.0.0.50", false],
    ["10.0.0.0/8", "10.255.1.1", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "fd00::1", false],
    ["10.0.0.7/31", "10.0.0.6", true],
    ["fd00::/8", "fd00:20::101", true],
    ["fd00::/8", "fe80::1", false],
    ["fd00:20::101", "fd00:20:0:0:0:0:0:101", true],
    ["::/0", "::1", true],
    ["::ffff:10.0.0.1", "::ffff:a00:1", true],
    ["10.0.0.1, fd00::1  192.0.2.0/24", "192.0.2.77", true],
    ["", "10.0.0.1", false],
  ])("%j has %s: %s", (written, address, expected) => {
    const match = readHosts(written);
    expect(typeof match === "string" ? match : match(address)).toBe(expected);
  });

  it.each([
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "fd00::/129",
    "fd00:::1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "fd00::12345",
    "1:2:3:4:5:6:7::8",
    "example.com",
    "<script>",
    `${"1:".repeat(5000)}:`,
  ])("%j is none", (written) => {
    expect(readHosts(written)).toContain("is no address and no block");
  });
});

describe("a finding's ports", () => {
  it.each([
    ["22/tcp", { first: 22, last: 22, transport: "tcp" }],
    ["8000-8999/udp", { first: 8000, last: 8999, transport: "udp" }],
    ["53", { first: 53, last: 53, transport: null }],
    ["what", { first: 0, last: 0, transport: null }],
  ])("%s", (text, expected) => {
    expect(readSpan(text)).toEqual(expected);
  });
});

describe("flows added up", () => {
  const report = sampleReport({ services: 12 });
  const data = {
    ...samplePageData(report, 500),
    findings: [
      sampleFinding({ id: "all", ports: [] }),
      sampleFinding({ id: "ssh", ports: ["22/tcp"], clients: ["10.0.0.3"] }),
      sampleFinding({
        id: "cut",
        ports: ["22/tcp"],
        clients: ["10.9.9.9"],
        omitted: { clients: 5, servers: 0 },
      }),
    ],
  };
  const model = readModel(data);
  const all = Array.from({ length: model.flows.count }, (_, flow) => flow);
  const sum = <Row>(rows: readonly Row[], value: (row: Row) => number) =>
    rows.reduce((total, row) => total + value(row), 0);

  it("keep every flow and byte, by service, server and client", () => {
    const bytes = sum(all, (flow) => model.flows.bytesToServer[flow] + model.flows.bytesToClient[flow]);
    for (const rows of [addUpServices(model, all), addUpServers(model, all), addUpClients(model, all)]) {
      expect(sum(rows as readonly { flows: number }[], (row) => row.flows)).toBe(500);
      expect(sum(rows as readonly { bytes: number }[], (row) => row.bytes)).toBe(bytes);
    }
    for (const row of addUpServices(model, all)) {
      expect(row.answered + row.unanswered + row.refused).toBe(row.flows);
      expect(row.bytesToServer + row.bytesToClient).toBe(row.bytes);
    }
  });

  const chosen = (filters: Partial<typeof NO_FILTERS>) => {
    const test = flowFilter(model, { ...NO_FILTERS, ...filters });
    return typeof test === "function" ? all.filter(test) : test;
  };

  it("are those of a host or a finding", () => {
    expect(chosen({})).toBeNull();
    expect(chosen({ host: "10.0.0" })).toContain("10.0.0");
    expect(chosen({ host: "192.0.2.10" })).toHaveLength(500);
    expect(chosen({ host: "203.0.113.1" })).toEqual([]);
    expect(chosen({ finding: "all" })).toHaveLength(500);
    const ssh = chosen({ finding: "ssh" }) as number[];
    expect(ssh.length).toBeGreaterThan(0);
    for (const flow of ssh) {
      expect(model.flows.labels[model.flows.service[flow]]).toBe("22/tcp (ssh)");
      expect(model.flows.addresses[model.flows.client[flow]]).toBe("10.0.0.3");
    }
    // A list that was cut names some of the clients only.
    expect((chosen({ finding: "cut" }) as number[]).length).toBeGreaterThan(ssh.length);
  });

  it("services are told by range and transport", () => {
    const isWanted = serviceFilter({ ...NO_FILTERS, range: "registered", transport: "udp" });
    expect(isWanted("5353/udp (mdns)")).toBe(true);
    expect(isWanted("53/udp (dns)")).toBe(false);
    expect(isWanted("5353/tcp")).toBe(false);
  });
});

describe("display filters", () => {
  it.each([
    ["tcp", [443], "tcp.port == 443"],
    ["udplite", [5004, 5004], "udp.port == 5004"],
    ["udp", [5000, 4000], "udp.port in {4000, 5000}"],
    ["sctp", Array.from({ length: 30 }, (_, index) => 7000 + index * 2), "sctp.port in {7000..7058}"],
  ] as const)("%s %j", (transport, ports, expected) => {
    expect(portsFilter(transport, ports)).toBe(expected);
  });

  it("of a flow", () => {
    const [client, server] = [
      { address: "fd00::1", port: 50_000 },
      { address: "fd00::2", port: 443 },
    ];
    expect(filterOfFlow("tcp", client, server)).toBe(
      "ipv6.addr == fd00::1 && tcp.port == 50000 && ipv6.addr == fd00::2 && tcp.port == 443",
    );
  });
});

describe("CSV", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["=1+1", "'=1+1"],
    ["a\r\nb", "a\\x0d\\x0ab"],
    ["\u202eevil", "\\u202eevil"],
    ["-5", "'-5"],
  ])("%j", (text, expected) => {
    expect(csvText([text], [{ name: "text", value: (row) => row }])).toBe(`text\r\n${expected}\r\n`);
  });

  it("runs nothing, whatever it is told", () => {
    const text = csvText(HOSTILE_STRINGS, [{ name: "text", value: (row) => row }]);
    for (const line of text.split("\r\n").slice(1)) expect(line).not.toMatch(/^"?\s*[=+\-@]/);
  });
});

describe("times and labels", () => {
  it.each([
    [1000, 0, "1970-01-01T00:16:40.000000000Z"],
    [1000, 0.9999999999, "1970-01-01T00:16:41.000000000Z"],
    [1000, 3.25, "1970-01-01T00:16:43.250000000Z"],
  ])("%i and %f seconds", (base, seconds, expected) => {
    expect(timeAfter(base, seconds)).toBe(expected);
  });

  it.each([
    ["443/tcp (https)", 443, "tcp"],
    ["49822/udp", 49_822, "udp"],
    ["5/udplite (x (y))", 5, "udplite"],
  ])("%s", (label, port, transport) => {
    expect(readLabel(label)).toEqual({ port, transport });
  });
});
