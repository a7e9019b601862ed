import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { FlowExplanations, PacketExplanations } from "../../src/report/explain/explanation.ts";
import { fixtureCapture } from "../fixture-captures.ts";
import { ethernet, HELLO, ipv4, join, SYN, tcp, udp, zeros } from "../frames.ts";
import { blocks, concatenated, pcapFile, pcapngFile, textBytes } from "../records/capture-writer.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { commandLine, ONE_ERROR, portolan, shell } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const HTTPS = "[fd00:20::101]:49090-[fd00:20::20]:443";
const WEB = fixtureCapture("web.pcap").path;
const ICMP = fixtureCapture("icmp-errors.pcap").path;

async function flowsOf(...words: string[]): Promise<FlowExplanations> {
  const { code, output, errors } = await portolan(["explain", "--json", ...words]);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return JSON.parse(output);
}

async function packetOf(...words: string[]): Promise<PacketExplanations> {
  const { code, output, errors } = await portolan(["explain", "--json", ...words]);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return JSON.parse(output);
}

describe("a flow", () => {
  it("in words, with frames; the ends in any order; as wide as the window", async () => {
    const environment = { COLUMNS: "80" };
    const { code, output, errors } = await portolan(["explain", OFFICE, HTTPS], { environment });
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toContain("tcp [fd00:20::101]:49090 → [fd00:20::20]:443\n");
    expect(output).toMatch(/^ {2}Server {4}\[fd00:20::20\]:443 {2}· {2}known {2}· {2}confidence 0\.99$/m);
    expect(output).toMatch(/^ {2}syn +decisive {2}\[fd00:20::101\]:49090 sent a SYN \(frame 138\): who$/m);
    expect(output).toContain("Evidence against it: none");
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const [client, server] = HTTPS.split("-");
    const turned = await portolan(["explain", OFFICE, `tcp ${server} → ${client}`], { environment });
    expect(turned.output).toBe(output);
    const apart = await portolan(["explain", OFFICE, "tcp", `${server}-${client}`], { environment });
    expect(apart.output).toBe(output);
  });

  it("as JSON, with the row of flows and the frames that tshark counts", async () => {
    const { schema, kind, captures, flows } = await flowsOf(OFFICE, HTTPS);
    expect([schema, kind, captures]).toEqual([
      "portolan.explain/1",
      "flow",
      [{ path: OFFICE, packets: 908, complete: true }],
    ]);
    const rows = (await portolan(["flows", "--format", "ndjson", OFFICE])).output.trimEnd().split("\n");
    const row = rows.map((line) => JSON.parse(line)).find(({ client }) => client.port === 49_090);
    expect(flows).toHaveLength(1);
    const [{ flow, frames, role, service }] = flows;
    expect(flow).toEqual({ ...row, service: flow.service });
    expect(frames.fromClient).toMatchObject({ first: row.firstFrame, syn: row.firstFrame, synAck: null });
    expect(frames.fromServer).toMatchObject({ first: 139, syn: null, synAck: 139, rst: null });
    expect(role.evidence.find(({ clue }) => clue === "syn")).toMatchObject({
      supports: true,
      strength: "decisive",
      frames: [138],
    });
    expect(service.identified).toMatchObject({
      protocol: "tls",
      server: { address: "fd00:20::20", port: 443 },
    });
  });

  it("that nobody can tell: unknown, and what it would be", async () => {
    const { output } = await portolan(["explain", ICMP, "[fd00:20::101]:45529-[fd00:20:0:1::40]:33434"]);
    expect(output).toContain("udp [fd00:20::101]:45529 ⇢ [fd00:20:0:1::40]:33434");
    expect(output).toMatch(
      /^ {2}Server {4}unknown; best guess \[fd00:20:0:1::40\]:33434, confidence 0\.\d\d$/m,
    );
    expect(output).toContain("if the guess is right");
    expect(output).toContain("ICMP error 35");
  });

  it("that was refused, and evidence against a server", async () => {
    const refused = await flowsOf(WEB, "10.20.0.102:46964-10.20.0.20:8000");
    expect(refused.flows[0].flow.state).toBe("refused");
    expect(refused.flows[0].frames.fromServer.rst).toBe(refused.flows[0].flow.firstFrame + 1);
    const ftp = await portolan([
      "explain",
      fixtureCapture("ftp.pcap").path,
      "10.20.0.21:20-10.20.0.101:37159",
    ]);
    expect(ftp.output).toMatch(/Evidence against it\n\n.*\n.*\n {2}dynamic-range {2}strong/);
  });

  it("of each transport between the ends, or of the one that is named", async () => {
    const ends = { source: "10.0.0.1", destination: "10.0.0.2" };
    const ports = { sourcePort: 40_000, destinationPort: 53 };
    const path = folder.write(
      "two.pcap",
      pcapFile({
        packets: [
          { data: ethernet(ipv4(tcp(HELLO, { ...ports, flags: SYN }), ends)) },
          { data: ethernet(ipv4(udp(HELLO, ports), { ...ends, protocol: 17 })) },
        ],
      }),
    );
    const name = "10.0.0.1:40000-10.0.0.2:53";
    const transports = async (flow: string) =>
      (await flowsOf(path, flow)).flows.map(({ flow: { transport } }) => transport);
    expect(await transports(name)).toEqual(["tcp", "udp"]);
    expect(await transports(`${name}/udp`)).toEqual(["udp"]);
    const none = await portolan(["explain", path, `${name}/sctp`]);
    expect(none.code).toBe(2);
    expect(none.errors).toContain("near it: 10.0.0.1:40000-10.0.0.2:53/tcp");
  });

  it("from standard input, and of several captures with frames counted through", async () => {
    const words = commandLine("explain", "-", HTTPS);
    expect((await shell(`cat '${OFFICE}' | ${words}`)).output).toContain("(frame 138)");
    const { code, output } = await portolan(["explain", DNS, OFFICE, HTTPS]);
    expect(code).toBe(0);
    expect(output).toContain(`(frame ${124 + 138})`);
    expect(output).toMatch(/Frames are counted through all 2 captures: .*dns\.pcap begins\s+with\s+1/);
  });

  it("hears of --services, --tunnels and --since", async () => {
    const file = folder.write("names.yaml", "443/tcp: our-shop\n");
    const named = await flowsOf(OFFICE, HTTPS, "--services", file);
    expect(named.flows[0].service).toMatchObject({ label: "443/tcp (our-shop)", nameFrom: "user" });
    const outer = await flowsOf(
      fixtureCapture("vxlan.pcap").path,
      "--tunnels",
      "outer",
      "10.20.0.101:46235-10.20.0.20:4789",
    );
    expect(outer.flows[0].flow.server.port).toBe(4789);
    const late = await portolan(["explain", OFFICE, HTTPS, "--since", "2026-11-22T06:55:35Z"]);
    expect([late.code, late.output]).toEqual([2, ""]);
  });
});

describe("what is wrong is told in one line, with what to do, and exits with 2", () => {
  it.each<[string, string[], RegExp]>([
    ["nothing", ["explain"], /missing required argument 'capture'/],
    ["no flow", ["explain", DNS], /name a flow behind the capture, or --frame N/],
    ["no capture", ["explain", HTTPS], /name a capture before the flow/],
    [
      "no flow's name",
      ["explain", OFFICE, "443"],
      /“443” is no flow: it names one end; .*write 10\.0\.0\.5:51514-/,
    ],
    [
      "a flow that is not there, near others",
      ["explain", OFFICE, "10.20.0.101:42999-10.20.0.20:443"],
      /no flow is 10\.20\.0\.101:42999-10\.20\.0\.20:443; near it: 10\.20\.0\.101:42976-10\.20\.0\.20:443\/tcp, .*portolan flows/,
    ],
    [
      "a flow that is not there, far from all",
      ["explain", OFFICE, "192.0.2.1:1-192.0.2.2:2"],
      /none of 66 flows is 192\.0\.2\.1:1-192\.0\.2\.2:2, and neither address has any; list all with: portolan flows/,
    ],
    ["a frame beyond the end", ["explain", DNS, "--frame", "125"], /no frame 125; frames run from 1 to 124$/],
    ["frame 0", ["explain", DNS, "--frame", "0"], /'0' is invalid.*from 1 on/],
    [
      "a frame and a flow",
      ["explain", OFFICE, HTTPS, "--frame", "1"],
      /either a flow or --frame 1, not both/,
    ],
    ["no such file", ["explain", "/nowhere.pcap", HTTPS], /nowhere\.pcap/],
    ["a hostile flow", ["explain", OFFICE, "\u001b[2J\n:1-2:2"], /is no flow/],
  ])("%s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(words);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors.trimEnd()).toMatch(expected);
  });
});

describe("a packet", () => {
  it("header by header", async () => {
    const { code, output, errors } = await portolan(["explain", OFFICE, "--frame", "138"], {
      environment: { COLUMNS: "80" },
    });
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/^Frame 138\n/);
    expect(output).toMatch(
      /^ {2}Flow {6}tcp \[fd00:20::101\]:49090 → \[fd00:20::20\]:443, 443\/tcp \(https\)$/m,
    );
    expect(output).toMatch(/^ {2}Ethernet {2}0–13 {3}destination /m);
    expect(output).toMatch(/ control bits +0x02 \(SYN\)$/m);
  });

  it("damaged: what was required, what was there, where", async () => {
    const whole = ethernet(ipv4(tcp()));
    const path = folder.write(
      "cut.pcap",
      pcapFile({
        packets: [
          { data: whole.subarray(0, 30), originalLength: whole.length },
          { data: ethernet(join([0x45], zeros(40)), { type: 0x0800 }) },
        ],
      }),
    );
    const cut = (await packetOf(path, "--frame", "1")).packet;
    expect(cut).toMatchObject({ verdict: "truncated-header", flow: null });
    expect(cut.damage).toMatchObject({ layer: "IPv4", offset: 14, required: 20, captured: 16, declared: 45 });
    const { output } = await portolan(["explain", path, "--frame", "1"], { environment: { COLUMNS: "160" } });
    expect(output).toContain("Damage    IPv4 requires 20 bytes from byte 14 on; 16 bytes are there");
  });

  it("left out by the time", async () => {
    const { packet } = await packetOf(OFFICE, "--frame", "1", "--since", "2027-01-01");
    expect(packet).toMatchObject({ verdict: "not-selected", flow: null, damage: null });
  });
});

describe("captures that are not whole, and hostile ones", () => {
  it("cut: what was read is explained, and the exit code is 3", async () => {
    const path = folder.write("cut-file.pcapng", readFileSync(OFFICE).subarray(0, 150_000));
    const { code, output, errors } = await portolan(["explain", path, HTTPS]);
    expect(code).toBe(3);
    expect(errors).toMatch(/^warning: .*at byte \d+: /);
    expect(output).toContain("(frame 138)");
    expect(output).toContain("Part of the capture is missing: what was not seen may have been there.");
  });

  it("names that a terminal would obey are spelled out; JSON gives them back", async () => {
    const name = "\u001b[2J\r\nevil\u202egnp.exe";
    const write = blocks();
    const names = [1, concatenated([10, 0, 0, 2], textBytes(name), [0])] as const;
    const data = ethernet(ipv4(tcp(), { source: "10.0.0.1", destination: "10.0.0.2" }));
    const path = folder.write(
      "hostile.pcapng",
      pcapngFile(write.section(), write.interface(), write.names([names]), write.packet({ data })),
    );
    const { output, code } = await portolan(["explain", path, "10.0.0.1:40000-10.0.0.2:80"]);
    expect(code).toBe(0);
    expect(output).toContain("Named     server: \\x1b[2J\\x0d\\x0aevil\\u202egnp.exe");
    expect(output.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const json = await portolan(["explain", "--json", path, "10.0.0.1:40000-10.0.0.2:80"]);
    expect(json.output.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(json.output).flows[0].hosts).toEqual({ server: name, client: null });
  });

  it("colour only where it is wanted, ASCII where the locale asks for it, quiet where the reader goes away", async () => {
    expect((await portolan(["explain", OFFICE, HTTPS])).output).not.toContain("\u001b");
    const colours = { FORCE_COLOR: "1" };
    expect((await portolan(["explain", OFFICE, HTTPS], { environment: colours })).output).toContain(
      "\u001b[1m",
    );
    const none = { FORCE_COLOR: "1", NO_COLOR: "1" };
    expect((await portolan(["explain", OFFICE, HTTPS], { environment: none })).output).not.toContain(
      "\u001b",
    );
    for (const words of [[HTTPS], ["--frame", "138"]]) {
      const { output } = await portolan(["explain", OFFICE, ...words], { environment: { LANG: "C" } });
      expect(output).toMatch(/^[\p{ASCII}]*$/u);
      expect(output).toContain(" -> ");
      expect(output).not.toContain("??");
    }
    const piped = await shell(`${commandLine("explain", OFFICE, HTTPS)} | head -1`);
    expect([piped.code, piped.errors]).toEqual([0, ""]);
  });
});
