/**
 * DCE RPC's endpoint mapper (C706, appendix O; MS-RPCE, section 2.2.1.2): the reply to ept_map holds towers, each of
 * which names the interface, and the port on which it is served.
 */
import { PROTOCOL_TCP } from "../../headers/internet-protocol.ts";
import { uint16, uint16LittleEndian, uint32, uint32LittleEndian } from "../byte-match.ts";
import type { AnnouncementLog } from "./announcement.ts";
import { type ControlMessage, HostAddress } from "./control-message.ts";
import { ENDPOINT_MAPPER_PORT } from "./control-ports.ts";
import { DCERPC, FOR_PEER, LISTENS } from "./kinds.ts";

const VERSION = 5;
const RESPONSE = 2;
const LITTLE_ENDIAN = 0x10;
const HEADER_LENGTH = 24;
/** The handle, and the number of towers. */
const HANDLE_LENGTH = 20;
const MOST_TOWERS = 64;
const LONGEST_TOWER = 512;

/** C706, appendix I: protocol identifiers of floors. */
const FLOOR_UUID = 0x0d;
const FLOOR_TCP = 0x07;
const FLOOR_IP = 0x09;
const MOST_FLOORS = 8;

const given = new HostAddress();

/** Version 5 · minor · type · flags · data representation 4 · fragment length 2 · …, then what the procedure answers. */
export function readEndpointMapper(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, start, end } = message;
  if (message.sourcePort !== ENDPOINT_MAPPER_PORT || message.protocol !== PROTOCOL_TCP) return;
  if (end - start < HEADER_LENGTH + HANDLE_LENGTH + 4) return;
  if (bytes[start] !== VERSION || bytes[start + 2] !== RESPONSE) return;
  // Windows writes little-endian alone.
  if ((bytes[start + 4] & 0xf0) !== LITTLE_ENDIAN) return;
  const stub = start + HEADER_LENGTH;
  const towers = uint32LittleEndian(bytes, stub + HANDLE_LENGTH);
  if (towers < 1 || towers > MOST_TOWERS) return;
  // NDR, or NDR64 (MS-RPCE, section 2.2.5), whose counts and references have eight bytes.
  if (readTowers(message, stub, towers, 4, log) === 0) readTowers(message, stub, towers, 8, log);
}

/** Three counts, a reference for each tower, then the towers; answers with how many were read. */
function readTowers(
  message: ControlMessage,
  stub: number,
  towers: number,
  width: number,
  log: AnnouncementLog,
): number {
  const { bytes, end } = message;
  const counts = stub + HANDLE_LENGTH + 4;
  let at = counts + width * (3 + towers);
  if (at > end || uint32LittleEndian(bytes, counts + width) !== 0) return 0;
  if (uint32LittleEndian(bytes, counts) < towers || uint32LittleEndian(bytes, counts + 2 * width) !== towers)
    return 0;
  for (let tower = 0; tower < towers; tower++) {
    const octets = at + width + 4;
    if (octets > end) return tower;
    const length = uint32LittleEndian(bytes, at);
    if (length > LONGEST_TOWER || length !== uint32LittleEndian(bytes, at + width) || octets + length > end)
      return tower;
    readTower(message, octets, octets + length, log);
    at = stub + Math.ceil((octets + length - stub) / width) * width;
  }
  return towers;
}

/** Count 2 · floors: length 2, protocol and more · length 2, its data. Ports and addresses are in network order. */
function readTower(message: ControlMessage, tower: number, end: number, log: AnnouncementLog): void {
  const { bytes, source } = message;
  if (tower + 2 > end) return;
  const floors = Math.min(uint16LittleEndian(bytes, tower), MOST_FLOORS);
  let port = 0;
  given.setIpv4(0);
  for (let floor = 0, at = tower + 2; floor < floors; floor++) {
    if (at + 3 > end) return;
    const protocol = bytes[at + 2];
    const right = at + 2 + uint16LittleEndian(bytes, at);
    if (right + 2 > end || (floor === 0 && protocol !== FLOOR_UUID)) return;
    const length = uint16LittleEndian(bytes, right);
    const data = right + 2;
    if (data + length > end) return;
    if (protocol === FLOOR_TCP && length === 2) port = uint16(bytes, data);
    if (protocol === FLOOR_IP && length === 4) given.setIpv4(uint32(bytes, data) | 0);
    at = data + length;
  }
  if (port === 0) return;
  log.add(message, source, DCERPC | LISTENS, port, PROTOCOL_TCP);
  if (given.isUnspecified || given.equals(source)) return;
  log.add(message, given, DCERPC | LISTENS | FOR_PEER, port, PROTOCOL_TCP);
}
