import { describe, expect, it } from "vitest";
import { sortRows, topRows } from "../../src/report/selection.ts";
import { SORT_KEYS } from "../../src/report/sort-keys.ts";
import { sampleReport } from "./sample-report.ts";

const row = (port: number, bytes: number, flows: number, clients: number) => ({
  port,
  bytes,
  flows,
  clients,
  packets: flows * 2,
  transport: "tcp",
  address: "10.0.0.1",
});

const ROWS = [row(80, 10, 3, 1), row(22, 30, 1, 2), row(443, 20, 2, 3)];

describe("order of rows", () => {
  it.each([
    ["bytes", [22, 443, 80]],
    ["packets", [80, 443, 22]],
    ["flows", [80, 443, 22]],
    ["clients", [443, 22, 80]],
    ["port", [22, 80, 443]],
  ] as const)("by %s", (key, ports) => {
    expect(sortRows(ROWS, key).map(({ port }) => port)).toEqual(ports);
  });

  it.each(SORT_KEYS)("by %s does not depend on the order of the input", (key) => {
    const { servers } = sampleReport({ services: 40 });
    const same = servers.map((server) => ({ ...server, bytes: 1, flows: 1, packets: 1, clients: 1 }));
    expect(sortRows(same, key)).toEqual(sortRows([...same].reverse(), key));
  });

  it("puts addresses in their order where nothing else tells rows apart", () => {
    const equal = { bytes: 60, packets: 1, flows: 1 };
    const hosts = ["10.0.0.2", "10.0.0.10", "192.0.2.1", "fd00::9", "fd00::10"].map((address) => ({
      ...equal,
      address,
    }));
    expect(sortRows([...hosts].reverse(), "bytes")).toEqual(hosts);
  });

  it("leaves the input as it was", () => {
    const before = [...ROWS];
    sortRows(ROWS, "port");
    expect(ROWS).toEqual(before);
  });
});

describe("top", () => {
  it.each([
    [2, 2],
    [0, 0],
    [9, 3],
    [null, 3],
  ])("%s of three rows", (top, count) => {
    expect(topRows(ROWS, top)).toHaveLength(count);
  });
});
