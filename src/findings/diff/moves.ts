/**
 * Which of the services that are new one that is gone became. A pair is told only where it is the only one that could be:
 * of two servers that are new, neither is the one that was there before.
 */
import { type AddressWords, isGroupAddress, readAddressWords } from "../baseline/address-words.ts";
import { isPortless, lockPorts, type Service } from "../baseline/lock.ts";

/** Words under which a service may be looked for; two that share one may be the same that moved. */
type KeysOf = (service: Service) => string[];

/** A prefix is that of a usual network: 24 bits of IPv4, 64 of IPv6. */
const PREFIX_WORDS_OF_IPV6 = 2;

/** Pairs of what is gone and what it became, each in one pair at most. All services are those of either side. */
export function findMoves<Row extends Service>(
  gone: readonly Row[],
  fresh: readonly Row[],
  allBefore: readonly Service[],
  allAfter: readonly Service[],
): [Row, Row][] {
  const pairs: [Row, Row][] = [];
  const paired = new Set<Row>();
  const commonBefore = countKeys(allBefore);
  const commonAfter = countKeys(allAfter);
  // Many servers of a network may offer the same: which of them took over from which is nobody's guess.
  const isAlone: KeysOf = (service) =>
    byNetwork(service).filter((key) => (commonBefore.get(key) ?? 0) <= 1 && (commonAfter.get(key) ?? 0) <= 1);
  for (const keysOf of [byName, byProtocol, isAlone]) {
    const old = indexed(
      gone.filter((service) => !paired.has(service) && canMove(service)),
      keysOf,
    );
    const now = indexed(
      fresh.filter((service) => !paired.has(service) && canMove(service)),
      keysOf,
    );
    for (const key of [...old.keys()].sort()) {
      const [one, ...others] = unpaired(old.get(key), paired);
      const [other, ...more] = unpaired(now.get(key), paired);
      if (one === undefined || other === undefined || others.length + more.length > 0) continue;
      if (contradict(one, other)) continue;
      pairs.push([one, other]);
      paired.add(one).add(other);
    }
  }
  return pairs;
}

function unpaired<Row>(rows: readonly Row[] = [], paired: ReadonlySet<Row>): Row[] {
  return rows.filter((row) => !paired.has(row));
}

function indexed<Row extends Service>(services: readonly Row[], keysOf: KeysOf): Map<string, Row[]> {
  const index = new Map<string, Row[]>();
  for (const service of services) {
    for (const key of keysOf(service)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [service]);
      else known.push(service);
    }
  }
  return index;
}

/** Services that are answered, by network and port. */
function countKeys(services: readonly Service[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const service of services) {
    if (!service.answered) continue;
    for (const key of byNetwork(service)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** One port of one host: what many hosts share has not moved, nor what has no port. */
function canMove(service: Service): boolean {
  const address = readAddressWords(service.server);
  return address !== null && !isGroupAddress(address.ipv6, address.words[0]) && !isPortless(service);
}

/** The same server, and a port that is called the same: 8080 and 8081 are both http-alt. */
function byName({ server, transport, name }: Service): string[] {
  return name === null ? [] : [`${server} ${transport} ${name}`];
}

/** The same server, and a protocol that both speak. */
function byProtocol({ server, transport, protocols }: Service): string[] {
  return protocols.map((protocol) => `${server} ${transport} ${protocol}`);
}

/** The same port of another server of the network. */
function byNetwork(service: Service): string[] {
  const address = readAddressWords(service.server);
  return address === null ? [] : [`${networkOf(address)} ${lockPorts(service)}`];
}

function networkOf({ ipv6, words }: AddressWords): string {
  return ipv6 ? words.subarray(0, PREFIX_WORDS_OF_IPV6).join() : String(words[0] >>> 8);
}

/** What wraps any protocol says little of what is inside. */
const WRAPPERS: readonly string[] = ["tls", "dtls", "quic"];

/**
 * Payloads of both told their protocols, and none is the same; or what they share may hold anything, and their ports are
 * called differently: imaps has not become pop3s.
 */
function contradict(one: Service, other: Service): boolean {
  if (one.protocols.length === 0 || other.protocols.length === 0) return false;
  const shared = one.protocols.filter((protocol) => other.protocols.includes(protocol));
  if (shared.some((protocol) => !WRAPPERS.includes(protocol))) return false;
  return (
    shared.length === 0 || (one.name !== null && other.name !== null && stem(one.name) !== stem(other.name))
  );
}

/** https-alt is another port for https. */
function stem(name: string): string {
  return name.replace(/-alt$/, "");
}
