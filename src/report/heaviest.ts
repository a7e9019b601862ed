/** The few heaviest of many rows, without sorting them all: a scan brings millions of clients. */

/** Rows that are listed, in no order, and how many others there are. */
export interface Heaviest {
  readonly listed: Int32Array;
  readonly omitted: number;
}

/** A number of 0 or more for each row. */
export interface Weights {
  at(row: number): number;
}

/** Of the rows below `count` that count, the `limit` heaviest; of equally heavy ones, the first. */
export function heaviest(
  count: number,
  limit: number,
  weights: Weights,
  counts: (row: number) => boolean,
): Heaviest {
  // A heap: no row is lighter than its parent at half its place, so the lightest that is kept is the first.
  const heap = new Int32Array(Math.min(count, limit));
  let kept = 0;
  let omitted = 0;
  for (let row = 0; row < count; row++) {
    if (!counts(row)) continue;
    if (kept < heap.length) siftUp(heap, kept++, row, weights);
    else {
      omitted++;
      // Rows come in order: one that is as heavy as the lightest comes after it.
      if (weights.at(row) > weights.at(heap[0])) siftDown(heap, row, weights);
    }
  }
  return { listed: heap.subarray(0, kept), omitted };
}

function isLighter(row: number, other: number, weights: Weights): boolean {
  return weights.at(row) < weights.at(other) || (weights.at(row) === weights.at(other) && row > other);
}

/** Adds a row behind the last place of the heap. */
function siftUp(heap: Int32Array, end: number, row: number, weights: Weights): void {
  let at = end;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isLighter(row, heap[parent], weights)) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = row;
}

/** Puts a row in the place of the lightest one of a full heap. */
function siftDown(heap: Int32Array, row: number, weights: Weights): void {
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isLighter(heap[child + 1], heap[child], weights)) child++;
    if (!isLighter(heap[child], row, weights)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = row;
}
