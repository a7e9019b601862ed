import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { renderFlowsCsv, renderServicesCsv } from "../../src/report/csv.ts";
import { FLOW_COLUMNS } from "../../src/report/flow-columns.ts";
import { renderJson, renderNdjson } from "../../src/report/json.ts";
import { renderParquet } from "../../src/report/parquet.ts";
import { emptyReport, sampleFlows, sampleReport } from "./sample-report.ts";

/** The obvious reader of RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe("services as CSV", () => {
  const { services } = sampleReport({ services: 16, hostile: true });
  const [head, ...rows] = readCsv(renderServicesCsv(services));

  it("is read back with the report's own figures", () => {
    expect(rows).toHaveLength(services.length);
    rows.forEach((row, index) => {
      expect(row).toHaveLength(head.length);
      const cell = (name: string) => row[head.indexOf(name)];
      expect(Number(cell("port"))).toBe(services[index].port);
      expect(Number(cell("bytes"))).toBe(services[index].bytes);
      expect(Number(cell("refused"))).toBe(services[index].refused);
      expect(cell("firstSeen")).toBe(services[index].firstSeen);
    });
  });

  it("starts no formula", () => {
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
    expect(rows.flat()).toContain("'=cmd|' /C calc'!A0");
  });

  it("has a head even when there are no services", () => {
    expect(readCsv(renderServicesCsv(emptyReport().services))).toEqual([head]);
  });
});

describe("flows as CSV", () => {
  it("is read back row by row", () => {
    const flows = [...sampleFlows(1234, true)];
    const [head, ...rows] = readCsv([...renderFlowsCsv(flows)].join(""));
    expect(head).toEqual(FLOW_COLUMNS.map(({ name }) => name));
    expect(rows).toHaveLength(flows.length);
    rows.forEach((row, index) => {
      expect(row).toHaveLength(head.length);
      expect(row[head.indexOf("clientPort")]).toBe(String(flows[index].client.port));
      expect(row[head.indexOf("bytesToClient")]).toBe(String(flows[index].bytes.toClient));
      expect(row[head.indexOf("roleKnown")]).toBe(String(flows[index].role.known));
      expect(row[head.indexOf("firstSeen")]).toBe(flows[index].firstSeen);
    });
  });

  it("takes rows only as they are asked for", () => {
    let made = 0;
    const counted = function* () {
      for (const flow of sampleFlows(100_000)) {
        made += 1;
        yield flow;
      }
    };
    renderFlowsCsv(counted()).next();
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(2000);
    made = 0;
    renderNdjson(counted()).next();
    expect(made).toBeLessThan(2000);
  });

  it("has a head even when there are no flows", () => {
    expect(readCsv([...renderFlowsCsv([])].join(""))).toHaveLength(1);
  });
});

describe("JSON", () => {
  it.each([sampleReport({ hostile: true, services: 16 }), sampleReport(), emptyReport()])(
    "is read back as it was",
    (report) => {
      const json = renderJson(report);
      expect(JSON.parse(json)).toEqual(report);
      expect(json.endsWith("}\n")).toBe(true);
      expect(json.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    },
  );

  it("has a flow a line", () => {
    const flows = [...sampleFlows(500, true)];
    const lines = [...renderNdjson(flows)].join("").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(flows);
  });

  it("prints nothing for no flows", () => {
    expect([...renderNdjson([])]).toEqual([]);
  });
});

describe("Parquet", () => {
  /** UTF-8 has no lone surrogates. */
  const asUtf8 = (text: string | null) => (text === null ? null : Buffer.from(text, "utf8").toString("utf8"));
  const read = async (count: number, change = (flow: object) => flow) => {
    const flows = [...sampleFlows(count, true)].map((flow) => change(flow) as typeof flow);
    const pieces: Uint8Array[] = [];
    for await (const piece of renderParquet(flows)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    return { flows, pieces, rows: await parquetReadObjects({ file, utf8: true }) };
  };

  it("is read back over several row groups", async () => {
    const { flows, pieces, rows } = await read(50_001);
    expect(pieces).toHaveLength(3);
    expect(rows).toHaveLength(flows.length);
    for (const index of [0, 1, 49_999, 50_000]) {
      const { client, service, firstFrame, role } = flows[index];
      expect(rows[index]).toMatchObject({
        clientAddress: client.address,
        serviceName: asUtf8(service.name),
        firstFrame: BigInt(firstFrame),
        roleKnown: role.known,
      });
    }
  });

  it("keeps counts beyond 32 bits", async () => {
    const bytes = { toServer: 2 ** 33 + 1, toClient: 2 ** 52 };
    const { rows } = await read(1, (flow) => ({ ...flow, bytes }));
    expect(rows[0]).toMatchObject({ bytesToServer: 2n ** 33n + 1n, bytesToClient: 2n ** 52n });
  });

  it("is a file without rows where there are no flows", async () => {
    expect((await read(0)).rows).toEqual([]);
  });
});
