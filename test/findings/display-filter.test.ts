import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type FilteredFlows, flowsFilter, LISTED_IN_FILTER } from "../../src/findings/display-filter.ts";
import { mergePorts, singlePort } from "../../src/findings/port-ranges.ts";

const SSH = singlePort("tcp", 22);
const MANY = Array.from({ length: LISTED_IN_FILTER + 1 }, (_, i) => `10.0.0.${i}`);
const MANY_PORTS = Array.from({ length: LISTED_IN_FILTER + 1 }, (_, i) => singlePort("tcp", 1000 + 2 * i));

const cases: readonly (readonly [string, FilteredFlows, string])[] = [
  [
    "one of each",
    { clients: ["10.0.0.1"], servers: ["10.0.0.2"], ports: [SSH] },
    "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2 && tcp.port == 22",
  ],
  [
    "both address families",
    { clients: ["10.0.0.1", "fd00::1", "fd00::2"], ports: [singlePort("udp", 53)] },
    "(ip.addr == 10.0.0.1 || ipv6.addr in {fd00::1, fd00::2}) && udp.port == 53",
  ],
  [
    "ranges, merged, by transport",
    {
      servers: ["::ffff:10.0.0.1"],
      ports: [singlePort("udp", 9), singlePort("tcp", 81), singlePort("tcp", 80), SSH],
    },
    "ipv6.addr == ::ffff:10.0.0.1 && (udp.port == 9 || tcp.port in {22, 80..81})",
  ],
  [
    "UDP-Lite has UDP's fields",
    { ports: [singlePort("udplite", 7), singlePort("udp", 7), singlePort("sctp", 9), singlePort("dccp", 9)] },
    "(udp.port == 7 || sctp.port == 9 || dccp.port == 9)",
  ],
  [
    "any transport",
    { ports: [{ transport: null, first: 4, last: 9 }] },
    "(tcp.port in {4..9} || udp.port in {4..9} || sctp.port in {4..9} || dccp.port in {4..9})",
  ],
  ["too many clients: all of them", { clients: MANY, ports: [SSH] }, "tcp.port == 22"],
  [
    "too many ports: all between",
    { servers: ["10.0.0.9"], ports: MANY_PORTS },
    "ip.addr == 10.0.0.9 && tcp.port in {1000..1040}",
  ],
  [
    "too many of all: some are better than none",
    { clients: MANY, servers: [...MANY, "10.1.0.1"] },
    `ip.addr in {${MANY.slice(0, LISTED_IN_FILTER).join(", ")}}`,
  ],
  ["the same host on both sides", { clients: ["10.0.0.1"], servers: ["10.0.0.1"] }, "ip.addr == 10.0.0.1"],
  ["nothing", {}, ""],
];

test.each(cases)("display filter: %s", (_, flows, filter) => {
  expect(flowsFilter(flows)).toBe(filter);
});

function versionOfTshark(): string | null {
  try {
    return execFileSync("tshark", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return null;
  }
}

const hasTshark = versionOfTshark() !== null;

describe.skipIf(!hasTshark)("tshark, where it is installed, reads", () => {
  const capture = fileURLToPath(new URL("../../fixtures/captures/office.pcapng", import.meta.url));

  test.each(cases.filter(([, , filter]) => filter !== ""))("%s", (_, flows) => {
    const read = () =>
      execFileSync("tshark", ["-r", capture, "-Y", flowsFilter(flows), "-c", "1"], { stdio: "pipe" });
    expect(read).not.toThrow();
  });
});

describe("ranges of ports", () => {
  test("merge where they touch or overlap, each transport for itself", () => {
    const ranges = [
      { transport: "tcp", first: 10, last: 20 },
      { transport: "udp", first: 21, last: 22 },
      { transport: null, first: 1, last: 1 },
      { transport: "tcp", first: 5, last: 30 },
      { transport: "tcp", first: 31, last: 31 },
      { transport: "tcp", first: 33, last: 33 },
    ] as const;
    expect(mergePorts(ranges)).toEqual([
      { transport: null, first: 1, last: 1 },
      { transport: "tcp", first: 5, last: 31 },
      { transport: "tcp", first: 33, last: 33 },
      { transport: "udp", first: 21, last: 22 },
    ]);
  });
});
