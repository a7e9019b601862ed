import { afterAll, describe, expect, it } from "vitest";
import { CaptureFolder } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const rowsOf = async (...words: string[]) => {
  const { code, output, errors } = await portolan(["ports", "--json", ...words]);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return JSON.parse(output);
};
const labelsOf = async (...words: string[]) =>
  (await rowsOf(...words)).map(({ label }: { label: string }) => label);

describe("ports", () => {
  it("a number: every transport, with what it is for", async () => {
    const { code, output, errors } = await portolan(["ports", "443"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/^ {2}443\/tcp \(https\) +well-known +Web pages/m);
    expect(output).toMatch(/^ {2}443\/udp \(https\) +well-known +Web over QUIC/m);
  });

  it.each<[string, string[], string[]]>([
    ["a number and a transport", ["53/udp"], ["53/udp (dns)"]],
    ["a range", ["21-23/tcp"], ["21/tcp (ftp)", "22/tcp (ssh)", "23/tcp (telnet)"]],
    ["a number without a name", ["60001"], ["60001/tcp", "60001/udp"]],
    ["several", ["22/tcp", "25/tcp"], ["22/tcp (ssh)", "25/tcp (smtp)"]],
  ])("%s", async (_what, words, labels) => {
    expect(await labelsOf(...words)).toEqual(labels);
  });

  it.each([
    ["ssh", "22/tcp (ssh)"],
    ["redis/tcp", "6379/tcp (redis)"],
    ["domain/udp", "53/udp (dns)"],
    ["RDP", "3389/tcp (rdp)"],
  ])("%s: the best row comes first", async (query, label) => {
    expect((await labelsOf(query))[0]).toBe(label);
  });

  it("a row tells what the contract names", async () => {
    const [row] = await rowsOf("443/tcp");
    expect(row).toMatchObject({ transport: "tcp", port: 443, name: "https", rangeClass: "well-known" });
    expect(row.description).toMatch(/TLS/);
  });

  it("--common: the reference table, with a description of every row", async () => {
    const rows = await rowsOf("--common");
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows)
      expect(row).toMatchObject({ common: true, description: expect.stringMatching(/\w/) });
    const table = (await portolan(["ports", "--common"])).output;
    for (const { label } of rows) expect(table).toContain(label);
  });

  it("a user's own names", async () => {
    const names = folder.write("names.yaml", "8443/tcp: admin-console\n");
    expect(await labelsOf("admin-console", "--services", names)).toEqual(["8443/tcp (admin-console)"]);
    expect(await labelsOf("8443/tcp", "--services", names)).toEqual(["8443/tcp (admin-console)"]);
  });

  it("says when there are more rows than are shown", async () => {
    const { code, output, errors } = await portolan(["ports", "1-200", "--json", "--top", "5"]);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toHaveLength(5);
    const [, all] = /^warning: “1-200”: 5 of \d+ rows are shown; --top (\d+) shows all\n$/.exec(errors) ?? [];
    expect(await rowsOf("1-200", "--top", String(all))).toHaveLength(Number(all));
  });

  it.each<[string, string[], RegExp]>([
    ["a name that nobody has", ["no-such-service"], /“no-such-service”: no such port or service/],
    ["a port beyond the last", ["65536"], /ports run from 0 to 65535/],
    ["a range that runs backwards", ["100-1"], /write 1-100/],
    ["an unknown transport", ["22/xyz"], /“xyz” is no transport/],
    ["nothing between quotes", [""], /say a port or a name/],
    ["--common and a query", ["--common", "443"], /leave it out to look up 443/],
  ])("%s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(["ports", ...words]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
  });

  it("answers what it can beside what nobody knows", async () => {
    const { code, output, errors } = await portolan(["ports", "--json", "no-such-service", "22/tcp"]);
    expect(code).toBe(2);
    expect(errors).toMatch(ONE_ERROR);
    expect(JSON.parse(output).map(({ label }: { label: string }) => label)).toEqual(["22/tcp (ssh)"]);
  });
});
