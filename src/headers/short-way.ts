/**
 * The short way for the frames that nearly all captures consist of; its loop is assembly/ethernet-ip.ts. Here
 * stands what the loop cannot know: which interfaces are plain Ethernet, and which UDP ports belong to tunnels.
 */
import * as at from "../records/memory-layout.ts";
import type { PacketLoops, PacketMemory } from "../records/packet-memory.ts";
import { type CaptureInterface, RECORD_BATCH_CAPACITY, type RecordBatch } from "../records/record.ts";
import { LAYER_ETHERNET } from "./layers.ts";
import { linkLayer } from "./link-layer.ts";
import { TUNNEL_PORTS } from "./udp-tunnels.ts";

/** An interface has an index of 16 bits. */
const INTERFACES = 65_536;

export class ShortWay {
  /** After `decode`: the rows that are left to the walk, in their order. */
  readonly rowsLeft: Uint32Array;
  private readonly loops: PacketLoops;
  private readonly outermostOnly: boolean;
  /** 1 where an interface's frames are Ethernet, without a frame check sequence. */
  private readonly isEthernet: Uint8Array;
  private interfaces: readonly CaptureInterface[] = [];
  private knownInterfaces = 0;

  constructor({ buffer, loops }: PacketMemory, outermostOnly: boolean) {
    this.loops = loops;
    this.outermostOnly = outermostOnly;
    this.rowsLeft = new Uint32Array(buffer, at.HEADER_LEFT, RECORD_BATCH_CAPACITY);
    this.isEthernet = new Uint8Array(buffer, at.INTERFACE_IS_ETHERNET, INTERFACES);
    const isTunnel = new Uint8Array(buffer, at.PORT_IS_TUNNEL, 65_536);
    for (const port of TUNNEL_PORTS) isTunnel[port] = 1;
  }

  /** Decodes the rows that it can; answers with the number of those that are left. */
  decode(records: RecordBatch): number {
    const { interfaces } = records;
    if (interfaces !== this.interfaces) this.knownInterfaces = 0;
    this.interfaces = interfaces;
    while (this.knownInterfaces < interfaces.length) this.learn(this.knownInterfaces++);
    return this.loops.decodeEthernetIp(records.count, this.outermostOnly);
  }

  private learn(index: number): void {
    const { linkType, frameCheckSequenceLength } = this.interfaces[index];
    const isEthernet = linkLayer(linkType) === LAYER_ETHERNET && frameCheckSequenceLength === 0;
    this.isEthernet[index] = isEthernet ? 1 : 0;
  }
}
