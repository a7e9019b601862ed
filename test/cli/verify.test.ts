import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureCapture } from "../fixture-captures.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe("verify", () => {
  it("says in one line that all figures agree", async () => {
    const { code, output, errors } = await portolan(["verify", DNS]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/^124 packets and 17 flows .*: all \d+ figures agree\n$/);
  });

  it("as JSON", async () => {
    const { code, output } = await portolan(["verify", "--json", DNS]);
    expect(code).toBe(0);
    const { compared, ...rest } = JSON.parse(output);
    expect(compared).toBeGreaterThan(17 * 8);
    expect(rest).toMatchObject({ comparable: true, packets: 124, flows: 17, differing: 0, differences: [] });
  });

  it("the insides and the outsides of tunnels", async () => {
    const { path } = fixtureCapture("vxlan.pcap");
    const inner = await portolan(["verify", path]);
    const outer = await portolan(["verify", path, "--tunnels", "outer"]);
    expect([inner.code, outer.code]).toEqual([0, 0]);
    expect(outer.output).not.toBe(inner.output);
  });

  it.each<[string, string, RegExp]>([
    ["pcapng", OFFICE, /office\.pcapng: not compared: this is pcapng/],
    ["nanoseconds", fixtureCapture("nanoseconds.pcap").path, /not compared: .*nanosecond/],
    ["standard input", "-", /standard input: not compared: .*only once/],
    ["a folder", folder.path, /not compared: this is a folder/],
    ["what is not there", join(folder.path, "missing.pcap"), /missing\.pcap: no such file/],
    ["an empty file", folder.write("empty", ""), /empty: .*0 bytes/],
    ["a text", folder.write("text", "no capture at all, but long enough"), /not a pcap/],
  ])("%s: why not, in one line", async (_what, path, expected) => {
    const { code, output, errors } = await portolan(["verify", path]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
  });

  it("compares what is there of a damaged capture", async () => {
    const path = folder.write("cut.pcap", readFileSync(DNS).subarray(0, 20_000));
    const { code, output, errors } = await portolan(["verify", path]);
    expect(output).toMatch(/figures agree\n$/);
    expect({ code, errors }).toEqual({ code: 3, errors: expect.stringMatching(/^warning: .*at byte \d+: /) });
  });
});
