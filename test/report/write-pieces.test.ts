import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { writePieces } from "../../src/report/write-pieces.ts";

/** Counts how many pieces were asked for. */
function countedPieces(count: number, length: number) {
  const counted = { made: 0 };
  const pieces = (function* () {
    for (; counted.made < count; counted.made += 1) yield "x".repeat(length);
  })();
  return { counted, pieces };
}

describe("pieces", () => {
  it("arrive whole and in order, and leave the stream open", async () => {
    const output = new PassThrough();
    await writePieces(["a", Buffer.from("b"), "c"], output);
    expect(output.read().toString()).toBe("abc");
    expect(output.writableEnded).toBe(false);
  });

  it("are made no faster than they are read", async () => {
    const output = new PassThrough({ highWaterMark: 1000 });
    const { counted, pieces } = countedPieces(1000, 100);
    const writing = writePieces(pieces, output);
    await new Promise((resolve) => setImmediate(resolve));
    expect(counted.made).toBeLessThan(50);
    output.resume();
    await writing;
    expect(counted.made).toBe(1000);
  });

  it("stop quietly when the reader goes away", async () => {
    const { counted, pieces } = countedPieces(1000, 100);
    const output = new Writable({
      write: (_chunk, _encoding, done) =>
        done(counted.made < 3 ? null : Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
    });
    await writePieces(pieces, output);
    expect(counted.made).toBeLessThan(20);
  });

  it("stop quietly when the reader goes away while the writer waits", async () => {
    const output = new Writable({ highWaterMark: 10, write: () => {} });
    const { counted, pieces } = countedPieces(1000, 100);
    setTimeout(() => output.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })), 20);
    await writePieces(pieces, output);
    expect(counted.made).toBeLessThan(5);
  });

  it("tell any other failure", async () => {
    const output = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("disk full"), { code: "ENOSPC" })),
    });
    await expect(writePieces(["a", "b", "c"], output)).rejects.toThrow("disk full");
  });

  it("tell a failure of their maker", async () => {
    const pieces = (function* () {
      yield "a";
      throw new RangeError("broken");
    })();
    await expect(writePieces(pieces, new PassThrough())).rejects.toThrow(RangeError);
  });
});
