/** The loops that see every packet, as src/records/packet-memory.ts calls them. */
import { controlRowsOfBatch } from "./control-rows.ts";
import {
  countFlowPacket,
  countLaterFragment,
  countLaterPart,
  countPackets,
  countVerdict,
  listUnknown,
  noteError,
  payloadsOfBatch,
  reopeningsOfBatch,
  startBatch,
  unknownQuotesOfBatch,
} from "./count-packets.ts";
import { decodeEthernetIp } from "./ethernet-ip.ts";
import { computeKeys } from "./flow-keys.ts";
import { countOfFlows, dropFlows, placeFlow, placeFlowTable, setSeed, touchFlows } from "./flow-table.ts";
import { mergeFlows, numberArriving } from "./merge-flows.ts";
import { readPcapRecords } from "./pcap.ts";
import { readPacketBlocks } from "./pcapng.ts";
import { answersOfPayload, listen } from "./protocols/listen.ts";
import { ask } from "./protocols/signature-table.ts";
import { tallyRecords } from "./tally.ts";

export {
  answersOfPayload,
  ask,
  computeKeys,
  controlRowsOfBatch,
  countFlowPacket,
  countLaterFragment,
  countLaterPart,
  countOfFlows,
  countPackets,
  countVerdict,
  decodeEthernetIp,
  dropFlows,
  listen,
  listUnknown,
  mergeFlows,
  noteError,
  numberArriving,
  payloadsOfBatch,
  placeFlow,
  placeFlowTable,
  readPacketBlocks,
  readPcapRecords,
  reopeningsOfBatch,
  setSeed,
  startBatch,
  tallyRecords,
  touchFlows,
  unknownQuotesOfBatch,
};
