/** A transport with a port, or with a protocol that has no port of its own, as one small integer. */
import { PROTOCOL_NAMES, type ProtocolName, protocolId } from "../../protocols/protocol.ts";
import { protocolOf } from "../../services/transports.ts";
import { isPortless, type Service } from "./lock.ts";

const PORTS = 65_536;
const PER_TRANSPORT = 2 * PORTS;

/** `transport`: the IP protocol number. */
export function numberOfPort(transport: number, port: number): number {
  return transport * PER_TRANSPORT + port;
}

/** `protocol`: the id of protocols/protocol.ts. */
export function numberOfProtocol(transport: number, protocol: number): number {
  return transport * PER_TRANSPORT + PORTS + protocol;
}

/** Of a service on one port, or without any. */
export function numberOfService(service: Service): number {
  const transport = protocolOf(service.transport);
  if (!isPortless(service)) return numberOfPort(transport, service.first);
  return numberOfProtocol(transport, protocolId(service.protocols[0] as ProtocolName));
}

export interface Numbered {
  readonly transport: number;
  /** Null where the protocol is not. */
  readonly port: number | null;
  readonly protocol: string | null;
}

export function readServiceNumber(number: number): Numbered {
  const transport = Math.floor(number / PER_TRANSPORT);
  const rest = number % PER_TRANSPORT;
  if (rest < PORTS) return { transport, port: rest, protocol: null };
  return { transport, port: null, protocol: PROTOCOL_NAMES[rest - PORTS] };
}
