/**
 * What a set of targets looks like, however large it is: its least hashes, by which two sets are compared (bottom-k
 * sketches; Broder 1997), and in about how many networks the targets lie (linear counting; Whang et al. 1990).
 */
const KEPT = 32;
const HIGHEST_HASH = 0x7fff_ffff;
const NETWORK_BITS = 2048;
/** Hashes that tell whether one set is within the other. */
const LEAST_TOLD = 3;
const NEARLY_ALL = 0.9;

export class TargetSketch {
  count = 0;
  /** The least hashes, ascending; where there are enough, hashes from `limit` on are not among them. */
  private readonly least: number[] = [];
  private limit = HIGHEST_HASH;

  add(one: number, other: number): void {
    this.count++;
    const hash = hashOf(one, other);
    if (hash < this.limit) this.keep(hash);
  }

  private keep(hash: number): void {
    const { least } = this;
    let at = least.length;
    while (at > 0 && least[at - 1] > hash) at--;
    if (least[at - 1] === hash) return;
    least.splice(at, 0, hash);
    if (least.length > KEPT) least.pop();
    if (least.length === KEPT) this.limit = least[KEPT - 1];
  }

  /** Of all targets of both, about what share both have. */
  similarity(other: TargetSketch): number {
    const both = new Set(other.least.filter((hash) => this.least.includes(hash)));
    const least = [...new Set([...this.least, ...other.least])]
      .sort((one, another) => one - another)
      .slice(0, KEPT);
    return least.length === 0 ? 0 : least.filter((hash) => both.has(hash)).length / least.length;
  }

  /** Whether nearly all of these targets are the other's too, as far as few hashes can tell. */
  isWithin(other: TargetSketch): boolean {
    const reach = other.least.length < KEPT ? HIGHEST_HASH : other.least[KEPT - 1];
    const told = this.least.filter((hash) => hash <= reach);
    const common = told.filter((hash) => other.least.includes(hash)).length;
    return told.length >= LEAST_TOLD && common >= told.length * NEARLY_ALL;
  }

  /** A few of the least hashes: sets that have much in common share one of them. */
  get marks(): readonly number[] {
    return this.least.slice(0, 4);
  }
}

export class NetworkCount {
  private readonly bits = new Uint32Array(NETWORK_BITS / 32);
  private taken = 0;

  /** The network's number, or any hash of it. */
  add(network: number): void {
    const bit = hashOf(network, 0) & (NETWORK_BITS - 1);
    const mask = 1 << (bit & 31);
    if ((this.bits[bit >>> 5] & mask) !== 0) return;
    this.bits[bit >>> 5] |= mask;
    this.taken++;
  }

  /** About how many there were; infinite where they are too many to tell. */
  get estimate(): number {
    return -NETWORK_BITS * Math.log(1 - this.taken / NETWORK_BITS);
  }
}

/** 32 bits with a sign, the same in every run: findings may not depend on a seed. Murmur3's steps. */
function hashOf(one: number, other: number): number {
  let hash = Math.imul(one, 0xcc9e2d51) ^ Math.imul((other + 0x9e3779b9) | 0, 0x1b873593);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
