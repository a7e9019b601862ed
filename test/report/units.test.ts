import { describe, expect, it } from "vitest";
import {
  formatBitRate,
  formatBytes,
  formatDuration,
  formatShare,
  formatTime,
  formatTimeSpan,
  secondsBetween,
} from "../../src/report/units.ts";

describe("bytes", () => {
  it.each([
    [0, "0 B"],
    [1, "1 B"],
    [1023, "1,023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [1_048_524, "1023.9 KiB"],
    [1_048_525, "1.0 MiB"],
    [1_048_576, "1.0 MiB"],
    [3_435_973_837, "3.2 GiB"],
    [2 ** 50, "1.0 PiB"],
    [Number.MAX_SAFE_INTEGER, "8.0 PiB"],
  ])("%d is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("bit rates", () => {
  it.each([
    [0, "0 bit/s"],
    [999, "999 bit/s"],
    [1000, "1.0 kbit/s"],
    [999_960, "1.0 Mbit/s"],
    [3_200_000, "3.2 Mbit/s"],
    [1e10, "10.0 Gbit/s"],
  ])("%d is %s", (rate, text) => {
    expect(formatBitRate(rate)).toBe(text);
  });
});

describe("shares", () => {
  it.each([
    [0, 100, "0.0 %"],
    [1, 0, "0.0 %"],
    [1, 1_000_000, "<0.1 %"],
    [1, 3, "33.3 %"],
    [999_999, 1_000_000, ">99.9 %"],
    [5, 5, "100.0 %"],
  ])("%d of %d is %s", (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [5e-9, "5 ns"],
    [8.5e-4, "850 µs"],
    [0.0123, "12.3 ms"],
    [4.21, "4.2 s"],
    [59.96, "1 min"],
    [307.4, "5 min 7 s"],
    [3600, "1 h"],
    [11_520, "3 h 12 min"],
    [86_399, "1 d"],
    [187_200, "2 d 4 h"],
  ])("%d s is %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe("times", () => {
  it("keeps nanoseconds in differences", () => {
    expect(secondsBetween("2026-11-22T04:46:00.999999999Z", "2026-11-22T04:46:01.000000001Z")).toBe(2e-9);
  });

  it.each([
    [0, "2026-11-22 04:46:00"],
    [3, "2026-11-22 04:46:00.123"],
    [6, "2026-11-22 04:46:00.123456"],
  ] as const)("shows %d digits of the fraction", (digits, text) => {
    expect(formatTime("2026-11-22T04:46:00.123456789Z", digits)).toBe(text);
  });

  it.each([
    ["2026-11-22T04:46:00.1Z", "2026-11-22T04:51:07.2Z", "2026-11-22 04:46:00 – 04:51:07 UTC"],
    ["2026-11-22T23:59:00Z", "2026-11-23T00:01:00Z", "2026-11-22 23:59:00 – 2026-11-23 00:01:00 UTC"],
    ["2026-11-22T04:46:00.1Z", "2026-11-22T04:46:01.25Z", "2026-11-22 04:46:00.100 – 04:46:01.250 UTC"],
    ["2026-11-22T04:46:00.1Z", "2026-11-22T04:46:00.1Z", "2026-11-22 04:46:00.100 UTC"],
  ])("%s to %s", (first, last, text) => {
    expect(formatTimeSpan(first, last)).toBe(text);
  });
});
