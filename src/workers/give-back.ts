/**
 * Gives back the memory of parts that were joined. It is shared between threads, so it goes when the garbage of all of them
 * has been collected; and behind the packets nothing makes garbage by which that would come by itself, as the loops are
 * WebAssembly. Ten million flows would take 0.3 GB more at the same time.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Parts of fewer flows are not worth the time, some milliseconds. */
const MANY_FLOWS = 250_000;

/** `flows`: how many there were in all parts. Nothing may lead to the parts any more. */
export async function giveBackParts(flows: number): Promise<void> {
  if (flows < MANY_FLOWS) return;
  // While the message that brought a part is being handled, Node itself leads to it.
  await new Promise(setImmediate);
  // The function is in contexts that are made from here on, in no other.
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  collectGarbage();
}
