/** A scan: a SYN to each of so many ports of a server that refuses them all. */
import { tcpBetween } from "../conversations.ts";
import { pcapFile } from "../records/capture-writer.ts";

const LINK_RAW = 101;

export function scanOf(ports: number): Uint8Array {
  const packets = Array.from({ length: ports }, (_, i) => {
    const { syn, serverReset } = tcpBetween({ client: ["10.9.9.9", 50_000], server: ["10.9.9.1", 1 + i] });
    return [syn(), serverReset()].map((data) => ({ seconds: 1_700_000_000 + i, data }));
  });
  return pcapFile({ linkType: LINK_RAW, packets: packets.flat() });
}
