import { expect, test } from "vitest";
import { protocolSet } from "../../src/findings/protocol-set.ts";
import { protocolWords } from "../../src/findings/protocol-words.ts";
import { countText, listText, numberOf, timeText } from "../../src/findings/words.ts";
import { PROTOCOL_NAMES, protocolId } from "../../src/protocols/protocol.ts";

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1_234_567, "1,234,567"],
  [12_345_678_901, "12,345,678,901"],
])("%i in words", (count, words) => {
  expect(countText(count)).toBe(words);
});

test("one and many", () => {
  expect([0, 1, 2, 4000].map((count) => numberOf(count, "flow"))).toEqual([
    "0 flows",
    "1 flow",
    "2 flows",
    "4,000 flows",
  ]);
  expect(numberOf(2, "port or range", "ports or ranges")).toBe("2 ports or ranges");
});

test.each([
  [[], "none"],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
  [["a", "b", "c", "d"], "a, b, c and 1 more"],
  [Array.from({ length: 2000 }, (_, i) => `${i}`), "0, 1, 2 and 1,997 more"],
])("%j as a list", (words, list) => {
  expect(listText(words)).toBe(list);
});

test.each([
  [1, "1 s"],
  [4.25, "4.3 s"],
  [89, "89 s"],
  [600, "10 min"],
  [5400, "1.5 h"],
  [172_800, "2 d"],
])("%d seconds in words", (seconds, words) => {
  expect(timeText(seconds)).toBe(words);
});

test("every protocol has words of its own", () => {
  const words = PROTOCOL_NAMES.map((_, id) => protocolWords(id));
  expect(new Set(words).size).toBe(PROTOCOL_NAMES.length);
  expect(protocolWords(protocolId("ssh"))).toBe("SSH");
  expect(protocolWords(protocolId("mysql"))).toBe("MySQL");
});

test("a set of protocols has those that were named, and refuses others", () => {
  const set = protocolSet("tls ssh");
  expect(PROTOCOL_NAMES.filter((_, id) => set[id] === 1)).toEqual(["tls", "ssh"]);
  expect(() => protocolSet("tls  ssh")).toThrow("is none");
  expect(() => protocolSet("shs")).toThrow("shs is none");
});
