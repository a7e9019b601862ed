/** Decides the flows that tell their server themselves, and lists the others, which are open. */
import { recordOf } from "../flow-table.ts";
import { factsOf } from "./flow-facts.ts";
import { addOpenFlow } from "./open-flows.ts";
import { putRole } from "./role-columns.ts";

/** Of a known role, the certain server plus 1 stands above. */
const CERTAIN_SHIFT: u32 = 28;

/**
 * Decides flows by number, and notes the server in a byte a flow at `certain`: 1 for endpoint b, −1 for a, 0 where it is open.
 * `known`: words by facts, the role and above it the certain server plus 1, 0 where it is not known yet. `negotiated`: a byte a
 * flow, not 0 where its port was negotiated, which is no fact of its record; address 0 where none was. Answers with the
 * flow before which it stopped: `to`, or one for whose facts nothing is known, or whose port was negotiated.
 */
export function decideCertainFlows(certain: u32, known: u32, negotiated: u32, from: u32, to: u32): u32 {
  for (let flow = from; flow < to; flow++) {
    if (negotiated !== 0 && load<u8>(negotiated + flow) !== 0) return flow;
    const facts = factsOf(flow, recordOf(flow));
    const word = load<u32>(known + (facts << 2));
    if (word === 0) return flow;
    decideFlow(certain, flow, facts, word);
  }
  return to;
}

/** Decides a flow whose word was worked out elsewhere. */
export function decideFlow(certain: u32, flow: u32, facts: u32, word: u32): void {
  const server = <i32>(word >> CERTAIN_SHIFT) - 1;
  store<i8>(certain + flow, <i8>server);
  if (server === 0) addOpenFlow(flow, facts);
  else putRole(flow, word);
}

/** What the flow tells itself; see flow-facts.ts. */
export function factsOfFlow(flow: u32): u32 {
  return factsOf(flow, recordOf(flow));
}
