/** What each clue to a role says, in a sentence that fits any flow. `explain` tells it of one flow with its frames. */

import type { Clue } from "../roles/role.ts";

const MEANINGS: Readonly<Record<Clue, string>> = {
  syn: "the client opened the connection (SYN, INIT or Request)",
  "syn-ack": "the server accepted the connection (SYN-ACK)",
  multicast: "a multicast group is only ever a destination",
  broadcast: "the broadcast address is only ever a destination",
  payload: "the first payload bytes speak as this protocol's client or server",
  negotiated: "the port was announced on a control channel",
  "known-server": "in other flows this socket is certainly the server",
  "fan-in": "many flows share this end, as a server's do",
  probe: "the client sent what nobody answers, as whoever searches does",
  "busy-port": "many flows share this port, whatever the address",
  "client-ports": "the other port lies among those that its host uses as a client",
  "ftp-data": "FTP's servers connect from port 20",
  "common-service": "the port is one of the common services",
  "registered-service": "the port is registered for a service",
  "dynamic-range": "the other port lies in the range that clients take theirs from",
  "first-packet": "the client sent the first packet that was seen",
};

/** The word itself where it is none of the clues. */
export function meaningOf(clue: string): string {
  return Object.hasOwn(MEANINGS, clue) ? MEANINGS[clue as Clue] : clue;
}
