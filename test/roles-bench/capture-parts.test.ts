/** Which captures figures are judged on. */
import { describe, expect, test } from "vitest";
import { fnv1a, partOf } from "../../scripts/capture-parts.ts";

describe("FNV-1a", () => {
  // Test vectors of draft-eastlake-fnv, appendix C.
  test.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("of %j", (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });
});

describe("the part of a capture", () => {
  test("is that of its folder, whatever the file is called", () => {
    const parts = ["a.pcap", "b.pcap", "c.pcap", "d.pcap"].map((name) => partOf(`ftp/active/${name}`, 4));
    expect(new Set(parts).size).toBe(1);
  });

  test("is the lowest bit of the folder's hash", () => {
    expect(fnv1a("a") & 1).toBe(0);
    expect(partOf("a/x.pcap", 100)).toBe("training");
    expect(fnv1a("b") & 1).toBe(1);
    expect(partOf("b/x.pcap", 100)).toBe("judged");
  });

  test("is that of the file's name where the folder holds more than a hundred", () => {
    expect(partOf("b/a", 100)).toBe("judged");
    expect(partOf("b/a", 101)).toBe("training");
    expect(partOf("a/b", 101)).toBe("judged");
  });

  test("of a file that was named itself is that of its folder, which has no name", () => {
    expect(partOf("x.pcap", 1)).toBe(partOf("y.pcap", 1));
  });
});
