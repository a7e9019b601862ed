/** What changed from one side to the other. Turned round, it is the same list with its kinds turned round. */
import { isPortless, type Service, serviceId, sortedServices } from "../baseline/lock.ts";
import { noveltySeverity } from "../baseline/novelty.ts";
import { strangers } from "../baseline/protocol-kin.ts";
import { compareSeverities, type Severity } from "../finding.ts";
import { severityByOutcome } from "../outcome-severity.ts";
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind, type SideService } from "./difference.ts";
import { findMoves } from "./moves.ts";
import type { Side } from "./side.ts";

/** The most severe first, then by kind, then in the order of locks. */
export function compareSides(before: Side, after: Side): Difference[] {
  const old = indexById(before);
  const now = indexById(after);
  const found: Difference[] = [];
  for (const [id, index] of now) {
    if (!old.has(id)) found.push(...oneSided(sideService(after, index), before, true));
  }
  for (const [id, index] of old) {
    const later = now.get(id);
    if (later === undefined) found.push(...oneSided(sideService(before, index), after, false));
    else if (isChanged(before.services[index], after.services[later])) {
      found.push(changed(sideService(before, index), sideService(after, later)));
    }
  }
  return inOrder([...withMoves(found, before, after), ...attemptsOfOne(before, after)]);
}

function indexById({ services }: Side): Map<string, number> {
  return new Map(services.map((service, index) => [serviceId(service), index]));
}

function sideService(side: Side, index: number): SideService {
  const { server, transport, first, last, name, protocols, answered } = side.services[index];
  return { server, transport, first, last, name, protocols, answered, seen: side.seen(index) };
}

/** A service that only one side has. What the other's clients with many attempts tried is not among its services. */
function oneSided(service: SideService, other: Side, isLater: boolean): Difference[] {
  const wasAsked = other.wasAskedInVain(service);
  if (!service.answered) {
    if (wasAsked) return [];
    const severity = isLater ? severityOfAttempts(service) : "info";
    return [difference(isLater ? "tried" : "untried", severity, service, isLater)];
  }
  if (wasAsked) {
    const inVain = { ...service, protocols: [], answered: false, seen: null };
    return [isLater ? changed(inVain, service) : changed(service, inVain)];
  }
  const severity = isLater ? noveltySeverity(service) : "low";
  return [difference(isLater ? "new" : "gone", severity, service, isLater)];
}

function difference(
  kind: DifferenceKind,
  severity: Severity,
  service: SideService,
  isLater: boolean,
): Difference {
  const sides = isLater ? { before: null, after: service } : { before: service, after: null };
  return { kind, severity, ...sides, attempts: null };
}

function severityOfAttempts(service: SideService): Severity {
  return service.seen === null ? "low" : severityByOutcome(noveltySeverity(service), service.seen.outcomes);
}

/** Protocols are compared where both sides were answered and told any. */
function isChanged(before: Service, after: Service): boolean {
  if (before.answered !== after.answered) return true;
  if (!before.answered || isPortless(before)) return false;
  const { protocols: old } = before;
  const { protocols: now } = after;
  return strangers(now, old).length > 0 || strangers(old, now).length > 0;
}

function changed(before: SideService, after: SideService): Difference {
  const sides = { before, after, attempts: null };
  if (!before.answered) return { kind: "answered", severity: noveltySeverity(after), ...sides };
  if (!after.answered) return { kind: "refused", severity: "medium", ...sides };
  const isNew = strangers(after.protocols, before.protocols).length > 0;
  return { kind: "identified", severity: isNew ? "medium" : "info", ...sides };
}

/** With each pair of a service that is gone and the one that it became as one difference. */
function withMoves(found: readonly Difference[], before: Side, after: Side): Difference[] {
  const gone = found.flatMap(({ kind, before: service }) => (kind === "gone" && service ? [service] : []));
  const fresh = found.flatMap(({ kind, after: service }) => (kind === "new" && service ? [service] : []));
  const moves = findMoves(gone, fresh, before.services, after.services);
  const moved = new Set(moves.flat());
  const rest = found.filter(
    ({ kind, before: old, after: now }) =>
      !((kind === "gone" && old && moved.has(old)) || (kind === "new" && now && moved.has(now))),
  );
  const told = moves.map(
    ([old, now]): Difference => ({
      kind: "moved",
      severity: "medium",
      before: old,
      after: now,
      attempts: null,
    }),
  );
  return [...rest, ...told];
}

/** Clients that tried many services in vain on one side only. */
function attemptsOfOne(before: Side, after: Side): Difference[] {
  const only = (side: Side, other: Side) => {
    const known = new Set(other.attempts.map(({ client }) => client));
    return side.attempts.filter(({ client }) => !known.has(client));
  };
  const told = (kind: DifferenceKind, severity: Severity) => (attempts: Difference["attempts"]) => ({
    kind,
    severity,
    before: null,
    after: null,
    attempts,
  });
  return [
    ...only(after, before).map(told("tried", "medium")),
    ...only(before, after).map(told("untried", "info")),
  ];
}

function inOrder(found: readonly Difference[]): Difference[] {
  const services = found.flatMap(({ before, after }) => after ?? before ?? []);
  const place = new Map(sortedServices(services).map((service, i) => [service, i]));
  const placeOf = ({ before, after }: Difference) => place.get((after ?? before) as SideService) ?? -1;
  return [...found].sort(
    (one, other) =>
      compareSeverities(one, other) ||
      DIFFERENCE_KINDS.indexOf(one.kind) - DIFFERENCE_KINDS.indexOf(other.kind) ||
      placeOf(one) - placeOf(other),
  );
}
