/**
 * Which rows are shown, and in which order: `--sort` and `--top`. Pure functions on the report's rows.
 */

import { compareText } from "../findings/finding.ts";
import { compareAddresses } from "./address-order.ts";
import type { SortKey } from "./sort-keys.ts";

/** What every sortable row has; the rest is there where it makes sense. */
export interface SortableRow {
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
  readonly clients?: number;
  readonly port?: number;
  readonly address?: string;
  readonly transport?: string;
}

/**
 * Most first, except ports, which count upwards. Rows that are equal in the key keep an order that does not
 * depend on the order of packets: by bytes, port, transport, address. A row without the key (a client has no
 * port) is ordered by bytes.
 */
export function sortRows<Row extends SortableRow>(rows: readonly Row[], key: SortKey): Row[] {
  return [...rows].sort(
    (one, other) =>
      compareByKey(one, other, key) ||
      other.bytes - one.bytes ||
      (one.port ?? 0) - (other.port ?? 0) ||
      compareText(one.transport ?? "", other.transport ?? "") ||
      compareAddresses(one.address ?? "", other.address ?? ""),
  );
}

/** The first `top` rows; all of them where `top` is null. */
export function topRows<Row>(rows: readonly Row[], top: number | null): readonly Row[] {
  return top === null ? rows : rows.slice(0, top);
}

function compareByKey(one: SortableRow, other: SortableRow, key: SortKey): number {
  if (key === "port") return (one.port ?? 0) - (other.port ?? 0);
  return (other[key] ?? 0) - (one[key] ?? 0);
}
