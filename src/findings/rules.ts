/**
 * What each kind of finding means, in words for people: what SARIF and JUnit tell of a rule. docs/findings.md has a
 * section on each, with all that is looked at.
 */
import type { Rule, Severity } from "./finding.ts";

export interface RuleDescription {
  /** As a heading. */
  readonly title: string;
  /** One sentence: what was seen where there is a finding. */
  readonly summary: string;
  /** Why that matters, and what to do: a few sentences. */
  readonly help: string;
  /** What most of its findings have; a finding's own severity follows the outcome and may be another. */
  readonly usualSeverity: Severity;
}

export const RULE_DESCRIPTIONS: Readonly<Record<Rule, RuleDescription>> = {
  "unexpected-port": {
    title: "Unexpected port",
    summary: "Traffic to a port that the policy does not allow, or that the baseline does not have.",
    help:
      "Nobody said that this service is meant to be there. Find out who runs it and who uses it. Where it is wanted, " +
      "allow it in the policy or add it to the baseline; where it is not, stop it or close the port.",
    usualSeverity: "medium",
  },
  "sensitive-port": {
    title: "Sensitive port",
    summary: "An administration or database port was reached from the internet, or on it.",
    help:
      "Services that administer hosts or hold data are attacked wherever they can be reached. Let only the hosts that " +
      "need them reach them: through a firewall, a private network or a jump host.",
    usualSeverity: "high",
  },
  "protocol-mismatch": {
    title: "Protocol mismatch",
    summary: "The payload is of another protocol than the port is registered for.",
    help:
      "A protocol on a port that is meant for another one gets past rules that go by port. TLS and SSH are often put " +
      "elsewhere on purpose; others seldom are. Find out what listens there, and move it to its own port or allow it.",
    usualSeverity: "low",
  },
  "cleartext-service": {
    title: "Cleartext service",
    summary: "A service whose traffic, and often whose passwords, everybody on the way can read.",
    help:
      "Whoever sees the packets reads the content and may change it. Use the protected form of the protocol: SSH for " +
      "telnet, SFTP for FTP, TLS for mail and the web.",
    usualSeverity: "medium",
  },
  "dynamic-listener": {
    title: "Listener on a dynamic port",
    summary: "A server listens on a port of the range for clients, and nothing negotiated that port.",
    help:
      "Ports from 49152 on are given to clients, and to services that negotiate their ports (RFC 6335, section 6). A " +
      "server that is found there by itself is unusual: find out which program listens.",
    usualSeverity: "low",
  },
  "refused-service": {
    title: "Refused service",
    summary: "Clients try to reach a port that refuses them.",
    help:
      "Often something is configured wrongly, or a service has stopped: several clients that fail at the same port " +
      "rarely mean harm. Start the service, or mend the clients' configuration.",
    usualSeverity: "low",
  },
  "unanswered-service": {
    title: "Unanswered service",
    summary: "Clients try to reach a port that never answers.",
    help:
      "The host is down, or a firewall drops the packets. Clients wait for a timeout each time. Bring the service back, " +
      "or mend the clients' configuration.",
    usualSeverity: "low",
  },
  "horizontal-scan": {
    title: "Horizontal scan",
    summary: "One host tried the same port on many hosts.",
    help:
      "This is how networks are searched for a service, by worms and attackers as by administrators. Find out whose the " +
      "source is. Where the scan is wanted, let the policy ignore it for this source; else look at what answered it.",
    usualSeverity: "medium",
  },
  "vertical-scan": {
    title: "Vertical scan",
    summary: "One host tried many ports of another.",
    help:
      "This is how a host is searched for services. Find out whose the source is. Where the scan is wanted, let the " +
      "policy ignore it for this source; else look at the ports that answered.",
    usualSeverity: "medium",
  },
  "rare-port": {
    title: "Rare port",
    summary: "A port that one client alone used, with few packets.",
    help:
      "What nobody else uses is worth a look: a forgotten service, a trial, or somebody's back door. Where it is known, " +
      "allow it in the policy.",
    usualSeverity: "info",
  },
  beaconing: {
    title: "Beaconing",
    summary: "A client came back to a rare port at regular intervals.",
    help:
      "Malware asks its controller for orders in this way; so do monitoring and updates. Find out which program on the " +
      "client it is, and whose the server is.",
    usualSeverity: "medium",
  },
};
