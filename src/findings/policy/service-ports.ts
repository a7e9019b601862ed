/**
 * Which ports a service's name means in a policy. The first that knows the name decides: the user's own names, what the
 * overlay calls a port, the overlay's other names, IANA's registry. Where the overlay has common ports of the name, these
 * are meant: `http` is 80/tcp, and not 80/udp, on which nobody has seen it.
 */
import { registeredServices } from "../../services/iana.ts";
import { overlayEntries } from "../../services/overlay.ts";
import type { Transport } from "../../services/port-specification.ts";
import type { UserServiceNames } from "../../services/registry.ts";
import type { PortRange } from "../finding.ts";
import { mergePorts } from "../port-ranges.ts";
import { portOfKey, portWords } from "./port-set.ts";

/** Ports that an error names. */
const NAMED_PORTS = 6;

interface Candidate extends PortRange {
  readonly common: boolean;
}

export class ServicePorts {
  readonly #userNames: UserServiceNames | undefined;
  #userPorts: ReadonlyMap<string, Candidate[]> | null = null;
  #overlayNames: ReadonlyMap<string, Candidate[]> | null = null;
  #overlayOtherNames: ReadonlyMap<string, Candidate[]> | null = null;
  #registered: ReadonlyMap<string, Candidate[]> | null = null;

  constructor(userNames: UserServiceNames | undefined) {
    this.#userNames = userNames;
  }

  /**
   * The ports of a name, of these transports only where some are given. Null where nobody has the name; words where it is
   * the name of several ports, of which one must be meant.
   */
  portsOf(name: string, transports: readonly Transport[] | null): PortRange[] | string | null {
    const wanted = name.toLowerCase();
    const own = ofTransports(this.#ofUser().get(wanted), transports);
    if (own.length > 0) return mergePorts(own.map(plainRange));
    for (const names of [
      () => this.#ofOverlay(),
      () => this.#ofOverlayOtherwise(),
      () => this.#ofRegistry(),
    ]) {
      const found = ofTransports(names().get(wanted), transports);
      if (found.length === 0) continue;
      const common = found.filter((candidate) => candidate.common);
      const meant = common.length > 0 ? common : found;
      const isOne = meant.every(({ first, last }) => first === meant[0].first && last === meant[0].last);
      return isOne ? mergePorts(meant.map(plainRange)) : severalPorts(name, found);
    }
    return null;
  }

  /** All names that a slip may have been meant for: not IANA's, of which thousands are not met. */
  *names(): Generator<string> {
    yield* this.#ofUser().keys();
    yield* this.#ofOverlay().keys();
    yield* this.#ofOverlayOtherwise().keys();
  }

  #ofUser(): ReadonlyMap<string, Candidate[]> {
    this.#userPorts ??= grouped(
      [...(this.#userNames ?? [])].map(([key, { name }]) => [[name], { ...portOfKey(key), common: true }]),
    );
    return this.#userPorts;
  }

  #ofOverlay(): ReadonlyMap<string, Candidate[]> {
    this.#overlayNames ??= grouped(overlayCandidates((entry) => [entry.name]));
    return this.#overlayNames;
  }

  #ofOverlayOtherwise(): ReadonlyMap<string, Candidate[]> {
    this.#overlayOtherNames ??= grouped(overlayCandidates((entry) => entry.otherNames));
    return this.#overlayOtherNames;
  }

  #ofRegistry(): ReadonlyMap<string, Candidate[]> {
    this.#registered ??= grouped(
      registeredServices().flatMap(({ name, port, transports }) =>
        transports.map((transport): Named => [[name], { transport, first: port, last: port, common: false }]),
      ),
    );
    return this.#registered;
  }
}

type Named = readonly [names: readonly string[], candidate: Candidate];

function overlayCandidates(
  namesOf: (entry: ReturnType<typeof overlayEntries>[number]) => readonly string[],
): Named[] {
  return overlayEntries().flatMap((entry) => {
    const { transports, first, last, common } = entry;
    return transports.map((transport): Named => [namesOf(entry), { transport, first, last, common }]);
  });
}

function grouped(named: readonly Named[]): Map<string, Candidate[]> {
  const byName = new Map<string, Candidate[]>();
  for (const [names, candidate] of named) {
    for (const name of names) {
      const lower = name.toLowerCase();
      const known = byName.get(lower);
      if (known === undefined) byName.set(lower, [candidate]);
      else known.push(candidate);
    }
  }
  return byName;
}

function ofTransports(
  candidates: readonly Candidate[] = [],
  transports: readonly Transport[] | null,
): Candidate[] {
  return candidates.filter(
    ({ transport }) => transports === null || transports.some((each) => each === transport),
  );
}

function plainRange({ transport, first, last }: Candidate): PortRange {
  return { transport, first, last };
}

function severalPorts(name: string, found: readonly Candidate[]): string {
  const ports = mergePorts(found.map(plainRange)).map(portWords);
  const more = ports.length > NAMED_PORTS ? ", …" : "";
  return `${name} is a name of several ports: write the one that is meant (${ports.slice(0, NAMED_PORTS).join(", ")}${more})`;
}
