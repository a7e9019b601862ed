/** A port that refuses everybody (RST, ICMP): the service is gone, or clients were told the wrong port. */
import { deadServiceFindings } from "./dead-service-finding.ts";
import { deadServicesOf } from "./dead-services.ts";
import type { Finding } from "./finding.ts";
import type { Scans } from "./scans/find-scans.ts";
import type { Traffic } from "./traffic.ts";

export function findRefusedServices(traffic: Traffic, scans: Scans): Finding[] {
  const refused = deadServicesOf(traffic, scans).filter((service) => service.refused * 2 >= service.tries);
  return deadServiceFindings(traffic, refused, {
    rule: "refused-service",
    verbs: ["refuses", "refuse"],
    advice:
      "Start the service, or tell its clients where it is now; if nobody needs it, stop the clients from asking.",
  });
}
