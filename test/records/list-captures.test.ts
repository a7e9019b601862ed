import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listCaptures } from "../../src/records/list-captures.ts";
import { blocks, pcapFile } from "./capture-writer.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "list-captures-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

async function list(...paths: string[]) {
  const skipped: string[] = [];
  const captures = await listCaptures(paths, {
    skipped: (path, reason) => skipped.push(`${short(path)}: ${reason}`),
  });
  return { captures: captures.map(short), skipped };
}

function short(path: string): string {
  return path.replace(`${folder}/`, "");
}

test("a folder stands for its captures, told by content, with numbers by value, folders in folders too", async () => {
  write("day10.pcap", pcapFile());
  write("day2.pcap", pcapFile());
  write("packed", gzipSync(pcapFile()));
  write("next/late.pcapng", blocks().section());
  write("notes.pcap", "not a capture");
  write("empty.pcap", "");
  expect(await list(folder)).toEqual({
    captures: ["day2.pcap", "day10.pcap", "next/late.pcapng", "packed"],
    skipped: ["empty.pcap: no capture", "notes.pcap: no capture"],
  });
});

test("named files stay as they are, in order, whatever they are", async () => {
  const b = write("b.txt", "not a capture");
  const a = write("a.pcap", pcapFile());
  expect((await list(b, "-", a, a, join(folder, "missing"))).captures).toEqual([
    "b.txt",
    "-",
    "a.pcap",
    "a.pcap",
    "missing",
  ]);
});

test("links that lead in circles end, and no file is taken twice", async () => {
  write("real/a.pcap", pcapFile());
  symlinkSync("..", join(folder, "real", "up"));
  symlinkSync("a.pcap", join(folder, "real", "latest.pcap"));
  symlinkSync("nowhere", join(folder, "real", "broken"));
  const { captures, skipped } = await list(folder);
  expect(captures).toEqual(["real/a.pcap"]);
  expect(skipped).toEqual([
    "real/broken: a link that leads nowhere",
    "real/latest.pcap: a file that was listed already",
    "real/up: a folder that was listed already",
  ]);
});

test("a file that is named and lies in a named folder is taken once", async () => {
  const a = write("a.pcap", pcapFile());
  write("b.pcap", pcapFile());
  expect((await list(a, folder)).captures).toEqual(["a.pcap", "b.pcap"]);
  expect((await list(folder, folder)).captures).toEqual(["a.pcap", "b.pcap"]);
});

test("a named pipe in a folder is not waited for", async ({ skip }) => {
  if (spawnSync("mkfifo", [join(folder, "pipe")]).status !== 0) skip("mkfifo is not here");
  write("a.pcap", pcapFile());
  expect(await list(folder)).toEqual({ captures: ["a.pcap"], skipped: ["pipe: no regular file"] });
});

test("a folder without a capture is an error", async () => {
  write("readme.txt", "nothing here");
  await expect(listCaptures([folder])).rejects.toMatchObject({ code: "no-captures-in-folder", path: folder });
});

test("standard input can be named only once", async () => {
  await expect(listCaptures(["-", "-"])).rejects.toMatchObject({ code: "standard-input-twice" });
});
