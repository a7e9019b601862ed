import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DOCUMENTED_EXAMPLES, textSamples } from "../scripts/samples.ts";

test("the samples in reports/ are what the program writes now (else: npm run samples)", async () => {
  for (const [name, text] of await textSamples()) {
    expect(readFileSync(`reports/${name}`, "utf8"), name).toBe(text);
  }
});

test.each(DOCUMENTED_EXAMPLES)(
  "$page: the example “$command” is what the program prints now (else: npm run samples)",
  async ({ page, command, output }) => {
    expect(readFileSync(page, "utf8")).toContain(`$ ${command}\n${await output()}\`\`\``);
  },
);
