/** Packets of conversations, short to write: who says what to whom. Raw IP, from `client` to `server` and back. */
import {
  ACK,
  type Bytes,
  FIN,
  icmp,
  ipv4,
  ipv6,
  PSH,
  RST,
  SYN,
  type TcpFields,
  tcp,
  text,
  udp,
  zeros,
} from "./frames.ts";

export interface Ends {
  /** Address and port, for instance `["10.0.0.1", 40000]`. */
  readonly client: readonly [address: string, port: number];
  readonly server: readonly [address: string, port: number];
}

export const ENDS: Ends = { client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 80] };

type Said = string | Bytes;

/** The packets that either end of a TCP connection sends. */
export function tcpBetween(ends: Ends = ENDS) {
  const send = (fromServer: boolean, flags: number, said: Said = "", fields: TcpFields = {}) => {
    const [from, to] = fromServer ? [ends.server, ends.client] : [ends.client, ends.server];
    const segment = tcp(bytesOf(said), { flags, sourcePort: from[1], destinationPort: to[1], ...fields });
    return packet(from[0], to[0], 6, segment);
  };
  return {
    syn: (sequenceNumber = 100) => send(false, SYN, "", { sequenceNumber }),
    synAck: (sequenceNumber = 900) => send(true, SYN | ACK, "", { sequenceNumber }),
    ack: () => send(false, ACK),
    serverAck: () => send(true, ACK),
    request: (said: Said = "asked") => send(false, PSH | ACK, said),
    response: (said: Said = "answer") => send(true, PSH | ACK, said),
    fin: () => send(false, FIN | ACK),
    serverFin: () => send(true, FIN | ACK),
    reset: () => send(false, RST),
    serverReset: () => send(true, RST | ACK),
    /** A SYN that the server sends, to open in its turn. */
    serverSyn: (sequenceNumber = 900) => send(true, SYN, "", { sequenceNumber }),
    send,
  };
}

/** The datagrams that either end sends. */
export function udpBetween(ends: Ends) {
  const send = (fromServer: boolean, said: Said) => {
    const [from, to] = fromServer ? [ends.server, ends.client] : [ends.client, ends.server];
    return packet(from[0], to[0], 17, udp(bytesOf(said), { sourcePort: from[1], destinationPort: to[1] }));
  };
  return {
    request: (said: Said = "question") => send(false, said),
    response: (said: Said = "answer") => send(true, said),
  };
}

/** An IP packet of the version that the addresses have. */
export function packet(source: string, destination: string, protocol: number, payload: Bytes): Bytes {
  return source.includes(":")
    ? ipv6(payload, { source, destination, nextHeader: protocol })
    : ipv4(payload, { source, destination, protocol });
}

/** An ICMP error about `quoted`, from `reporter` to who sent it. */
export function icmpError(quoted: Bytes, type = 3, code = 3, reporter = "10.0.0.254"): Bytes {
  const sender = Array.from(quoted.subarray(12, 16)).join(".");
  return ipv4(icmp(type, code, quoted.subarray(0, 28)), {
    source: reporter,
    destination: sender,
    protocol: 1,
  });
}

function bytesOf(said: Said): Bytes {
  if (typeof said === "string") return said === "" ? zeros(0) : text(said);
  return said;
}
