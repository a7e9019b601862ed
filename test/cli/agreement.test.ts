import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FlowReport, Report } from "../../src/report/report.ts";
import { formatBytes, formatCount } from "../../src/report/units.ts";
import { CaptureFolder, OFFICE } from "./captures.ts";
import { readCsv } from "./read-csv.ts";
import { portolan } from "./run-portolan.ts";

const ENOUGH_ROWS = "1000";
const folder = new CaptureFolder();
const outputOf = async (...words: string[]): Promise<string> => {
  const { code, output, errors } = await portolan(words, { environment: { COLUMNS: "250" } });
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return output;
};

let report: Report;
let flows: FlowReport[];

beforeAll(async () => {
  report = JSON.parse(await outputOf("analyze", "--json", OFFICE));
  const lines = (await outputOf("flows", "--format", "ndjson", OFFICE)).split("\n").slice(0, -1);
  flows = lines.map((line) => JSON.parse(line));
});
afterAll(() => folder.remove());

/** What every form shows of a service, in words. */
const shownServices = () =>
  report.services.map(
    ({ label, bytes, packets, flows: own, clients, servers, answered, unanswered, refused }) => [
      label,
      formatBytes(bytes),
      ...[packets, own, clients, servers, answered, unanswered, refused].map(formatCount),
    ],
  );

describe("every form of analyze tells the same of every service", () => {
  it("text", async () => {
    const text = await outputOf("analyze", OFFICE, "--by", "service", "--top", ENOUGH_ROWS);
    const rows = text
      .split("\n")
      .filter((line) => /^ {2}\d+\/(tcp|udp|sctp)/.test(line))
      .map((line) => line.trim().split(/ {2,}/))
      // Label, range, share, bar, bytes, packets, flows, clients, servers, answered, unanswered, refused.
      .map(([label, , , , ...figures]) => [label, ...figures.slice(0, 8)]);
    expect(rows).toEqual(shownServices());
    expect(text).toContain(`${formatCount(report.totals.packets)} packets`);
    expect(text).toContain(`${formatCount(report.totals.flows)} flows`);
  });

  it("Markdown", async () => {
    const text = await outputOf("analyze", OFFICE, "--markdown", "--by", "service", "--top", ENOUGH_ROWS);
    const rows = text
      .split("\n")
      .filter((line) => /^\| \d+\/(tcp|udp|sctp)/.test(line))
      .map((line) => line.slice(2, -2).split(" | "))
      // Label, range, share, bytes, packets, flows, clients, servers, answered, unanswered, refused.
      .map(([label, , , ...figures]) => [label.replaceAll("\\", ""), ...figures.slice(0, 8)]);
    expect(rows).toEqual(shownServices());
    expect(text).not.toContain("## Servers");
  });

  it("CSV", async () => {
    const rows = readCsv(await outputOf("analyze", OFFICE, "--csv"));
    const expected = report.services.map((service) =>
      Object.fromEntries(
        Object.entries(service).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join("; ") : `${value ?? ""}`,
        ]),
      ),
    );
    expect(rows).toEqual(expected);
  });
});

describe("--sort and --top", () => {
  it("limits the tables of JSON and counts what it leaves out", async () => {
    const some: Report = JSON.parse(
      await outputOf("analyze", "--json", OFFICE, "--sort", "port", "--top", "4"),
    );
    const ports = report.services.map(({ port }) => port).sort((one, other) => one - other);
    expect(some.services.map(({ port }) => port)).toEqual(ports.slice(0, 4));
    expect(some.totals).toEqual(report.totals);
    for (const table of ["services", "servers", "clients"] as const) {
      expect(some[table]).toHaveLength(4);
      expect(some.omitted[table]).toBe(report[table].length - 4);
    }
  });

  it.each(["bytes", "packets", "flows", "clients", "port"] as const)(
    "by %s: text, Markdown and CSV",
    async (key) => {
      const labels = [...report.services]
        .sort(
          (one, other) =>
            (key === "port" ? one.port - other.port : other[key] - one[key]) || other.bytes - one.bytes,
        )
        .map(({ label }) => label)
        .slice(0, 5);
      const words = [OFFICE, "--sort", key, "--top", "5"];
      const csv = readCsv(await outputOf("analyze", "--csv", ...words));
      expect(csv.map(({ label }) => label)).toEqual(labels);
      const inOrder = new RegExp(labels.map((label) => label.replace(/[()]/g, "\\$&")).join("[^]*"));
      expect(await outputOf("analyze", "--by", "service", ...words)).toMatch(inOrder);
      const markdown = (await outputOf("analyze", "--markdown", "--by", "service", ...words)).replaceAll(
        "\\",
        "",
      );
      expect(markdown).toMatch(inOrder);
      expect(markdown).toContain(`${report.services.length - 5} more not shown`);
    },
  );

  it.each([
    ["service", /^Services by bytes, 3 of \d+/m, ["Servers", "Clients"]],
    ["server", /^Servers by bytes, 3 of \d+/m, ["Services", "Clients"]],
    ["client", /^Clients by bytes, 3 of \d+/m, ["Services", "Servers"]],
  ] as const)("--by %s shows that table alone", async (by, heading, others) => {
    const text = await outputOf("analyze", OFFICE, "--by", by, "--top", "3");
    expect(text).toMatch(heading);
    for (const other of others) expect(text).not.toMatch(new RegExp(`^${other} by`, "m"));
  });
});

describe("every form of flows has the same rows", () => {
  const flat = (flow: FlowReport) => ({
    transport: flow.transport,
    clientAddress: flow.client.address,
    clientPort: flow.client.port,
    serverAddress: flow.server.address,
    serverPort: flow.server.port,
    roleKnown: flow.role.known,
    roleConfidence: flow.role.confidence,
    roleBecause: flow.role.because.join("; "),
    serviceName: flow.service.name,
    serviceLabel: flow.service.label,
    serviceIdentified: flow.service.identified,
    serviceIdentifiedConfidence: flow.service.identifiedConfidence,
    packetsToServer: flow.packets.toServer,
    packetsToClient: flow.packets.toClient,
    bytesToServer: flow.bytes.toServer,
    bytesToClient: flow.bytes.toClient,
    payloadBytesToServer: flow.payloadBytes.toServer,
    payloadBytesToClient: flow.payloadBytes.toClient,
    connections: flow.connections,
    folded: flow.folded,
    state: flow.state,
    firstSeen: flow.firstSeen,
    lastSeen: flow.lastSeen,
    firstFrame: flow.firstFrame,
    via: flow.via.join("; "),
    negotiatedService: flow.negotiated?.service ?? null,
    negotiatedFrame: flow.negotiated?.frame ?? null,
    communityId: flow.communityId,
  });

  it("CSV", async () => {
    const expected = flows.map((flow) =>
      Object.fromEntries(Object.entries(flat(flow)).map(([name, value]) => [name, `${value ?? ""}`])),
    );
    expect(readCsv(await outputOf("flows", "--format", "csv", OFFICE))).toEqual(expected);
  });

  it("Parquet", async () => {
    const { code, bytes, errors } = await portolan(["flows", "--format", "parquet", OFFICE]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const file = new Uint8Array(bytes).buffer;
    const rows = await parquetReadObjects({ file });
    const plain = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]),
      ),
    );
    // Times come back as dates, which lose the nanoseconds.
    const dated = (time: string) => new Date(`${time.slice(0, 23)}Z`);
    const expected = flows.map((flow) => ({
      ...flat(flow),
      firstSeen: dated(flow.firstSeen),
      lastSeen: dated(flow.lastSeen),
    }));
    expect(plain).toEqual(expected);
  });

  it("table", async () => {
    const text = await outputOf("flows", OFFICE);
    const lines = text.split("\n").filter((line) => /→|⇢/.test(line));
    expect(lines).toHaveLength(flows.length);
    for (const [index, { client, service, state }] of flows.entries()) {
      expect(lines[index]).toContain(client.address);
      expect(lines[index]).toContain(service.label);
      expect(lines[index]).toContain(state);
    }
  });
});

describe("report", () => {
  it("writes a folder that tells the same", async () => {
    const out = join(folder.path, "office");
    const output = await outputOf("report", OFFICE, "--out", out);
    const charts = readdirSync(join(out, "charts"));
    const files = ["flows.csv", "index.html", "report.json", "report.md", "services.csv"];
    expect(output).toBe(`${join(out, "index.html")} and ${files.length + charts.length - 1} more files\n`);
    expect(readdirSync(out).sort()).toEqual(["charts", ...files]);
    expect(charts.length).toBeGreaterThanOrEqual(10);
    for (const name of charts) expect(name).toMatch(/^[a-z-]+\.(png|svg)$/);

    const read = (name: string) => readFileSync(join(out, name), "utf8");
    const { timeline, ...rest } = JSON.parse(read("report.json"));
    const { timeline: none, ...expected } = report;
    expect(none).toBeNull();
    expect(rest).toEqual(expected);
    const counted = timeline.series.flatMap((series: { bytes: number[] }) => series.bytes);
    const carried = report.services.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(counted.reduce((sum: number, bytes: number) => sum + bytes, 0)).toBe(carried);

    expect(read("services.csv")).toBe(await outputOf("analyze", "--csv", OFFICE));
    expect(read("flows.csv")).toBe(await outputOf("flows", "--format", "csv", OFFICE));
    for (const { label } of report.services) {
      expect(read("report.md").replaceAll("\\", "")).toContain(`| ${label} |`);
      expect(read("index.html")).toContain(label);
    }
  });
});
