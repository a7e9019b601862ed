/**
 * Columns that are worked out when all packets have been counted, in linear memory behind the flow table, so that
 * WebAssembly and other threads see them. They are taken one behind the other, and given back in the reverse order; room
 * that nobody touches takes no memory. When the flow table grows once more, it takes the room back: whoever has columns by
 * then is done with them.
 */
import type { Columns } from "./columns.ts";
import { alignUp, type PacketMemory } from "./packet-memory.ts";

type Column = Int8Array | Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

export class ColumnRoom implements Columns {
  readonly #memory: PacketMemory;
  /** Tells where the flow table ends. */
  readonly #tableEnd: () => number;
  /** The columns that lie here. */
  readonly #columns = new WeakSet<Column>();
  /** Where the first column lies, and where the next will; 0 while there is none. */
  #start = 0;
  #end = 0;
  /** Below, memory may hold what former columns left. */
  #used = 0;

  constructor(memory: PacketMemory, tableEnd: () => number) {
    this.#memory = memory;
    this.#tableEnd = tableEnd;
  }

  /** Columns of so many zeros. Each throws an `OutOfMemory` where there is no room. */
  int8(length: number): Int8Array {
    const address = this.take(length);
    return this.#keep(new Int8Array(this.#memory.buffer, address, length));
  }

  uint8(length: number): Uint8Array {
    const address = this.take(length);
    return this.#keep(new Uint8Array(this.#memory.buffer, address, length));
  }

  uint16(length: number): Uint16Array {
    const address = this.take(length * 2);
    return this.#keep(new Uint16Array(this.#memory.buffer, address, length));
  }

  int32(length: number): Int32Array {
    const address = this.take(length * 4);
    return this.#keep(new Int32Array(this.#memory.buffer, address, length));
  }

  uint32(length: number): Uint32Array {
    const address = this.take(length * 4);
    return this.#keep(new Uint32Array(this.#memory.buffer, address, length));
  }

  float64(length: number): Float64Array {
    const address = this.take(length * 8);
    return this.#keep(new Float64Array(this.#memory.buffer, address, length));
  }

  /** The address of a column; one that lies elsewhere is copied to here. */
  addressOf(column: Column): number {
    if (this.#columns.has(column)) return column.byteOffset;
    const copy = this.uint8(column.byteLength);
    copy.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    return copy.byteOffset;
  }

  /**
   * A column that may hold anything, for rows that are written before they are read: of room for as many rows as there may be,
   * only those that there are are touched.
   */
  unclearedInt32(length: number): Int32Array {
    const address = this.takeUncleared(length * 4);
    return this.#keep(new Int32Array(this.#memory.buffer, address, length));
  }

  /** The address of so many bytes, all zeros. */
  take(bytes: number): number {
    const used = this.#used;
    const address = this.takeUncleared(bytes);
    if (address < used) this.#clear(address, Math.min(this.#end, used));
    return address;
  }

  /** The address of so many bytes, which may hold anything. */
  takeUncleared(bytes: number): number {
    if (this.#end === 0) {
      this.#start = this.#tableEnd();
      this.#end = this.#start;
      this.#used = this.#start;
    }
    const address = alignUp(this.#end);
    const end = address + bytes;
    this.#memory.reserveColumns(end);
    this.#used = Math.max(this.#used, end);
    this.#end = end;
    return address;
  }

  /** Where the next column will lie: columns from here on can be given back with `release`. */
  mark(): number {
    return this.#end;
  }

  /** Gives back the columns that were taken since the mark. */
  release(mark: number): void {
    if (mark === 0) this.giveUp();
    else this.#end = mark;
  }

  /** Gives back all columns, and leaves zeros. */
  giveUp(): void {
    if (this.#end === 0) return;
    this.#clear(this.#start, this.#used);
    this.#end = 0;
  }

  #keep<T extends Column>(column: T): T {
    this.#columns.add(column);
    return column;
  }

  #clear(from: number, to: number): void {
    new Uint8Array(this.#memory.buffer, from, to - from).fill(0);
  }
}
