/** A port that answers nobody: the host is gone, or something on the way drops what is sent to it. */
import { deadServiceFindings } from "./dead-service-finding.ts";
import { deadServicesOf } from "./dead-services.ts";
import type { Finding } from "./finding.ts";
import type { Scans } from "./scans/find-scans.ts";
import type { Traffic } from "./traffic.ts";

export function findUnansweredServices(traffic: Traffic, scans: Scans): Finding[] {
  const unanswered = deadServicesOf(traffic, scans).filter((service) => service.refused * 2 < service.tries);
  return deadServiceFindings(traffic, unanswered, {
    rule: "unanswered-service",
    verbs: ["does not answer on", "do not answer on"],
    advice:
      "See whether the host is up and whether a firewall drops the packets; clients that wait for a server that is gone are slow.",
  });
}
