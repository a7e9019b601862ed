import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { describeProgress, startProgress } from "../../src/report/progress.ts";

/** A stream that remembers, with what cli-progress asks of a terminal. */
function fakeTerminal(isTTY: boolean) {
  let text = "";
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 100 }), text: () => text };
}

describe("words of the progress", () => {
  it.each([
    [0, 1000, 0, "0 %  0 B of 1,000 B  0 B/s"],
    [512, 1024, 1, "50 %  512 B of 1.0 KiB  512 B/s  1.0 s left"],
    [900, 1000, 1, "90 %  900 B of 1,000 B  900 B/s  <1 s left"],
    [2 ** 30, 2 ** 32, 2, "25 %  1.0 GiB of 4.0 GiB  512.0 MiB/s  6.0 s left"],
    [1500, 1000, 1, "100 %  1.5 KiB of 1,000 B  1.5 KiB/s  0 s left"],
    [0, 0, 1, "100 %  0 B of 0 B  0 B/s"],
    [2 ** 20, null, 1, "1.0 MiB  1.0 MiB/s"],
  ])("%d of %s after %d s", (done, total, seconds, words) => {
    expect(describeProgress(done, total, seconds)).toBe(words);
  });
});

describe("the bar", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const run = async (isTTY: boolean, milliseconds: number) => {
    const terminal = fakeTerminal(isTTY);
    const progress = startProgress({ totalBytes: 1000, stream: terminal.stream, unicode: false });
    progress.update(250);
    await vi.advanceTimersByTimeAsync(milliseconds);
    await vi.dynamicImportSettled();
    progress.update(500);
    await vi.advanceTimersByTimeAsync(1000);
    const text = terminal.text();
    progress.stop();
    return text;
  };

  it("is drawn on a terminal after half a second", async () => {
    const text = await run(true, 600);
    expect(text).toContain("#######.......");
    expect(text).toContain("50 %  500 B of 1,000 B");
  });

  it("is not drawn elsewhere", async () => {
    expect(await run(false, 600)).toBe("");
  });

  it("is not drawn by short work", async () => {
    const terminal = fakeTerminal(true);
    const progress = startProgress({ totalBytes: 1000, stream: terminal.stream, unicode: false });
    await vi.advanceTimersByTimeAsync(300);
    progress.stop();
    await vi.advanceTimersByTimeAsync(2000);
    expect(terminal.text()).toBe("");
  });
});
