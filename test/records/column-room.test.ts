/** Columns behind the flow table: zeros always, whatever was there before, and given back when the table grows. */
import { expect, test } from "vitest";
import { FLOW_WORDS, FlowTable } from "../../src/flows/flow.ts";

test("columns are zeros, one behind the other, behind the records", () => {
  const { columns, words } = new FlowTable();
  const one = columns.int32(3);
  const other = columns.uint8(5);
  expect([...one, ...other]).toEqual(new Array(8).fill(0));
  expect(one.byteOffset).toBeGreaterThanOrEqual(words.byteOffset);
  expect(other.byteOffset).toBeGreaterThanOrEqual(one.byteOffset + one.byteLength);
});

test("what was given back is zeros when it is taken again, as far as it had been used", () => {
  const { columns } = new FlowTable();
  const kept = columns.int32(10).fill(1);
  const mark = columns.mark();
  columns.int32(1000).fill(2);
  columns.release(mark);
  const again = columns.float64(2000);
  expect(again.every((value) => value === 0)).toBe(true);
  expect(kept.every((value) => value === 1)).toBe(true);
});

test("what is taken uncleared is as it was left, and zeros where records come", () => {
  const table = new FlowTable();
  const { columns } = table;
  columns.int8(4);
  const mark = columns.mark();
  const first = columns.int32(1000).fill(7);
  columns.release(mark);
  columns.unclearedInt32(500_000).fill(9);
  columns.release(mark);
  const again = columns.unclearedInt32(1000);
  expect(again.byteOffset).toBe(first.byteOffset);
  expect(again[999]).toBe(9);
  expect(columns.int32(1000).every((value) => value === 0)).toBe(true);
  table.reserve(10_000);
  expect(table.words.subarray(0, 10_000 * FLOW_WORDS).every((word) => word === 0)).toBe(true);
});

test("a mark of nothing gives back all", () => {
  const { columns } = new FlowTable();
  const mark = columns.mark();
  const first = columns.uint16(100).fill(3);
  columns.release(mark);
  expect(columns.uint16(100).byteOffset).toBe(first.byteOffset);
  expect(first.every((value) => value === 0)).toBe(true);
});

test.each([1, 100_000])("when %d flows come, the room is their records' again, all zeros", (flows) => {
  const table = new FlowTable();
  table.columns.int8(1 << 20).fill(-1);
  table.reserve(flows);
  expect(table.words.subarray(0, flows * FLOW_WORDS).every((word) => word === 0)).toBe(true);
});

test("the address of a column is where it lies, and a copy's where it lay elsewhere", () => {
  const { columns, memory } = new FlowTable();
  const here = columns.uint32(4);
  expect(columns.addressOf(here)).toBe(here.byteOffset);
  const address = columns.addressOf(Int32Array.of(1, -2, 3).subarray(1));
  expect([...new Int32Array(memory.buffer, address, 2)]).toEqual([-2, 3]);
});
