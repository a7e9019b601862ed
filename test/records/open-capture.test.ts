import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, createReadStream, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openCapture } from "../../src/records/open-capture.ts";
import { RecordBatch } from "../../src/records/record.ts";
import type { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { blocks, payload, pcapFile, pcapngFile } from "./capture-writer.ts";
import { problemCodes, readRows } from "./read-rows.ts";

const CAPTURE = pcapFile({ packets: [1, 2, 3].map((seconds) => ({ data: payload(60, seconds), seconds })) });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "open-capture-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function failure(input: Parameters<typeof openCapture>[0]): Promise<UnreadableCapture> {
  return openCapture(input).then(
    async (reader) => {
      await reader.close();
      throw new Error("it was opened");
    },
    (error: UnreadableCapture) => error,
  );
}

describe("what can be opened", () => {
  test("a file, named as it likes", async () => {
    const { rows, summary } = await readRows(await openCapture(written("holiday.jpeg", CAPTURE)));
    expect(rows).toHaveLength(3);
    expect(summary.path).toBe(join(folder, "holiday.jpeg"));
  });

  test("a file's progress ends at its size", async () => {
    const reader = await openCapture(written("progress.pcap", CAPTURE));
    expect(reader.bytesTotal).toBe(CAPTURE.length);
    await readRows(reader);
    expect(reader.bytesConsumed).toBe(CAPTURE.length);
  });

  test("a symbolic link", async () => {
    const target = written("target.pcap", CAPTURE);
    symlinkSync(target, join(folder, "link.pcap"));
    expect((await readRows(await openCapture(join(folder, "link.pcap")))).rows).toHaveLength(3);
  });

  test("a Node stream, byte by byte", async () => {
    const stream = Readable.from(Array.from(CAPTURE, (byte) => Uint8Array.of(byte)));
    const reader = await openCapture(stream, { name: "from a socket" });
    const { rows, summary } = await readRows(reader);
    expect(rows).toHaveLength(3);
    expect(summary.path).toBe("from a socket");
    expect(reader.bytesTotal).toBeNull();
    expect(reader.bytesConsumed).toBe(CAPTURE.length);
  });

  test("a web stream of compressed bytes", async () => {
    const { rows, summary } = await readRows(await openCapture(new Blob([gzipSync(CAPTURE)]).stream()));
    expect(rows).toHaveLength(3);
    expect(summary.compression).toBe("gzip");
  });

  test("standard input", async () => {
    const path = written("piped.pcap", CAPTURE);
    const input = vi.spyOn(process, "stdin", "get");
    input.mockReturnValue(createReadStream(path) as unknown as typeof process.stdin);
    const { rows, summary } = await readRows(await openCapture("-"));
    input.mockRestore();
    expect(rows).toHaveLength(3);
    expect(summary.path).toBe("-");
  });

  test("a named pipe", async ({ skip }) => {
    const path = join(folder, "pipe");
    if (spawnSync("mkfifo", [path]).status !== 0) skip("mkfifo is not here");
    const source = written("source.pcap", CAPTURE);
    const writer = spawnLater("sh", ["-c", 'cat "$1" > "$2"', "sh", source, path]);
    expect((await readRows(await openCapture(path))).rows).toHaveLength(3);
    await writer;
  });
});

describe("what cannot be opened is one clear line", () => {
  const file = blocks();
  const CASES: readonly (readonly [name: string, bytes: Uint8Array | string, code: string, words: RegExp])[] =
    [
      ["an empty file", "", "empty-file", /empty/],
      ["text", "hello, world", "not-a-capture", /begins with 68 65 6c 6c/],
      ["three bytes", "abc", "not-a-capture", /begins with 61 62 63/],
      ["a file header cut short", CAPTURE.subarray(0, 20), "cut-in-file-header", /24 bytes, 20 are there/],
      [
        "a section header cut short",
        file.section().subarray(0, 20),
        "cut-in-file-header",
        /24 bytes, 20 are there/,
      ],
      ["pcapng without byte-order magic", file.section({ magic: 1 }), "not-a-capture", /byte-order magic/],
      [
        "pcapng 1.1",
        pcapngFile(file.section({ version: [1, 1] })),
        "unsupported-version",
        /must be 1.0, it is 1.1/,
      ],
      ["pcap 1.9", pcapFile({ version: [1, 9] }), "unsupported-version", /it is 1.9/],
      ["snoop", "snoop\0\0\0\0\0\0\x02\0\0\0\x04", "other-format", /RFC 1761.*editcap -F pcapng/],
      ["Microsoft Network Monitor", "GMBU\0\0\0\0", "other-format", /Network Monitor.*editcap/],
      ["xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0), "other-format", /xz -dc/],
      ["ZIP", "PK\x03\x04", "other-format", /ZIP/],
      ["text compressed", gzipSync("hello, world"), "not-a-capture", /begins with 68 65 6c 6c/],
      ["nothing compressed", gzipSync(""), "not-a-capture", /nothing in it/],
      ["gzip cut in its header", gzipSync(CAPTURE).subarray(0, 6), "cut-compressed", /ends too early/],
      [
        "gzip that is corrupt",
        Uint8Array.of(0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9),
        "damaged-compressed",
        /corrupt/,
      ],
      [
        "zstd that is corrupt",
        Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x08, ...payload(40)),
        "damaged-compressed",
        /./,
      ],
    ];

  test.each(CASES)("%s", async (name, bytes, code, words) => {
    const path = written(`${name}.pcap`, bytes);
    const error = await failure(path);
    expect(error).toMatchObject({ name: "UnreadableCapture", code, path });
    expect(error.message).toMatch(words);
    expect(error.message).not.toMatch(/\n/);
    expect(error.message.startsWith(`${path}: `)).toBe(true);
  });

  test("a path that is not there", async () => {
    expect(await failure(join(folder, "missing.pcap"))).toMatchObject({ code: "not-found" });
    const path = written("plain.pcap", CAPTURE);
    expect(await failure(join(path, "below"))).toMatchObject({ code: "not-found" });
  });

  test("a link that leads back to itself", async () => {
    symlinkSync(join(folder, "loop"), join(folder, "loop"));
    expect(await failure(join(folder, "loop"))).toMatchObject({ code: "not-found" });
  });

  test("a folder", async () => {
    expect(await failure(folder)).toMatchObject({ code: "is-a-folder" });
  });

  test.skipIf(process.platform === "win32")("a device", async () => {
    expect(await failure("/dev/null")).toMatchObject({ code: "is-a-device" });
  });

  test.skipIf(process.platform === "win32")("a socket", async () => {
    const path = join(folder, "socket");
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once("listening", resolve));
    expect(await failure(path)).toMatchObject({ code: "is-a-device" });
    server.close();
  });

  // Root may read everything, and Windows has no such mode.
  test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "a file that must not be read",
    async () => {
      const path = written("secret.pcap", CAPTURE);
      chmodSync(path, 0);
      expect(await failure(path)).toMatchObject({ code: "permission-denied" });
    },
  );

  test("a terminal", async () => {
    const input = vi.spyOn(process, "stdin", "get");
    input.mockReturnValue({ isTTY: true } as typeof process.stdin);
    expect(await failure("-")).toMatchObject({
      code: "is-a-terminal",
      message: expect.stringMatching(/^standard input: /),
    });
    input.mockRestore();
  });

  test("a stream of text", async () => {
    expect(await failure(Readable.from(["text"]))).toMatchObject({
      code: "read-failed",
      message: expect.stringMatching(/gives text/),
    });
  });

  test("a name with a line break and an escape sequence stays one line", async () => {
    const { message } = await failure(join(folder, "a\nb\u001b[31mc"));
    expect(message).toContain("a\\u{a}b\\u{1b}[31mc");
  });
});

describe("a source that fails on the way", () => {
  async function* failing() {
    yield CAPTURE.subarray(0, 24 + 76 + 10);
    throw new Error("the cable\nwas pulled");
  }

  test("keeps what was read and is told in one line", async () => {
    const read = await readRows(await openCapture(failing()));
    expect(read.rows).toHaveLength(1);
    expect(problemCodes(read)).toEqual(["read-failed"]);
    expect(read.summary.problems[0]).toMatchObject({
      offset: 110,
      message: "reading failed: the cable was pulled",
    });
    expect(read.summary.complete).toBe(false);
  });

  test("compressed, too", async () => {
    const compressed = gzipSync(CAPTURE);
    async function* pieces() {
      yield compressed.subarray(0, compressed.length - 20);
      throw new Error("gone");
    }
    const read = await readRows(await openCapture(pieces()));
    expect(problemCodes(read)).toEqual(["read-failed"]);
  });
});

describe("an AbortSignal", () => {
  test("stops the reading", async () => {
    const stop = new AbortController();
    const reader = await openCapture(written("aborted.pcap", CAPTURE), {
      signal: stop.signal,
      pieceSize: 64,
    });
    stop.abort(new Error("enough"));
    await expect(reader.next(new RecordBatch(reader.memory))).rejects.toThrow("enough");
    await reader.close();
  });

  test("ends the waiting for a silent stream", async () => {
    const silent = new Readable({ read() {} });
    silent.push(CAPTURE.subarray(0, 40));
    const stop = new AbortController();
    const reader = await openCapture(silent, { signal: stop.signal });
    const next = reader.next(new RecordBatch(reader.memory));
    stop.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
    await expect(openCapture(new Readable({ read() {} }), { signal: stop.signal })).rejects.toThrow("enough");
    await reader.close();
    expect(silent.destroyed).toBe(true);
  });
});

function spawnLater(command: string, parameters: string[]): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      execFileSync(command, parameters);
      resolve();
    }, 10);
  });
}
