type Column = Uint8Array | Int32Array | Float64Array;

/** A column of twice the length that begins with the rows of this one; the others are 0. */
export function doubled<Rows extends Column>(column: Rows): Rows {
  const longer = new (column.constructor as new (length: number) => Rows)(column.length * 2);
  longer.set(column);
  return longer;
}
