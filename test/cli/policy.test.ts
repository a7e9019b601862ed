import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureCapture } from "../fixture-captures.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const ONE_POLICY = `version: 1
zones: { lan: [10.20.0.0/24, "fd00:20::/64"] }
rules:
  - { allow: [https, 9/dccp], from: lan, to: [lan, internet] }
`;

describe("policy init", () => {
  it("writes a policy to standard output, the same each time", async () => {
    const first = await portolan(["policy", "init", OFFICE]);
    expect({ code: first.code, errors: first.errors }).toEqual({ code: 0, errors: "" });
    expect(first.output).toContain("  lan-10-20-0: 10.20.0.0/24");
    expect(first.output).toMatch(/- 443\/tcp +# https: \d+ flows?, \d+ clients?/);
    expect((await portolan(["policy", "init", "--threads", "1", OFFICE])).output).toBe(first.output);
  });

  it("writes a file that export reads, and does not write over one", async () => {
    const out = join(folder.path, "init.yaml");
    const { code, output, errors } = await portolan(["policy", "init", OFFICE, "-o", out]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toBe(
      `${out}: 4 zones, 4 rules, 6 entries of ignore; read and edit it before you rely on it\n`,
    );
    const written = readFileSync(out, "utf8");
    expect((await portolan(["policy", "export", "--format", "markdown", out])).code).toBe(0);

    writeFileSync(out, "mine\n");
    const again = await portolan(["policy", "init", OFFICE, "-o", out]);
    expect({ code: again.code, output: again.output }).toEqual({ code: 2, output: "" });
    expect(again.errors).toMatch(ONE_ERROR);
    expect(again.errors).toContain("is there already; --force writes over it");
    expect(readFileSync(out, "utf8")).toBe("mine\n");

    expect((await portolan(["policy", "init", OFFICE, "-o", out, "--force"])).code).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(written);
  });

  it("is about the flows that were selected", async () => {
    const { output } = await portolan(["policy", "init", OFFICE, "--port", "443/tcp"]);
    expect(output).toContain("443/tcp");
    expect(output).not.toContain("53/udp");
    expect(output).not.toContain("ignore:");
  });

  it("takes what a lock allows, and the zones that it calls servers by", async () => {
    const lock = folder.write(
      "ports.lock",
      "# portolan.lock/1\n10.0.0.5 443/tcp https tls\noffice 22/tcp ssh\n",
    );
    const zones = folder.write("zones.yaml", "version: 1\nzones: { office: 10.0.0.0/16 }\nrules: []\n");
    const words = ["policy", "export", "--format", "nftables", lock];
    const { code, output } = await portolan([...words, "--policy", zones]);
    expect(code).toBe(0);
    expect(output).toContain("elements = { 10.0.0.0-10.0.0.4,");
    expect(output).toMatch(/ip daddr @office_v4 tcp dport 22 accept comment "line 3: ssh"/);
    expect(output).toMatch(/tcp dport \{ 22, 443 \} accept comment "lines 2 and 3: https and ssh"/);
    const without = await portolan(words);
    expect(without).toMatchObject({ code: 2, output: "" });
    expect(without.errors).toContain("ports.lock:3: office is a zone; name the policy that has it");
    const both = await portolan(["policy", "export", "--format", "nftables", zones, "--policy", zones]);
    expect(both.code).toBe(2);
    expect(both.errors).toMatch(/zones\.yaml is no ports\.lock whose zones it could have/);
  });

  it("knows names of one's own", async () => {
    const names = folder.write("names.yaml", "53/udp: our-names\n");
    expect((await portolan(["policy", "init", DNS, "--services", names])).output).toContain("our-names:");
  });

  it("of a damaged capture is of what was read", async () => {
    const cut = folder.write("cut.pcap", readFileSync(DNS).subarray(0, -7));
    const { code, output, errors } = await portolan(["policy", "init", cut]);
    expect(code).toBe(3);
    expect(errors).toMatch(/^warning: .*cut\.pcap: at byte \d+/);
    expect(output).toContain("version: 1");
  });

  it.each<[string, string[], RegExp]>([
    [
      "no capture",
      ["policy", "init"],
      /missing required argument 'capture'; see: portolan policy init --help/,
    ],
    ["a file without a name", ["policy", "init", DNS, "-o", ""], /--out: name a file/],
    ["a folder", ["policy", "init", DNS, "-o", folder.path], /is a folder; name a file/],
    ["--force without a file", ["policy", "init", DNS, "--force"], /--force is about the file of --out/],
    ["an unknown subcommand", ["policy", "innit", DNS], /unknown command 'innit'.*Did you mean init/],
    ["a capture that is not there", ["policy", "init", "no-such.pcap"], /no-such\.pcap/],
    [
      "no format",
      ["policy", "export", "x"],
      /--format <format>' not specified; see: portolan policy export --help/,
    ],
    [
      "an unknown format",
      ["policy", "export", "--format", "iptables", "x"],
      /'iptables' is invalid.*nftables, kubernetes, markdown/,
    ],
    [
      "zones of a policy for a policy on standard input",
      ["policy", "export", "--format", "nftables", "-", "--policy", "x"],
      /--policy: standard input is no ports\.lock/,
    ],
    [
      "a policy that is not there",
      ["policy", "export", "--format", "nftables", "no.yaml"],
      /cannot read no\.yaml: no such file/,
    ],
    ["a folder as policy", ["policy", "export", "--format", "nftables", folder.path], /this is a folder/],
  ])("wrong usage: %s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(words);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors.trimEnd()).toMatch(expected);
  });

  it("writes nothing where the file cannot be", async () => {
    const { code, errors } = await portolan([
      "policy",
      "init",
      DNS,
      "-o",
      join(folder.path, "none", "x.yaml"),
    ]);
    expect(code).toBe(2);
    expect(errors).toMatch(ONE_ERROR);
    expect(() => statSync(join(folder.path, "none"))).toThrow();
  });
});

describe("policy export", () => {
  it.each([
    ["nftables", /chain forward/],
    ["kubernetes", /kind: NetworkPolicy/],
    ["markdown", /\| lan \| lan, internet \|/],
  ])("%s", async (format, expected) => {
    const policy = folder.write("ports.yaml", ONE_POLICY);
    const { code, output, errors } = await portolan(["policy", "export", "--format", format, policy]);
    expect(code).toBe(0);
    expect(output).toMatch(expected);
    const unsaid = errors.split("\n").filter((line) => line.includes("not in the network policies"));
    expect(unsaid.length).toBe(format === "kubernetes" ? 2 : 0);
  });

  it("knows names of one's own", async () => {
    const names = folder.write("own.yaml", "8443/tcp: admin-console\n");
    const policy = folder.write("own-ports.yaml", ONE_POLICY.replace("https", "admin-console"));
    const words = ["policy", "export", "--format", "nftables", policy];
    expect((await portolan(words)).errors).toContain("no service is called “admin-console”");
    expect((await portolan([...words, "--services", names])).output).toContain("tcp dport 8443 accept");
  });

  it("takes a policy from standard input", async () => {
    const { code, output } = await portolan(["policy", "export", "--format", "markdown", "-"], {
      input: ONE_POLICY,
    });
    expect(code).toBe(0);
    expect(output).toContain("| lan | lan, internet |");
    const wrong = await portolan(["policy", "export", "--format", "markdown", "-"], { input: "- x\n" });
    expect(wrong.code).toBe(2);
    expect(wrong.errors).toMatch(/^error: standard input:1:1: a policy has the keys/);
  });
});

it("a baseline goes from standard input to a firewall as from its file", async () => {
  const lock = (await portolan(["baseline", DNS, "-o", "-"])).output;
  const words = ["policy", "export", "--format", "nftables"];
  const fromFile = await portolan([...words, folder.write("piped.lock", lock)]);
  const { code, output } = await portolan([...words, "-"], { input: lock });
  expect(code).toBe(0);
  expect(output).toContain("th dport 53 accept");
  expect(output).toBe(fromFile.output.replaceAll(/\S*piped\.lock/g, "standard input"));
  const conflict = await portolan([...words, "-"], { input: lock.replace("\n", "\n<<<<<<< ours\n") });
  expect(conflict.code).toBe(2);
  expect(conflict.errors).toMatch(/^error: standard input:2: /);
});

describe("a wrong policy", () => {
  const exported = (content: Uint8Array | string) =>
    portolan(["policy", "export", "--format", "nftables", folder.write("wrong.yaml", content)]);

  it("is told in lines with their places, all at once", async () => {
    const { code, output, errors } = await exported(
      "version: 1\nzones: { a: 10.0.0.1/8 }\nrules:\n  - { allow: 443, from: b, to: a }\n",
    );
    expect({ code, output }).toEqual({ code: 2, output: "" });
    const lines = errors.trimEnd().split("\n");
    expect(lines.map((line) => /^error: .*wrong\.yaml:(\d+:\d+): /.exec(line)?.[1])).toEqual([
      "2:13",
      "4:14",
      "4:25",
    ]);
  });

  it("with warnings alone is used", async () => {
    const twice = ONE_POLICY.replace(/( {2}- .*\n)/, "$1$1");
    const { code, output, errors } = await exported(twice);
    expect(code).toBe(0);
    expect(errors).toMatch(
      /^warning: .*wrong\.yaml:5:5: this rule never decides, as the rule in line 4 comes first/,
    );
    expect(output).toContain("chain forward");
  });

  it("of a hundred errors and more shows a hundred", async () => {
    const { errors } = await exported(`version: 1\nrules:\n${"  - x\n".repeat(150)}`);
    expect(errors.trimEnd().split("\n")).toHaveLength(101);
    expect(errors).toMatch(/: 50 more errors; is this a policy\?\n$/);
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ["empty", "", /:1:1: this file is empty/],
    ["another file", readFileSync(DNS), /wrong\.yaml:1:\d+: this is no UTF-8: save the file as UTF-8/],
    [
      "Latin-1",
      Buffer.from("version: 1\nzones: { b\u00fcro: 10.0.0.1 }\n", "latin1"),
      /:2:11: this is no UTF-8/,
    ],
    ["UTF-16", Buffer.from("\uFEFFversion: 1\n", "utf16le"), /:1:1: this file is UTF-16: save it as UTF-8/],
    ["too large", "#".repeat(2 ** 20 + 1), /:1:1: this file has more than 1024 KiB/],
    ["far too large", "#".repeat(17 * 2 ** 20), /is too large for a policy/],
  ])("%s", async (_what, content, expected) => {
    const { code, output, errors } = await exported(content);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors.trimEnd()).toMatch(expected);
  });

  it("control codes in it are shown as what they are", async () => {
    const { errors } = await exported('version: 1\nrules: [{ allow: "\\e[2J", from: any, to: any }]\n');
    expect(errors).toMatch(ONE_ERROR);
  });
});

it("policy alone says what there is", async () => {
  const { code, output, errors } = await portolan(["policy"]);
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors).toMatch(/^Usage: portolan policy/);
  expect(errors).toMatch(/^ {2}init .*$/m);
  expect(errors).toMatch(/^ {2}export .*$/m);
});

it("a capture of any link layer has a first policy", async () => {
  for (const name of ["loopback.pcap", "sctp.pcap", "gtp-u.pcap"]) {
    expect((await portolan(["policy", "init", fixtureCapture(name).path])).code).toBe(0);
  }
});
