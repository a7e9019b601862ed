import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { README_COMMAND, readmeSample, textSamples } from "../scripts/samples.ts";

test("the samples in reports/ are what the program writes now (else: npm run samples)", async () => {
  for (const [name, text] of await textSamples()) {
    expect(readFileSync(`reports/${name}`, "utf8"), name).toBe(text);
  }
});

test("the README's example is what the program prints now (else: npm run samples)", async () => {
  expect(readFileSync("README.md", "utf8")).toContain(`$ ${README_COMMAND}\n${await readmeSample()}\`\`\``);
});
