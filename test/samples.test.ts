import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { README_EXAMPLES, textSamples } from "../scripts/samples.ts";

test("the samples in reports/ are what the program writes now (else: npm run samples)", async () => {
  for (const [name, text] of await textSamples()) {
    expect(readFileSync(`reports/${name}`, "utf8"), name).toBe(text);
  }
});

test.each(README_EXAMPLES)(
  "the README's example “$command” is what the program prints now (else: npm run samples)",
  async ({ command, output }) => {
    expect(readFileSync("README.md", "utf8")).toContain(`$ ${command}\n${await output()}\`\`\``);
  },
);
