/** The schema that editors complete and check policies by, and that it is of one mind with the reader. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RULES, SEVERITIES } from "../../../src/findings/finding.ts";
import { readPolicy } from "../../../src/findings/policy/read.ts";
import { RIGHT, TODAY, WARNED, WRONG, withRule } from "./policy-samples.ts";

const schema = JSON.parse(readFileSync("schemas/policy.schema.json", "utf8"));
const ajv = new Ajv({ allErrors: true, strictTypes: false });
formats.default(ajv);
const validate = ajv.compile(schema);

/** Null where it is no YAML, which no schema sees. */
function valueIn(text: string): { value: unknown } | null {
  try {
    return { value: parse(text.replace(/^\uFEFF/, ""), { logLevel: "error" }) };
  } catch {
    return null;
  }
}

test("is a schema of draft-07, which editors' YAML servers know best", () => {
  expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(ajv.validateSchema(schema)).toBe(true);
});

test("goes with the package", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8")).files).toContain("schemas");
});

test("names the rules and severities that there are", () => {
  expect(schema.definitions.ruleId.enum).toEqual(["any", ...RULES]);
  expect(schema.definitions.rule.properties.severity.enum).toEqual([...SEVERITIES]);
});

test("describes every field", () => {
  const objects = [schema, schema.definitions.rule, schema.definitions.ignored];
  for (const { properties } of objects) {
    for (const [name, field] of Object.entries<{ description?: string; $ref?: string }>(properties)) {
      const referred = field.$ref && schema.definitions[field.$ref.replace("#/definitions/", "")];
      expect(field.description ?? referred?.description, name).toMatch(/\.$/);
    }
  }
});

describe("accepts what the reader accepts", () => {
  test.each([...RIGHT, ...WARNED.map(([what, text]) => [what, text] as const)])("%s", (_what, text) => {
    const value = valueIn(text);
    validate(value?.value);
    expect(validate.errors ?? []).toEqual([]);
  });

  const examples: string[] = [schema.definitions.port, schema.definitions.zone].flatMap(
    ({ examples: each }) => each,
  );
  test.each(schema.definitions.port.examples as string[])("the port %s, which editors offer", (port) => {
    const text = withRule(`{ allow: ${port}, from: any, to: any }`);
    expect(readPolicy(text, "ports.yaml", { today: TODAY }).problems).toEqual([]);
  });
  test("editors are offered something", () => expect(examples.length).toBeGreaterThan(20));
});

describe("refuses what the reader refuses", () => {
  const readable = WRONG.filter(([, text, , verdict]) => verdict === undefined && valueIn(text) !== null);
  test.each(readable.map(([what, text]) => [what, text] as const))("%s", (_what, text) => {
    expect(validate(valueIn(text)?.value)).toBe(false);
  });

  // Names, numbers and bits that a schema cannot look up.
  const beyond = WRONG.filter(([, , , verdict]) => verdict === "accepts");
  test.each(beyond.map(([what, text]) => [what, text] as const))("but for: %s", (_what, text) => {
    expect(validate(valueIn(text)?.value)).toBe(true);
  });
});
