/**
 * The ways into a packet (VLANs, labels, tunnels), each told once. A path is a chain of steps, outermost first;
 * a packet carries the number of its path, so that no packet costs an object.
 */
import { hashOfFour } from "./seeded-hash.ts";

export const STEP_VLAN = 1;
export const STEP_MPLS = 2;
export const STEP_PPPOE = 3;
export const STEP_GRE = 4;
export const STEP_GRE_KEY = 5;
export const STEP_ERSPAN = 6;
export const STEP_VXLAN = 7;
export const STEP_GENEVE = 8;
export const STEP_GTP_U = 9;
export const STEP_TEREDO = 10;
export const STEP_IP_IN_IP = 11;
export const STEP_6IN4 = 12;
export const STEP_4IN6 = 13;
export const STEP_6IN6 = 14;
export const STEP_L2TP = 15;
export const STEP_NSH = 16;
export const STEP_ETHER_IP = 17;
export const STEP_PROVIDER_BACKBONE = 18;
export const STEP_VN_TAG = 19;
export const STEP_CAPWAP = 20;
export const STEP_FABRIC_PATH = 21;
export const STEP_E_TAG = 22;
export const STEP_LISP = 23;
export const STEP_AYIYA = 24;
export const STEP_MORE = 25;

const STEP_WORDS: Record<number, (value: number) => string> = {
  [STEP_VLAN]: (id) => `vlan ${id}`,
  [STEP_MPLS]: (label) => `mpls ${label}`,
  [STEP_PPPOE]: (session) => `pppoe ${session}`,
  [STEP_GRE]: () => "gre",
  [STEP_GRE_KEY]: (key) => `gre ${key >>> 0}`,
  [STEP_ERSPAN]: (session) => `erspan ${session}`,
  [STEP_VXLAN]: (network) => `vxlan ${network}`,
  [STEP_GENEVE]: (network) => `geneve ${network}`,
  [STEP_GTP_U]: (tunnel) => `gtp-u 0x${(tunnel >>> 0).toString(16)}`,
  [STEP_TEREDO]: () => "teredo",
  [STEP_IP_IN_IP]: () => "ip-in-ip",
  [STEP_6IN4]: () => "6in4",
  [STEP_4IN6]: () => "4in6",
  [STEP_6IN6]: () => "6in6",
  [STEP_L2TP]: (tunnel) => `l2tp ${tunnel >>> 0}`,
  [STEP_NSH]: (path) => `nsh ${path}`,
  [STEP_ETHER_IP]: () => "etherip",
  [STEP_PROVIDER_BACKBONE]: (service) => `pbb ${service}`,
  [STEP_VN_TAG]: (port) => `vn-tag ${port}`,
  [STEP_CAPWAP]: () => "capwap",
  [STEP_FABRIC_PATH]: (tag) => `fabricpath ${tag}`,
  [STEP_E_TAG]: (channel) => `e-tag ${channel}`,
  [STEP_LISP]: (instance) => `lisp ${instance}`,
  [STEP_AYIYA]: () => "ayiya",
  [STEP_MORE]: () => "more",
};

/** Paths that are told apart. Tags come from packets, so their number is bounded; the path `more` takes the rest. */
const PATH_LIMIT = 65_535;
const SLOT_COUNT = 131_072;

/** The paths of a table by their numbers; path 0, the bare packet, is among them. */
export interface EncapsulationPaths {
  readonly parents: Uint16Array;
  readonly steps: Uint8Array;
  readonly values: Int32Array;
  /** False where there were more paths than are told apart. */
  readonly isComplete: boolean;
}

export class EncapsulationTable {
  /** Path 0 is the bare packet. */
  private count = 1;
  private readonly parents = new Uint16Array(PATH_LIMIT + 1);
  private readonly steps = new Uint8Array(PATH_LIMIT + 1);
  private readonly values = new Int32Array(PATH_LIMIT + 1);
  private readonly slots = new Uint16Array(SLOT_COUNT);
  private lastParent = -1;
  private lastStep = -1;
  private lastValue = 0;
  private lastPath = 0;

  /**
   * The path that leads from `parent` one step further in. `value` is the step's own number (VLAN id, label,
   * network identifier), 0 where it has none.
   */
  enter(parent: number, step: number, value: number): number {
    if (parent === this.lastParent && step === this.lastStep && value === this.lastValue)
      return this.lastPath;
    const path = this.find(parent, step, value | 0);
    this.lastParent = parent;
    this.lastStep = step;
    this.lastValue = value;
    this.lastPath = path;
    return path;
  }

  private find(parent: number, step: number, value: number): number {
    let slot = hashOfFour(value, parent, step, 0) & (SLOT_COUNT - 1);
    for (;;) {
      const path = this.slots[slot];
      if (path === 0) break;
      if (this.parents[path] === parent && this.steps[path] === step && this.values[path] === value)
        return path;
      slot = (slot + 1) & (SLOT_COUNT - 1);
    }
    if (this.count >= PATH_LIMIT) return this.overflow();
    const path = this.count++;
    this.parents[path] = parent;
    this.steps[path] = step;
    this.values[path] = value;
    this.slots[slot] = path;
    return path;
  }

  private overflow(): number {
    this.steps[PATH_LIMIT] = STEP_MORE;
    return PATH_LIMIT;
  }

  /** All paths, for another table. */
  list(): EncapsulationPaths {
    const { count } = this;
    return {
      parents: this.parents.slice(0, count),
      steps: this.steps.slice(0, count),
      values: this.values.slice(0, count),
      isComplete: this.steps[PATH_LIMIT] !== STEP_MORE,
    };
  }

  /** Adds the paths of another table, in their order; answers with the number that each has here. */
  add({ parents, steps, values }: EncapsulationPaths): Uint16Array {
    const numbers = new Uint16Array(parents.length);
    for (let path = 1; path < parents.length; path++) {
      numbers[path] = this.enter(numbers[parents[path]], steps[path], values[path]);
    }
    return numbers;
  }

  /** The path in words, outermost step first, for instance `["vlan 10", "gre"]`. */
  words(path: number): string[] {
    const found: string[] = [];
    for (let at = path; at !== 0; at = this.parents[at]) {
      found.push(STEP_WORDS[this.steps[at]](this.values[at]));
    }
    return found.reverse();
  }
}
