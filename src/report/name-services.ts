import { lookUp, serviceLabel } from "../services/registry.ts";
import { transportOf } from "../services/transports.ts";
import type { Transport } from "./report.ts";
import type { Survey } from "./survey.ts";

/** What a service is called; the same for all its flows and servers. */
export interface NamedService {
  readonly transport: Transport;
  readonly port: number;
  readonly name: string | null;
  /** `443/tcp (https)`, or `49822/tcp` without a name. */
  readonly label: string;
  readonly description: string | null;
}

/** The services of a survey by their index, each looked up once. */
export function nameServices({ services, userNames }: Survey): NamedService[] {
  return services.services.map(({ protocol, port }) => {
    const transport = transportOf(protocol);
    const found = lookUp(transport, port, userNames);
    const name = found?.name ?? null;
    return {
      transport,
      port,
      name,
      label: serviceLabel(transport, port, name),
      description: found?.description ?? null,
    };
  });
}

/** `443/tcp`: what tells a service from all others. */
export function serviceKey({ transport, port }: { transport: Transport; port: number }): string {
  return `${port}/${transport}`;
}
