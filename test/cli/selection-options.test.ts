import { describe, expect, it } from "vitest";
import { selectionOf, windowOf } from "../../src/commands/selection-options.ts";
import { UsageError } from "../../src/commands/usage-error.ts";
import { parseServiceNames } from "../../src/services/user-names.ts";
import { DNS, OFFICE } from "./captures.ts";
import { portolan } from "./run-portolan.ts";

const TCP = 6;
const UDP = 17;

function matcher(...host: string[]): (address: string) => boolean {
  const matches = selectionOf({ host }, undefined)?.matchesHost;
  if (matches === undefined) throw new Error("no matcher");
  return matches;
}

describe("--host", () => {
  it.each<[string, string[], string[]]>([
    ["10.0.0.5", ["10.0.0.5"], ["10.0.0.6", "::a00:5"]],
    ["10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["11.0.0.0", "9.255.255.255"]],
    ["10.1.2.3/8", ["10.200.0.1"], ["11.1.2.3"]],
    ["0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::1"]],
    ["192.0.2.1/32", ["192.0.2.1"], ["192.0.2.2"]],
    ["192.0.2.0/31", ["192.0.2.1"], ["192.0.2.2"]],
    ["fd00::/8", ["fd12::1"], ["fe80::1", "10.0.0.1"]],
    ["FD00:0:0::20", ["fd00::20"], ["fd00::21"]],
    ["2001:db8::/33", ["2001:db8:7fff::1"], ["2001:db8:8000::1"]],
    ["::/0", ["::", "2001:db8::1"], []],
    ["::1/128", ["::1"], ["::2"]],
    ["10.0.0.1, fd00::1", ["10.0.0.1", "fd00::1"], ["10.0.0.2"]],
  ])("%s", (host, inside, outside) => {
    const matches = matcher(host);
    expect(inside.filter((address) => !matches(address))).toEqual([]);
    expect(outside.filter(matches)).toEqual([]);
  });

  it("may be given several times", () => {
    const matches = matcher("10.0.0.1", "10.0.0.2,10.0.0.3");
    expect(["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"].map(matches)).toEqual([true, true, true, false]);
  });

  it.each([
    "010.0.0.1",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0.0/255.0.0.0",
    "10.0.0.0/8.0",
    "10.0.0.0/1e1",
    "1.2.3",
    "1.2.3.4.5",
    "0x0a.0.0.1",
    "167772161",
    "256.0.0.1",
    "10.0.0.*",
    "10.0.0.1-5",
    "::1/129",
    "::1::",
    "12345::",
    "fe80::1%eth0",
    "[::1]",
    "[::1]:443",
    "10.0.0.1:443",
    "localhost",
    "http://10.0.0.1",
    "-1",
  ])("refuses %s and says what to write", (host) => {
    expect(() => selectionOf({ host: [host] }, undefined)).toThrow(UsageError);
    expect(() => selectionOf({ host: [host] }, undefined)).toThrow(
      /^--host: “.*write 10\.0\.0\.5, .*fd00::\/8$/,
    );
  });
});

describe("--port", () => {
  const { names } = parseServiceNames("8443/tcp: admin-console\n9000-9010/udp: trading\n", "names.yaml");
  const portsOf = (...port: string[]) => selectionOf({ port }, names)?.ports;

  it.each<[string, object[]]>([
    ["443", [{ from: 443, to: 443 }]],
    ["0", [{ from: 0, to: 0 }]],
    ["65535", [{ from: 65_535, to: 65_535 }]],
    ["53/udp", [{ from: 53, to: 53, protocol: UDP }]],
    ["53/UDP", [{ from: 53, to: 53, protocol: UDP }]],
    ["53/tcp,udp", [TCP, UDP].map((protocol) => ({ from: 53, to: 53, protocol }))],
    [
      "53/tcp,udp,80",
      [
        { from: 53, to: 53, protocol: TCP },
        { from: 53, to: 53, protocol: UDP },
        { from: 80, to: 80 },
      ],
    ],
    ["8000-8999/tcp", [{ from: 8000, to: 8999, protocol: TCP }]],
    ["redis/tcp", [{ from: 6379, to: 6379, protocol: TCP }]],
    ["domain/udp", [{ from: 53, to: 53, protocol: UDP }]],
    ["x11/tcp", [{ from: 6000, to: 6063, protocol: TCP }]],
    ["admin-console", [{ from: 8443, to: 8443, protocol: TCP }]],
  ])("%s", (port, ranges) => {
    expect(portsOf(port)).toEqual(ranges);
  });

  it("takes a name for every transport that has it, and not for names that only contain it", () => {
    expect(portsOf("HTTPS")).toEqual([TCP, UDP, 132].map((protocol) => ({ from: 443, to: 443, protocol })));
  });

  it("takes a user's name for a whole range", () => {
    const ports = portsOf("trading")?.map(({ from }) => from);
    expect(ports).toEqual(Array.from({ length: 11 }, (_, index) => 9000 + index));
  });

  it.each<[string, RegExp]>([
    ["70000", /ports run from 0 to 65535/],
    ["100-1", /runs backwards: write 1-100/],
    ["53/icmp", /“icmp” is no transport/],
    ["nosuchservice", /no service is called “nosuchservice”/],
    ["htt", /no service is called “htt”/],
    ["-5", /is no port/],
    ["443/", /is no transport/],
    ["", /nothing is named; write 443/],
    [" , ", /nothing is named/],
  ])("refuses %j", (port, expected) => {
    expect(() => portsOf(port)).toThrow(UsageError);
    expect(() => portsOf(port)).toThrow(expected);
    expect(() => portsOf(port)).toThrow(/^--port: /);
  });

  it("refuses an empty one among several: a script's empty variable does not select everything", () => {
    expect(() => portsOf("443", "")).toThrow(/nothing is named/);
  });
});

describe("--transport", () => {
  it.each<[string, number[]]>([
    ["tcp", [6]],
    ["UDP,sctp", [17, 132]],
    ["dccp, udplite", [33, 136]],
    ["udp-lite", [136]],
  ])("%s", (transport, protocols) => {
    expect(selectionOf({ transport: [transport] }, undefined)?.protocols).toEqual(protocols);
  });

  it.each(["icmp", "6", "", "tcp;udp"])("refuses %j", (transport) => {
    expect(() => selectionOf({ transport: [transport] }, undefined)).toThrow(
      /^--transport: .*tcp, udp, sctp/,
    );
  });
});

describe("--since and --until", () => {
  const since = (text: string) => windowOf({ since: text })?.since;

  it.each<[string, string, number]>([
    ["2026-11-22T04:46:00Z", "2026-11-22T04:46:00Z", 0],
    ["2026-11-22t04:46:00.123456789z", "2026-11-22T04:46:00Z", 123_456_789],
    ["2026-11-22T04:46:00.5", "2026-11-22T04:46:00Z", 500_000_000],
    ["2026-11-22 04:46", "2026-11-22T04:46:00Z", 0],
    ["2026-11-22T05:46:00+01:00", "2026-11-22T04:46:00Z", 0],
    ["2026-11-22T00:16:00 -04:30", "2026-11-22T04:46:00Z", 0],
    ["2026-11-22", "2026-11-22T00:00:00Z", 0],
    ["2028-02-29", "2028-02-29T00:00:00Z", 0],
    ["1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", 0],
  ])("%s", (text, same, nanoseconds) => {
    expect(since(text)).toEqual({ seconds: Date.parse(same) / 1000, nanoseconds });
  });

  it.each([
    "",
    "now",
    "yesterday",
    "1795322760",
    "2026-13-01",
    "2026-02-30",
    "2026-11-31T00:00:00Z",
    "2026-11-22T25:00:00Z",
    "2026-11-22T04:60:00Z",
    "2026-11-22T04:46:00+99:99",
    "2026-11-22T04:46.5Z",
    "2026-11-22T04:46:00.1234567890Z",
    "22.11.2026",
    "2026-11-22Z",
  ])("refuses %j and says what to write", (text) => {
    expect(() => since(text)).toThrow(UsageError);
    expect(() => since(text)).toThrow(/^--since: .*write 2026-11-22T04:46:00Z/);
  });

  it("refuses a window with nothing in it", () => {
    const window = { since: "2026-11-22T04:46:00.5Z", until: "2026-11-22T04:46:00.5Z" };
    expect(() => windowOf(window)).toThrow(/^--until: .* is not after --since/);
  });
});

describe("what is selected", () => {
  interface Row {
    transport: string;
    client: { address: string };
    server: { address: string; port: number };
    firstSeen: string;
    lastSeen: string;
  }
  const flows = async (...words: string[]): Promise<Row[]> => {
    const { code, output, errors } = await portolan(["flows", "--format", "ndjson", ...words]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    return output
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };

  it.each<[string, string[], (row: Row) => boolean]>([
    ["ports", ["--port", "https,22/tcp"], ({ server }) => [443, 22].includes(server.port)],
    ["a range", ["--port", "8000-8999"], ({ server }) => server.port >= 8000 && server.port <= 8999],
    [
      "hosts",
      ["--host", "fd00:20::/64", "--host", "10.20.0.102"],
      ({ client, server }) =>
        [client.address, server.address].some(
          (address) => address === "10.20.0.102" || /^fd00:20::[^:]*$/.test(address),
        ),
    ],
    ["a transport", ["--transport", "udp"], ({ transport }) => transport === "udp"],
    [
      "all of them at once",
      ["--transport", "udp", "--host", "10.20.0.0/24", "--port", "ntp"],
      ({ transport, client, server }) =>
        transport === "udp" && client.address.startsWith("10.20.0.") && server.port === 123,
    ],
  ])("%s: those and no others", async (_what, words, belongs) => {
    const all = await flows(OFFICE);
    const expected = all.filter(belongs);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.length);
    expect(await flows(OFFICE, ...words)).toEqual(expected);
  });

  it("packets of a time: before and after make the whole", async () => {
    const moment = "2026-11-22T06:49:07.96Z";
    const before = await flows(DNS, "--until", moment);
    const after = await flows(DNS, "--since", moment);
    expect(before.length).toBeGreaterThan(0);
    expect(after.length).toBeGreaterThan(0);
    expect(before.filter(({ lastSeen }) => lastSeen >= "2026-11-22T06:49:07.960000000Z")).toEqual([]);
    expect(after.filter(({ firstSeen }) => firstSeen < "2026-11-22T06:49:07.960000000Z")).toEqual([]);
    const totals = async (...words: string[]) =>
      JSON.parse((await portolan(["analyze", "--json", DNS, ...words])).output).verdicts;
    const carried = (verdicts: { verdict: string; packets: number }[]) =>
      verdicts.find(({ verdict }) => verdict === "flow")?.packets ?? 0;
    const whole = carried(await totals());
    expect(carried(await totals("--until", moment)) + carried(await totals("--since", moment))).toBe(whole);
  });

  it("nothing at all is an answer", async () => {
    expect(await flows(DNS, "--port", "9")).toEqual([]);
  });
});
