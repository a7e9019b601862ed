/** The loops that see every packet, as src/records/packet-memory.ts calls them. */
import {
  countOfAddresses,
  dealAddressSlots,
  numberAddressesOf,
  placeAddresses,
  startAddresses,
  wantsSlots,
} from "./addresses.ts";
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
import {
  identifyFlows,
  placeOutcomes,
  placeProtocols,
  rememberOutcome,
  speechOf,
  tellProtocol,
} from "./flow-protocols.ts";
import { countOfFlows, dropFlows, placeFlow, placeFlowTable, setSeed, touchFlows } from "./flow-table.ts";
import { mergeFlows, numberArriving } from "./merge-flows.ts";
import { readPcapRecords } from "./pcap.ts";
import { readPacketBlocks } from "./pcapng.ts";
import { answersOfPayload, listen } from "./protocols/listen.ts";
import { ask } from "./protocols/signature-table.ts";
import { decideCertainFlows, decideFlow, factsOfFlow } from "./roles/certain-flows.ts";
import { placeFacts } from "./roles/flow-facts.ts";
import {
  addCertainFlows,
  addFoldedFlow,
  addOpenFlow,
  askForSockets,
  askingOf,
  countOfOpenFlows,
  countOpenFlows,
  decideOpenFlows,
  findOpenFlow,
  flowOfRow,
  largestTransport,
  noteOpenRole,
  placeEvidence,
  placeOpenFlows,
} from "./roles/open-flows.ts";
import { placeRoles, putRole } from "./roles/role-columns.ts";
import { hasRoomForSockets, moveSockets, placeSockets } from "./roles/socket-counts.ts";
import { tallyRecords } from "./tally.ts";

export {
  addCertainFlows,
  addFoldedFlow,
  addOpenFlow,
  answersOfPayload,
  ask,
  askForSockets,
  askingOf,
  computeKeys,
  controlRowsOfBatch,
  countFlowPacket,
  countLaterFragment,
  countLaterPart,
  countOfAddresses,
  countOfFlows,
  countOfOpenFlows,
  countOpenFlows,
  countPackets,
  countVerdict,
  dealAddressSlots,
  decideCertainFlows,
  decideFlow,
  decideOpenFlows,
  decodeEthernetIp,
  dropFlows,
  factsOfFlow,
  findOpenFlow,
  flowOfRow,
  hasRoomForSockets,
  identifyFlows,
  largestTransport,
  listen,
  listUnknown,
  mergeFlows,
  moveSockets,
  noteError,
  noteOpenRole,
  numberAddressesOf,
  numberArriving,
  payloadsOfBatch,
  placeAddresses,
  placeEvidence,
  placeFacts,
  placeFlow,
  placeFlowTable,
  placeOpenFlows,
  placeOutcomes,
  placeProtocols,
  placeRoles,
  placeSockets,
  putRole,
  readPacketBlocks,
  readPcapRecords,
  rememberOutcome,
  reopeningsOfBatch,
  setSeed,
  speechOf,
  startAddresses,
  startBatch,
  tallyRecords,
  tellProtocol,
  touchFlows,
  unknownQuotesOfBatch,
  wantsSlots,
};
