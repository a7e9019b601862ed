import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serviceKey } from "../../src/services/registry.ts";
import { parseServiceNames } from "../../src/services/user-names.ts";

const parse = (text: string) => parseServiceNames(text, "names.yaml");

describe("a file of names", () => {
  it.each([
    ["YAML", "8443/tcp: admin-console\n"],
    ["quoted YAML", `"8443/tcp": 'admin-console'\n`],
    ["YAML with fields", "8443/tcp:\n  name: admin-console\n"],
    ["JSON", `{"8443/tcp": "admin-console"}`],
    ["JSON indented by tabs", `{\n\t"8443/tcp": {\n\t\t"name": "admin-console"\n\t}\n}`],
    ["services(5)", "admin-console 8443/tcp\n"],
    ["services(5) with tabs and CRLF", "# ours\r\n\r\nadmin-console\t\t8443/tcp\r\n"],
    ["a byte order mark before YAML", "\uFEFF8443/tcp: admin-console\r\n"],
    ["a byte order mark before services(5)", "\uFEFFadmin-console 8443/tcp"],
  ])("may be %s", (_form, text) => {
    const { names, errors } = parse(text);
    expect(errors).toEqual([]);
    expect([...names]).toEqual([
      [serviceKey("tcp", 8443), { name: "admin-console", description: null, aliases: [] }],
    ]);
  });

  it("names ranges and several transports", () => {
    const { names, errors } = parse("5000-5010/tcp,udp: { name: trading, description: Orders of the floor }");
    expect(errors).toEqual([]);
    expect(names.size).toBe(22);
    for (const key of [serviceKey("tcp", 5000), serviceKey("udp", 5010)]) {
      expect(names.get(key)).toEqual({ name: "trading", description: "Orders of the floor", aliases: [] });
    }
    expect(names.has(serviceKey("tcp", 5011))).toBe(false);
  });

  it("takes aliases and comments of services(5), the first of repeated lines, and skips AppleTalk", () => {
    const { names, errors } = parse(
      "rtmp 1/ddp # Routing Table Maintenance\nhttp 80/tcp www web # Pages # and more\nother 80/tcp\n",
    );
    expect(errors).toEqual([]);
    expect([...names.values()]).toEqual([
      { name: "http", description: "Pages # and more", aliases: ["www", "web"] },
    ]);
  });

  it("keeps what could be read beside the errors", () => {
    const { names, errors } = parse(
      "8443/tcp: admin-console\n99999/tcp: nothing\n0/udp: zero\n65535/udp: last\n",
    );
    expect(errors).toEqual(["names.yaml:2:1: 99999 is no port: ports run from 0 to 65535"]);
    expect([...names.keys()]).toEqual([
      serviceKey("tcp", 8443),
      serviceKey("udp", 0),
      serviceKey("udp", 65_535),
    ]);
  });
});

describe("a mistake is told with its place and what was meant", () => {
  it.each([
    ["", "1:1: no names in it: write lines such as 8443/tcp: admin-console"],
    ["# nothing\n", "1:1: no names in it"],
    ["- a\n", "1:1: no names in it"],
    ["{}\n", "1:1: no names in it"],
    ["admin: 8443/tcp\n", "1:1: the port comes first: write 8443/tcp: admin"],
    ["8443: admin\n", "1:1: 8443 has no transport: write 8443/tcp, 8443/udp or 8443/tcp,udp"],
    ["8443/foo: admin\n", "1:1: “foo” is no transport: one of tcp, udp, sctp, dccp, udplite"],
    ["admin: console\n", "1:1: “admin” is no port: write 443/tcp"],
    ["10-5/tcp: a\n", "1:1: 10-5 runs backwards: write 5-10"],
    ["8443/tcp: 42\n", `1:11: the name of 8443/tcp must be text: put it in quotes, "42"`],
    ["8443/tcp: true\n", `1:11: the name of 8443/tcp must be text: put it in quotes, "true"`],
    ["8443/tcp:\n", "1:1: the name of 8443/tcp is missing"],
    ["8443/tcp: [a]\n", "1:11: the name of 8443/tcp must be text"],
    ["8443/tcp: ''\n", "1:11: the name is empty"],
    ["8443/tcp: '  '\n", "1:11: the name is empty"],
    [`8443/tcp: "a\\u001b[2J"\n`, "1:11: the name has control characters in it"],
    [`8443/tcp: "a\\u202Eb"\n`, "1:11: the name has control characters in it"],
    [`8443/tcp: ${"a".repeat(65)}\n`, "1:11: the name has more than 64 characters"],
    ["8443/tcp: { title: a }\n", "1:13: “title” is no field: name and description are"],
    ["8443/tcp: { description: a }\n", "1:1: 8443/tcp has no name: write 8443/tcp: { name: admin-console }"],
    ["8443/tcp: { name: a, name: b }\n", "1:22: name is said twice for 8443/tcp"],
    ["8443/tcp: a\n8443/tcp: b\n", "2:1: 8443/tcp has a name in line 1 already: keep one of them"],
    ["6000-6063/tcp: x\n6010/tcp: y\n", "2:1: 6010/tcp has a name in line 1 already"],
    ["8443/tcp: &a b\n8444/tcp: *a\n", "2:11: the name of 8444/tcp must be text"],
    ["? [1, 2]\n: a\n", "1:3: a port is missing before the colon"],
    ["1/tcp: a\n---\n2/tcp: b\n", "2:1: a second document starts here"],
    ["8443/tcp: a: b\n", "1:11: Nested mappings are not allowed"],
    ["ssh 22/tcp\nbroken\n", "2:1: “broken” has no port: write broken 8443/tcp"],
    ["ssh 22/tcp\nweb 70000/tcp\n", "2:5: 70000 is no port"],
    ["ssh 22/tcp\nweb 80/ipx\n", "2:5: “ipx” is no transport"],
    ["ssh 22/tcp\nweb 80\n", "2:5: 80 has no transport: write 80/tcp"],
  ])("%j", (text, expected) => {
    const { errors } = parse(text);
    expect(errors.some((error) => error.startsWith(`names.yaml:${expected}`))).toBe(true);
  });

  it("tells all of them at once, in the order of the file", () => {
    const { errors } = parse("1/foo: a\n2: b\n3/tcp: 4\n70000/udp: c\n");
    expect(errors.map((error) => error.split(":")[1])).toEqual(["1", "2", "3", "4"]);
  });

  it("shows nothing that a terminal would obey", () => {
    const { errors } = parse(`"\\u001b[2J/tcp": a\n`);
    expect(errors.length).toBe(1);
    expect(errors[0]).not.toContain("\u001b");
  });
});

describe("any text at all", () => {
  it.each(["[".repeat(20_000), "{".repeat(20_000), "1/tcp: [".repeat(5000)])("ends with an error", (text) => {
    const { errors } = parse(text);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThan(20);
  });

  it("neither throws nor is taken for something without a word", () => {
    const pieces = fc.constantFrom(
      "8443",
      "/tcp",
      ": ",
      "\n",
      "name",
      "{",
      "}",
      "[",
      "&a",
      "*a",
      '"',
      "-",
      "#",
      "\t",
      "0",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 20 }), (words) => {
        const { names, errors } = parse(words.join(""));
        expect(names.size + errors.length).toBeGreaterThan(0);
        for (const error of errors) expect(error).toMatch(/^names\.yaml:\d+:\d+: \P{Cc}+$/u);
        for (const { name } of names.values()) expect(name.trim()).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
});
