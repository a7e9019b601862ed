import { describe, expect, test } from "vitest";
import { readUtf8 } from "../../src/findings/utf8-text.ts";

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

describe("text of files", () => {
  test.each(["", "a: b\n", "\uFEFFa: b", "größer\r\nals", "\uFFFD is a character too"])(
    "%j is text",
    (text) => {
      expect(readUtf8(Uint8Array.from(bytesOf(text)))).toBe(text);
    },
  );

  test.each<[string, number[], number, number]>([
    ["the first byte", [0x80], 1, 1],
    ["behind a letter of two bytes", [...bytesOf("ö"), 0xff], 1, 2],
    ["in a later line", [...bytesOf("a\nb\nab"), 0xe4, 0x6f, 0x0a, 0xe4], 3, 3],
    ["at the end, cut", [...bytesOf("a\n"), 0xe2, 0x82], 2, 1],
    ["behind the very character that stands for it", [...bytesOf("\uFFFD\n"), 0xff], 2, 1],
  ])("what is none: %s", (_, bytes, line, column) => {
    expect(readUtf8(Uint8Array.from(bytes))).toEqual({ line, column, isUtf16: false });
  });

  test.each([[[0xff, 0xfe, 0x61, 0]], [[0xfe, 0xff, 0, 0x61]]])("UTF-16 is told: %j", (bytes) => {
    expect(readUtf8(Uint8Array.from(bytes))).toEqual({ line: 1, column: 1, isUtf16: true });
  });
});
