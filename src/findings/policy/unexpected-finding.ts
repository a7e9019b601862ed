/** A case of unexpected flows in words: one finding. */
import { portLabel, serviceLabel, type UserServiceNames } from "../../services/registry.ts";
import { flowsFilter } from "../display-filter.ts";
import { type DecidedBy, type Finding, isAtLeast, type Severity } from "../finding.ts";
import { lowered, severityByOutcome, totalOf } from "../outcome-severity.ts";
import { mergePorts } from "../port-ranges.ts";
import { countText, listText, numberOf } from "../words.ts";
import type { Policy, PolicyRule } from "./policy.ts";
import { portOfKey, portWords, serviceOfKey } from "./port-set.ts";
import type { UnexpectedCase } from "./unexpected-cases.ts";

/** What no rule says the severity of. */
const SEVERITY_OF_NO_RULE: Severity = "medium";
/** What is not even known to have gone this way round does not raise an alarm. */
const MOST_OF_GUESSES: Severity = "low";
/** Ports that a sentence names. */
const NAMED_PORTS = 8;

export function unexpectedFinding(
  found: UnexpectedCase,
  policy: Policy,
  userNames: UserServiceNames | undefined,
): Finding {
  const words = new CaseWords(found, policy, userNames);
  const ports = mergePorts(found.keys.map(portOfKey));
  return {
    rule: "unexpected-port",
    severity: severityOf(found),
    key: words.key(),
    title: words.title(),
    detail: words.detail(),
    advice: words.advice(),
    clients: found.clients,
    servers: found.servers,
    ports,
    flows: found.flows,
    frames: found.frames,
    displayFilter: flowsFilter({
      clients: found.clients,
      servers: found.servers,
      // On the wire their ports are others.
      ports: found.isNegotiated ? [] : ports,
    }),
    decidedBy: decidedBy(found.decision.rule, policy),
  };
}

function severityOf({ decision, outcomes, guessed }: UnexpectedCase): Severity {
  const base = decision.rule?.severity ?? SEVERITY_OF_NO_RULE;
  if (totalOf(outcomes) > 0) return severityByOutcome(base, outcomes);
  const severity = lowered(severityByOutcome(base, guessed), 1);
  return isAtLeast(severity, MOST_OF_GUESSES) ? MOST_OF_GUESSES : severity;
}

/** The line of the policy that decided. */
export function decidedBy(rule: PolicyRule | null, { path, rulesPlace, isLock }: Policy): DecidedBy {
  const { line, column } = rule?.place ?? rulesPlace;
  return { path, line, column, words: rule?.words ?? `no ${isLock ? "line" : "rule"} allows it` };
}

class CaseWords {
  readonly #found: UnexpectedCase;
  readonly #path: string;
  readonly #from: string;
  readonly #to: string;
  readonly #userNames: UserServiceNames | undefined;

  constructor(found: UnexpectedCase, { path, zones }: Policy, userNames: UserServiceNames | undefined) {
    this.#found = found;
    this.#path = path;
    this.#from = zones[found.decision.clientZone].name;
    this.#to = zones[found.decision.serverZone].name;
    this.#userNames = userNames;
  }

  /** Without the rule's number, which changes when a rule is put before it. */
  key(): string {
    const { kind, isAnswered, clients, decision } = this.#found;
    const zones = `${this.#from} > ${this.#to}`;
    if (kind === "service") return `${zones} ${this.#ports(false)}`;
    const who = kind === "client" ? `${clients[0]} ` : "";
    const rule = decision.rule === null ? "" : `, ${decision.rule.words.replace(/^rule \d+: /, "")}`;
    return `${zones} ${who}many ports, ${isAnswered ? "answered" : "not answered"}${rule}`;
  }

  title(): string {
    const { kind, isAnswered, clients, keys, decision } = this.#found;
    const why = decision.rule === null ? "no rule allows" : `${ruleNumber(decision.rule)} denies`;
    if (kind === "service") return `${this.#ports(true)} from ${this.#from} to ${this.#to}, which ${why}`;
    const count = numberOf(keys.length, "port");
    const did = isAnswered ? "used" : "tried";
    const outcome = isAnswered ? "" : ", none of which answered";
    const who = kind === "client" ? `${clients[0]} (${this.#from})` : `Clients of ${this.#from}`;
    return `${who} ${did} ${count} of ${this.#to} that ${why}${outcome}`;
  }

  detail(): string {
    const { flows, clients, clientCount, servers, serverCount, decision, kind } = this.#found;
    const who = `${numberOf(flows, "flow")} from ${ends(clients, clientCount, "client")} to ${ends(servers, serverCount, "server")}`;
    const ports = kind === "service" ? "" : ` on ${this.#ports(false)}`;
    const sentences = [`${who}${ports}: ${this.#outcomes()}.`];
    const guesses = totalOf(this.#found.guessed);
    if (guesses > 0) sentences.push(guessWords(guesses, flows));
    const { rule } = decision;
    if (rule === null) sentences.push(`No rule of ${this.#path} allows it.`);
    else {
      const reason = rule.reason === null ? "" : ` (${rule.reason})`;
      sentences.push(`${this.#path}, line ${rule.place.line}, ${rule.words}${reason}.`);
    }
    return sentences.join(" ");
  }

  #outcomes(): string {
    const { outcomes, guessed } = this.#found;
    const counts = [
      [outcomes.answered + guessed.answered, "answered"],
      [outcomes.unanswered + guessed.unanswered, "without an answer"],
      [outcomes.refused + guessed.refused, "refused"],
    ] as const;
    const seen = counts.filter(([count]) => count > 0);
    if (seen.length > 1) return seen.map(([count, words]) => `${countText(count)} ${words}`).join(", ");
    const [[count, words]] = seen;
    return count === 1 ? words : `all ${words}`;
  }

  advice(): string {
    const { kind, isAnswered, clients, clientCount, servers, serverCount, decision } = this.#found;
    if (decision.rule !== null) {
      return isAnswered
        ? `What should enforce this rule let it through: look at the way to ${serverCount === 1 ? servers[0] : "these servers"}, or at whether the rule is out of date.`
        : `Nothing answered, as the rule wants it; find out what ${clientCount === 1 ? `on ${clients[0]} ` : ""}still tries.`;
    }
    const zones = `from: ${this.#from}, to: ${this.#to}`;
    if (kind === "service") {
      const rule = `- { allow: ${this.#ports(false)}, ${zones} }`;
      const other = isAnswered
        ? `find out what listens ${serverCount === 1 ? `on ${servers[0]}` : "there"}, and close it`
        : `find out what ${clientCount === 1 ? `on ${clients[0]} ` : ""}asks for it`;
      return `If it is meant to be, add the rule ${rule} to ${this.#path}; if not, ${other}.`;
    }
    if (kind === "zones") {
      return "Where a policy is new, portolan policy init writes a first one from what was seen; else look at the clients one by one.";
    }
    return isAnswered
      ? `Peer-to-peer programs and procedure calls use changing ports: allow a range of them ${zones}, or find out what runs on ${clients[0]}.`
      : `So many ports look like a scan: find out what runs on ${clients[0]}. A scanner of your own goes into ignore: - { rule: unexpected-port, from: ${clients[0]} }.`;
  }

  /** `22/tcp (ssh)`; several as merged ranges. */
  #ports(isNamed: boolean): string {
    const { keys } = this.#found;
    if (keys.length === 1) {
      const { transport, port } = serviceOfKey(keys[0]);
      return isNamed ? portLabel(transport, port, this.#userNames) : serviceLabel(transport, port, null);
    }
    return listText(mergePorts(keys.map(portOfKey)).map(portWords), NAMED_PORTS);
  }
}

function ruleNumber({ words }: PolicyRule): string {
  return words.slice(0, words.indexOf(":"));
}

/** `2 clients (10.0.0.5 and 10.0.0.6)`. */
function ends(listed: readonly string[], count: number, what: string): string {
  if (count === 1) return listed[0];
  const shown = listed.length === count ? listText(listed) : `${listed.slice(0, 3).join(", ")} and others`;
  return `${numberOf(count, what)} (${shown})`;
}

function guessWords(guesses: number, flows: number): string {
  if (guesses === flows) {
    const all = flows === 1 ? "Who of the two is the client" : "Which ends are the clients";
    return `${all} is a guess.`;
  }
  return `Of ${countText(guesses)} of them it is a guess which end is the client.`;
}
