/** WebAssembly is made quick between two calls of a function, so that a walk over all flows has to be many calls. */
const BLOCK = 1024;

/**
 * Walks over `count` numbers in blocks. `walk` answers with the number before which it stopped: `to`, or one that it cannot go
 * on with until `help` has been given, which answers with the number from which to go on.
 */
export function inBlocks(
  count: number,
  walk: (from: number, to: number) => number,
  help: (stopped: number) => number = (stopped) => stopped,
): void {
  for (let from = 0; from < count; ) {
    const to = Math.min(from + BLOCK, count);
    const stopped = walk(from, to);
    from = stopped === to ? to : help(stopped);
  }
}
