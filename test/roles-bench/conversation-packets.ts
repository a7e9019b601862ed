/** Packets of hand-made frames, as the benchmark reads them. */
import { type Packet, readPackets } from "../../scripts/roles-bench/packets.ts";
import { packet } from "../conversations.ts";
import { type Bytes, join, sctpChunk, u16, zeros } from "../frames.ts";
import { pcapFile } from "../records/capture-writer.ts";

const LINK_RAW = 101;

/** Reads raw IP packets, one a second, as a capture. */
export async function packetsOf(frames: readonly Bytes[], linkType = LINK_RAW): Promise<Packet[]> {
  const packets = frames.map((data, i) => ({ data, seconds: 1000 + i }));
  return readPackets(stream(pcapFile({ linkType, packets })));
}

export async function* stream(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file;
}

const CHUNK_DATA = 0;
const CHUNK_INIT = 1;
const CHUNK_INIT_ACK = 2;
const SCTP = 132;

/** An SCTP association between 10.0.0.1:40000 and 10.0.0.2:3868. */
export const association = {
  init: () => sctpPacket(false, CHUNK_INIT),
  initAck: () => sctpPacket(true, CHUNK_INIT_ACK),
  data: (fromServer: boolean) => sctpPacket(fromServer, CHUNK_DATA),
};

function sctpPacket(fromServer: boolean, chunkType: number): Bytes {
  const [source, destination] = fromServer ? [3868, 40_000] : [40_000, 3868];
  const message = join(u16(source), u16(destination), zeros(8), sctpChunk(chunkType, zeros(16)));
  return fromServer
    ? packet("10.0.0.2", "10.0.0.1", SCTP, message)
    : packet("10.0.0.1", "10.0.0.2", SCTP, message);
}
