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
import {
  countOfClients,
  countOfGrouped,
  countOnlyClients,
  groupFlows,
  hasPairRoom,
  hasServerRoom,
  outcomeFactsOf,
  placeGrouped,
  placeGrouping,
  placeSelection,
} from "./services/group.ts";
import { growPairs, placePairs } from "./services/pairs.ts";
import { countOfServices, placeServiceRows } from "./services/service-rows.ts";
import { countOfServers, countOfSockets, findSocket, growServers, placeServers } from "./services/sockets.ts";
import { countSpokenFlows, noteSpoken, placeSpoken } from "./services/spoken.ts";
import { placeCarries, takeCarries } from "./services/traffic.ts";
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
  countOfClients,
  countOfFlows,
  countOfGrouped,
  countOfOpenFlows,
  countOfServers,
  countOfServices,
  countOfSockets,
  countOnlyClients,
  countOpenFlows,
  countPackets,
  countSpokenFlows,
  countVerdict,
  dealAddressSlots,
  decideCertainFlows,
  decideFlow,
  decideOpenFlows,
  decodeEthernetIp,
  dropFlows,
  factsOfFlow,
  findOpenFlow,
  findSocket,
  flowOfRow,
  groupFlows,
  growPairs,
  growServers,
  hasPairRoom,
  hasRoomForSockets,
  hasServerRoom,
  identifyFlows,
  largestTransport,
  listen,
  listUnknown,
  mergeFlows,
  moveSockets,
  noteError,
  noteOpenRole,
  noteSpoken,
  numberAddressesOf,
  numberArriving,
  outcomeFactsOf,
  payloadsOfBatch,
  placeAddresses,
  placeCarries,
  placeEvidence,
  placeFacts,
  placeFlow,
  placeFlowTable,
  placeGrouped,
  placeGrouping,
  placeOpenFlows,
  placeOutcomes,
  placePairs,
  placeProtocols,
  placeRoles,
  placeSelection,
  placeServers,
  placeServiceRows,
  placeSockets,
  placeSpoken,
  putRole,
  readPacketBlocks,
  readPcapRecords,
  rememberOutcome,
  reopeningsOfBatch,
  setSeed,
  speechOf,
  startAddresses,
  startBatch,
  takeCarries,
  tallyRecords,
  tellProtocol,
  touchFlows,
  unknownQuotesOfBatch,
  wantsSlots,
};
