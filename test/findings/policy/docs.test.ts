/** The example in docs/policy.md is a policy, and what is said of it holds. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { problemText } from "../../../src/findings/policy/policy-problems.ts";
import { readPolicy } from "../../../src/findings/policy/read.ts";
import { ADDRESSES_KEPT } from "../../../src/findings/policy/sorted-addresses.ts";
import { CASES_OF_ZONES, PORTS_OF_ONE_CLIENT } from "../../../src/findings/policy/unexpected-cases.ts";
import { asked, ends, opened, refused, unexpectedIn } from "./held-against.ts";
import { TODAY } from "./policy-samples.ts";

const DOCS = readFileSync("docs/policy.md", "utf8");
const [, EXAMPLE = ""] = /```yaml\n([\s\S]*?)```/.exec(DOCS) ?? [];

describe("the example", () => {
  test("reads without a problem", () => {
    const { policy, problems } = readPolicy(EXAMPLE, "ports.yaml", { today: TODAY });
    expect(problems.map(problemText)).toEqual([]);
    expect(policy?.rules).toHaveLength(5);
    expect(policy?.ignores).toHaveLength(1);
  });

  test("on an office with a sane policy there are no findings", async () => {
    const packets = [
      ...opened(ends("10.0.7.5", 40_000, "10.0.1.9", 443)),
      ...opened(ends("fd00:1::5", 40_000, "fd00:1:0:1::9", 22)),
      ...asked(ends("10.0.2.3", 40_000, "10.0.1.53", 53)),
      ...opened(ends("10.0.7.5", 40_000, "10.0.2.3", 9100)),
      ...asked(ends("10.0.1.9", 40_000, "192.0.2.1", 123)),
      ...asked(ends("10.0.7.5", 40_000, "192.0.2.1", 443)),
      ...opened(ends("10.0.7.5", 40_000, "10.0.1.9", 8081)),
    ];
    expect(await unexpectedIn(packets, EXAMPLE)).toEqual([]);
  });

  test("rules for office are not about servers", async () => {
    const found = await unexpectedIn(
      [
        ...opened(ends("10.0.1.9", 40_000, "10.0.1.10", 443)),
        ...refused(ends("10.0.7.5", 40_000, "10.0.1.9", 23)),
      ],
      EXAMPLE,
    );
    expect(found.map(({ key, severity }) => [key, severity])).toEqual([
      ["servers > servers 443/tcp", "medium"],
      ["office > servers 23/tcp", "low"],
    ]);
  });
});

test("the errors are as they are told", () => {
  const wrong =
    "version: 1\n\nzones:\n  office: [10.0.0.5/16]\n\n# The rest\n\nrules:\n  - { allow: htps,\n      from: ofice, to: any }\n";
  const told = readPolicy(wrong, "ports.yaml", { today: TODAY }).problems.map(problemText);
  expect(DOCS.split("\n").filter((line) => line.startsWith("ports.yaml:"))).toEqual(told);
});

test("the numbers are those of the code", () => {
  expect([PORTS_OF_ONE_CLIENT, CASES_OF_ZONES, ADDRESSES_KEPT]).toEqual([10, 30, 10_000]);
  expect(DOCS).toContain("Ten services or more");
  expect(DOCS).toContain("more than 30 findings");
  expect(DOCS).toContain("the first 10,000");
});
