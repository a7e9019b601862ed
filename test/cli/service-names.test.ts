import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe("--services", () => {
  it.each<[string, string]>([
    ["YAML", "# ours\n53/tcp,udp: { name: resolver, description: Names of the house }\n"],
    ["JSON", '{"53/tcp": {"name": "resolver", "description": "Names of the house"}, "53/udp": "resolver"}'],
    ["/etc/services", "resolver 53/tcp # Names of the house\nresolver 53/udp\n"],
  ])("%s: the names are everywhere", async (_what, content) => {
    const file = folder.write("names", content);
    const { code, output, errors } = await portolan(["analyze", "--json", DNS, "--services", file]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const { services, servers } = JSON.parse(output);
    expect(services[0]).toMatchObject({
      label: "53/tcp (resolver)",
      name: "resolver",
      description: "Names of the house",
    });
    expect(servers[0]).toMatchObject({ name: "resolver" });
    const flows = await portolan(["flows", "--format", "csv", DNS, "--services", file, "--port", "resolver"]);
    expect(flows.output.match(/53\/(tcp|udp) \(resolver\)/g)).toHaveLength(17);
  });

  it("tells every mistake at its line, and reads nothing", async () => {
    const content = "8443: console\n9000/tcp: 42\n70000/tcp: far\n22/tcp: ssh\n22/tcp: again\n";
    const file = folder.write("bad.yaml", content);
    const { code, output, errors } = await portolan(["analyze", "--services", file, OFFICE]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    const places = errors
      .split("\n")
      .slice(0, -1)
      .map((line) => line.slice(`error: ${file}:`.length).split(":")[0]);
    expect(places).toEqual(["1", "2", "3", "5"]);
    for (const line of errors.split("\n").slice(0, -1)) expect(line.startsWith(`error: ${file}:`)).toBe(true);
  });

  it("counts the mistakes of a file that is something else", async () => {
    const file = folder.write("wrong.yaml", "x: y\n".repeat(500));
    const { code, errors } = await portolan(["analyze", "--services", file, OFFICE]);
    expect(code).toBe(2);
    const lines = errors.split("\n").slice(0, -1);
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe(`error: ${file}: 480 more mistakes; is this a file of service names?`);
  });

  it.each<[string, () => string, RegExp]>([
    [
      "is missing",
      () => join(folder.path, "missing.yaml"),
      /^error: --services: cannot read .*: no such file;/,
    ],
    ["has no name", () => "", /^error: --services: cannot read a file without a name/],
    ["is a folder", () => folder.path, /^error: --services: cannot read .*: this is a folder;/],
    ["is empty", () => folder.write("empty.yaml", ""), /^error: .*empty\.yaml:1:1: no names in it/],
    [
      "is too large",
      () => folder.write("large", Buffer.alloc(17 * 2 ** 20)),
      /^error: --services: .* is too large/,
    ],
    ["is a capture", () => OFFICE, /^error: /],
  ])("a file that %s", async (_what, file, expected) => {
    const { code, output, errors } = await portolan(["analyze", "--services", file(), DNS]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(expected);
    expect(errors).not.toContain("    at ");
  });
});
