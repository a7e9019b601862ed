/** The sides of a comparison: what captures and locks know of services, and what was read for it. */
import type { Lock } from "../findings/baseline/lock.ts";
import type { SeenOptions } from "../findings/baseline/seen-services.ts";
import { type Side, sideOfLock, sideOfTraffic } from "../findings/diff/side.ts";
import type { SideRead } from "../report/diff/diff-report.ts";
import type { Survey } from "../report/survey.ts";
import type { FlowSelection } from "../services/select-flows.ts";
import { protocolOf } from "../services/transports.ts";
import { UsageError } from "./usage-error.ts";

export interface ReadSide {
  readonly side: Side;
  readonly read: SideRead;
}

export function readLockSide(lock: Lock): ReadSide {
  return { side: sideOfLock(lock), read: { lock: lock.path } };
}

/** It keeps nothing of the survey's flows. */
export function readTrafficSide(found: Survey, options: SeenOptions): ReadSide {
  const side = sideOfTraffic(found, options);
  return { side, read: { captures: found.captures, omittedClients: side.omittedClients } };
}

/** What was not chosen of a capture is not to be missed there. Who asked, and when, no lock knows. */
export function selected(lock: Lock, selection: FlowSelection | undefined): Lock {
  const { ports = [], protocols = [] } = selection ?? {};
  const entries = lock.entries.filter(({ transport, first, last }) => {
    const protocol = protocolOf(transport);
    if (protocols.length > 0 && !protocols.includes(protocol)) return false;
    const isOf = ({ from, to, protocol: only = protocol }: (typeof ports)[number]) =>
      from <= last && first <= to && only === protocol;
    return ports.length === 0 || ports.some(isOf);
  });
  return { ...lock, entries };
}

/** Throws `UsageError`. */
export function refuseStandardInputTwice(before: string, after: readonly string[]): void {
  if (before === "-" && after.includes("-")) {
    throw new UsageError("standard input is named twice, and can be read only once; name a file");
  }
}
