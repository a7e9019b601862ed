import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DNS } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Code that runs when the report is written as JSON, in the middle of the command. */
const injected = (code: string) => [
  "--import",
  `data:text/javascript,${encodeURIComponent(
    `const { stringify } = JSON; JSON.stringify = (...words) => { ${code}; return stringify(...words); };`,
  )}`,
];

describe("a bug of portolan's own", () => {
  it.each<[string, string, string]>([
    ["thrown", 'throw new TypeError("no such\\n  thing")', "TypeError: no such thing"],
    ["no error at all", 'throw "a text"', "a text"],
    ["a promise that nobody waits for", 'Promise.reject(new RangeError("stray"))', "RangeError: stray"],
    ["thrown later", 'setTimeout(() => { throw new Error("late") })', "Error: late"],
  ])("%s: one line that says so, and exit code 2", async (_what, code, words) => {
    const result = await portolan(["analyze", "--json", DNS], { node: injected(code) });
    expect(result.code).toBe(2);
    expect(result.errors).toMatch(ONE_ERROR);
    expect(result.errors).toContain(`this is a bug in portolan ${version}: ${words}; set PORTOLAN_DEBUG=1`);
  });

  it("PORTOLAN_DEBUG=1 shows the stack", async () => {
    const { code, errors } = await portolan(["analyze", "--json", DNS], {
      node: injected('throw new TypeError("injected")'),
      environment: { PORTOLAN_DEBUG: "1" },
    });
    expect(code).toBe(2);
    expect(errors).toMatch(
      /^error: this is a bug .*: TypeError: injected; the stack follows\nTypeError: injected\n {4}at /,
    );
    expect(errors).toMatch(/ {4}at .*json\d*\.js:\d+/);
  });
});
