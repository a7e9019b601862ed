/** What is committed of WebAssembly is what its sources compile to. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { packetLoops } from "../scripts/packet-loops.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

test("src/records/packet-loops.ts is up to date; else run `npm run assembly`", async () => {
  const committed = readFileSync(`${ROOT}/src/records/packet-loops.ts`, "utf8");
  // Not `toBe` on the texts: nobody wants to read the difference.
  expect(committed === (await packetLoops(ROOT))).toBe(true);
});
