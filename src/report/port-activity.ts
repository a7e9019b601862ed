/**
 * When flows to which ports began, on a grid: steps of time, and ports on a logarithmic scale, so that low ports stand
 * apart and a scan of all ports is one line. Where too many cells would be filled, all become twice as large, so that no
 * flow is left out however many there are.
 */

import { OUTCOME_NAMES } from "../services/outcome-names.ts";
import { HIGHEST_PORT } from "../services/port-specification.ts";
import type { Survey } from "./survey.ts";
import { timeText } from "./time-text.ts";
import type { ActivityCell, PortActivity } from "./traffic-map.ts";

const STEPS = 512;
const ROWS = 256;
const OUTCOME_KINDS = OUTCOME_NAMES.length;
/** More points could neither be told apart nor drawn quickly. */
const CELLS_AT_MOST = 2500;

export class PortActivityGrid {
  private readonly survey: Survey;
  private readonly first: number;
  private readonly span: number;
  private readonly flows = new Float64Array(STEPS * ROWS * OUTCOME_KINDS);
  private readonly lowest = new Uint16Array(this.flows.length).fill(HIGHEST_PORT);
  private readonly highest = new Uint16Array(this.flows.length);

  constructor(survey: Survey) {
    this.survey = survey;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let flow = 0; flow < survey.flows.count; flow++) {
      if (survey.services.ofFlow[flow] < 0) continue;
      const begin = this.beginOf(flow);
      // A packet without a time has 0.
      if (begin === 0) continue;
      if (begin < first) first = begin;
      if (begin > last) last = begin;
    }
    this.first = first;
    this.span = Math.max(0, last - first);
  }

  add(flow: number, port: number, how: number): void {
    const begin = this.beginOf(flow);
    if (begin === 0) return;
    const step =
      this.span === 0 ? 0 : Math.min(STEPS - 1, Math.floor(((begin - this.first) / this.span) * STEPS));
    const at = (step * ROWS + rowOf(port)) * OUTCOME_KINDS + how;
    this.flows[at] += this.survey.flows.flowsOf(flow);
    if (port < this.lowest[at]) this.lowest[at] = port;
    if (port > this.highest[at]) this.highest[at] = port;
  }

  list(): PortActivity {
    if (!Number.isFinite(this.first)) return { start: null, seconds: 0, cells: [] };
    let size = 1;
    let cells = this.cellsOf(size);
    while (cells.length > CELLS_AT_MOST) {
      size *= 2;
      cells = this.cellsOf(size);
    }
    const seconds = Math.floor(this.first);
    const start = timeText({ seconds, nanoseconds: Math.round((this.first - seconds) * 1e6) * 1000 });
    return { start, seconds: this.span, cells };
  }

  /** Filled cells, `size` steps wide and `size` rows high. */
  private cellsOf(size: number): ActivityCell[] {
    const cells = new Map<number, { firstPort: number; lastPort: number; flows: number }>();
    for (let at = 0; at < this.flows.length; at++) {
      if (this.flows[at] === 0) continue;
      const how = at % OUTCOME_KINDS;
      const row = Math.floor((Math.floor(at / OUTCOME_KINDS) % ROWS) / size);
      const step = Math.floor(Math.floor(at / (ROWS * OUTCOME_KINDS)) / size);
      const key = (step * ROWS + row) * OUTCOME_KINDS + how;
      const known = cells.get(key) ?? { firstPort: HIGHEST_PORT, lastPort: 0, flows: 0 };
      known.firstPort = Math.min(known.firstPort, this.lowest[at]);
      known.lastPort = Math.max(known.lastPort, this.highest[at]);
      known.flows += this.flows[at];
      cells.set(key, known);
    }
    return [...cells].map(([key, cell]) => ({
      second: rounded((Math.floor(key / (ROWS * OUTCOME_KINDS)) * size * this.span) / STEPS),
      ...cell,
      outcome: OUTCOME_NAMES[key % OUTCOME_KINDS],
    }));
  }

  private beginOf(flow: number): number {
    const { flows } = this.survey;
    return flows.firstSeconds(flow) + flows.firstNanoseconds(flow) / 1e9;
  }
}

function rowOf(port: number): number {
  return Math.min(ROWS - 1, Math.floor((Math.log(port + 1) / Math.log(HIGHEST_PORT + 1)) * ROWS));
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
