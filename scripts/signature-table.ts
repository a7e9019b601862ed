/** The table of signatures (src/protocols/signatures.ts) as a file of assembly/protocols/, which stands nowhere else. */
import { dispatchOf } from "../src/protocols/dispatch.ts";
import { protocolId } from "../src/protocols/protocol.ts";
import { SIGNATURES } from "../src/protocols/signatures.ts";

export const SIGNATURE_TABLE = "assembly/protocols/signature-table.ts";

/** Ports of a row at most; 0 for none. */
const PORTS_OF_ROW = 5;

/** `ask(row, start, length)` calls a row's signature; the columns are what has to be so before it is asked. */
export function signatureTable(): string {
  const { offsets, lists } = dispatchOf(SIGNATURES);
  const cases = SIGNATURES.map(
    ({ signature }, row) => `case ${row}: return signatures.${signature}(start, length);`,
  );
  // Least length, offset (0 where no byte is looked at beforehand), value, protocol.
  const conditions = SIGNATURES.flatMap(({ protocol, least = 1, at: [offset, value] = [0, 0] }) => [
    Math.max(least, offset + 1),
    offset,
    value,
    protocolId(protocol),
  ]);
  const ports = SIGNATURES.flatMap(({ ports = [] }) =>
    Array.from({ length: PORTS_OF_ROW }, (_, i) => ports[i] ?? 0),
  );
  return `
import * as signatures from "./signatures.ts";
export const OFFSETS = memory.data<u16>([${offsets}]);
export const LISTS = memory.data<u8>([${lists}]);
export const CONDITIONS = memory.data<u8>([${conditions}]);
export const PORTS = memory.data<u16>([${ports}]);
export const PORTS_OF_ROW = ${PORTS_OF_ROW};
export function ask(row: i32, start: i32, length: i32): i32 {
  switch (row) {
    ${cases.join("\n    ")}
    default: return 0;
  }
}
`;
}
