import { describe, expect, it } from "vitest";
import { DEFAULT_TOP, renderDiffText } from "../../../src/report/diff/text.ts";
import { obeysTerminalLaws } from "../terminal-laws.ts";
import { ALL_KINDS, ATTEMPTS, DIFFS, sampleDiff, sampleDifference } from "./sample-diff.ts";

const PLAIN = { width: 80, colour: false, unicode: true, top: DEFAULT_TOP };

describe.each(DIFFS)("%s", (_name, report) => {
  obeysTerminalLaws((drawn) => renderDiffText(report, { ...PLAIN, ...drawn }));

  it("stays within ASCII of its own accord where the terminal has no Unicode", () => {
    expect(renderDiffText(report, { ...PLAIN, unicode: false })).not.toMatch(/[…→─]/);
  });
});

it("tells every kind in its table", () => {
  expect(renderDiffText(sampleDiff(ALL_KINDS), PLAIN)).toBe(`New, 3

  Severity  Server    Service          Payload     Clients  Frame
  ───────────────────────────────────────────────────────────────
  medium    10.0.0.2  443/tcp (https)  tls               1      7
  low       internet  443/tcp                            1      7
  medium    10.0.0.2  any/tcp          bittorrent        1      7

Newly answered, 1

  Severity  Server    Service          Payload  Clients  Frame
  ────────────────────────────────────────────────────────────
  medium    10.0.0.2  443/tcp (https)  tls            1      7

Moved, 2

  Severity  Server    Service          Is now                Payload  Clients
  ───────────────────────────────────────────────────────────────────────────
  medium    10.0.0.2  443/tcp (https)  8443/tcp (https-alt)  tls            1
  medium    10.0.0.2  443/tcp (https)  10.0.0.9              tls            1

Another protocol, 1

  Severity  Server    Service          Was   Is   Clients  Frame
  ──────────────────────────────────────────────────────────────
  medium    10.0.0.2  443/tcp (https)  http  tls        1      7

No longer answered, 1

  Severity  Server    Service          Payload  Clients  Frame
  ────────────────────────────────────────────────────────────
  medium    10.0.0.2  443/tcp (https)  tls            1      7

Gone, 1

  Severity  Server    Service          Payload
  ────────────────────────────────────────────
  low       10.0.0.2  443/tcp (https)  tls

Asked for in vain, 2

  Severity  Server    Service          Payload  Clients  Frame
  ────────────────────────────────────────────────────────────
  low       10.0.0.2  443/tcp (https)  tls            1      7

  Severity  Client     Services  Servers  Ports              Frame
  ────────────────────────────────────────────────────────────────
  medium    10.0.0.66     1,000        2  1-500/tcp, 53/udp      1

ports.lock → b.pcap: 3 new, 1 newly answered, 2 moved, 1 of another protocol, 1
no longer answered, 1 gone, 2 asked for in vain, 2 no longer asked for in vain.
8 differences of medium severity or above.
`);
});

describe("bounds", () => {
  it("shows the first of each kind, and counts the others", () => {
    const report = sampleDiff(new Array(143).fill(sampleDifference()));
    const text = renderDiffText(report, PLAIN);
    expect(text.match(/443\/tcp/g)).toHaveLength(DEFAULT_TOP);
    expect(text).toContain("\n  … and 123 more (--top N)\n");
    expect(renderDiffText(report, { ...PLAIN, top: 143 })).not.toContain("more (--top");
  });

  it("of a client's ports, the first", () => {
    const ports = Array.from(
      { length: 30 },
      (_, i) => ({ transport: "tcp", first: 2 * i, last: 2 * i }) as const,
    );
    const attempts = { ...ATTEMPTS, ports };
    const report = sampleDiff([sampleDifference({ kind: "tried", after: null, attempts })]);
    expect(renderDiffText(report, { ...PLAIN, width: 120 })).toContain(
      "0/tcp, 2/tcp, 4/tcp, 6/tcp and 26 more",
    );
  });

  it("clients that were not compared are told", () => {
    expect(renderDiffText(sampleDiff([], { omittedClients: 1200 }), PLAIN)).toContain(
      "no differences. 1,200 more clients tried many services in\nvain.\n",
    );
  });
});
