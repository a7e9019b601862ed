/** The loops that see every packet, as src/records/packet-memory.ts calls them. */
import {
  countFlowPacket,
  countLaterFragment,
  countPackets,
  countVerdict,
  payloadsOfBatch,
  startBatch,
} from "./count-packets.ts";
import { decodeEthernetIp } from "./ethernet-ip.ts";
import { computeKeys } from "./flow-keys.ts";
import { countOfFlows, placeFlowTable, setSeed, touchFlows } from "./flow-table.ts";
import { readPcapRecords } from "./pcap.ts";
import { tallyRecords } from "./tally.ts";

export {
  computeKeys,
  countFlowPacket,
  countLaterFragment,
  countOfFlows,
  countPackets,
  countVerdict,
  decodeEthernetIp,
  payloadsOfBatch,
  placeFlowTable,
  readPcapRecords,
  setSeed,
  startBatch,
  tallyRecords,
  touchFlows,
};
