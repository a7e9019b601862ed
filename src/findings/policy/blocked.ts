/** What of the traffic a firewall with the rules of a policy, or of a lock, would block: `check --what-if`. */
import { PairIndex } from "../../flows/pair-index.ts";
import type { Transport } from "../../services/port-specification.ts";
import { OUTCOME_ANSWERED } from "../../services/service.ts";
import type { DecidedBy } from "../finding.ts";
import { NumberList } from "../number-list.ts";
import type { Traffic } from "../traffic.ts";
import { FlowDecider } from "./decide.ts";
import type { Policy } from "./policy.ts";
import { serviceOfKey } from "./port-set.ts";
import { decidedBy } from "./unexpected-finding.ts";

/** A client, a server and a service that the rules keep apart. */
export interface BlockedTraffic {
  readonly client: string;
  readonly server: string;
  readonly clientZone: string;
  readonly serverZone: string;
  readonly transport: Transport;
  /** That of the service, where the flows' own was negotiated. */
  readonly port: number;
  readonly flows: number;
  /** How many of them were answered: what somebody would miss. */
  readonly answered: number;
  readonly firstFrame: number;
  readonly decidedBy: DecidedBy;
}

/**
 * In the order of the first frames, one at a time: a scan has millions. Multicast is in none, unless a rule denies it, and
 * what `ignore` is about is blocked all the same.
 */
export function* blockedFlows(traffic: Traffic, policy: Policy): Generator<BlockedTraffic> {
  const { flows, addresses, roles, services, negotiated } = traffic;
  const flowDecider = new FlowDecider(traffic, policy);
  const { decisions } = flowDecider.decider;
  const ends = new PairIndex();
  const rows = new PairIndex();
  const columns = { decision: new NumberList(), flows: new NumberList(), answered: new NumberList() };
  const firstFrame = new NumberList();
  for (let flow = 0; flow < flows.count; flow++) {
    // A lock has no lines for what control channels agree on; firewalls let it pass with them.
    if (policy.isLock && negotiated !== null && negotiated.kind[flow] !== 0) continue;
    const decision = flowDecider.decide(flow);
    if (decision < 0) continue;
    const { ofA, ofB } = addresses;
    const serverIsB = roles.serverIsB[flow] === 1;
    const end = ends.number(serverIsB ? ofA[flow] : ofB[flow], serverIsB ? ofB[flow] : ofA[flow]);
    const row = rows.number(end, services.ofFlow[flow]);
    if (row === columns.flows.count) {
      columns.decision.push(decision);
      columns.flows.push(0);
      columns.answered.push(0);
      firstFrame.push(flows.firstFrame(flow));
    }
    columns.flows.numbers[row] += flows.flowsOf(flow);
    if (services.outcome[flow] === OUTCOME_ANSWERED) columns.answered.numbers[row] += flows.flowsOf(flow);
  }
  for (let row = 0; row < rows.count; row++) {
    const { clientZone, serverZone, rule } = decisions[columns.decision.numbers[row]];
    yield {
      client: addresses.table.text(ends.first[rows.first[row]]),
      server: addresses.table.text(ends.second[rows.first[row]]),
      clientZone: policy.zones[clientZone].name,
      serverZone: policy.zones[serverZone].name,
      ...serviceOfKey(flowDecider.keys[rows.second[row]]),
      flows: columns.flows.numbers[row],
      answered: columns.answered.numbers[row],
      firstFrame: firstFrame.numbers[row] >>> 0,
      decidedBy: decidedBy(rule, policy),
    };
  }
}
