/** Where columns of a length are to be had, all zeros. */
export interface Columns {
  int8(length: number): Int8Array;
  uint8(length: number): Uint8Array;
  uint16(length: number): Uint16Array;
  int32(length: number): Int32Array;
  uint32(length: number): Uint32Array;
  float64(length: number): Float64Array;
}
