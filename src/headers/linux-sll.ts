/**
 * Linux cooked capture, versions 1 and 2.
 *
 *  Version 1                                   Version 2
 *   0   2    4      6            14    16       0     2      4          8    10  11  12        20
 *  +---+----+------+------------+-----+--      +-----+------+----------+----+---+---+---------+--
 *  |Pkt|ARP |Addr. | Address    |Proto|        |Proto| Zero |Interface |ARP |Pkt|Len| Address |
 *  |typ|HRD |length|            |     |        |     |      |index     |HRD |typ|   |         |
 *  +---+----+------+------------+-----+--      +-----+------+----------+----+---+---+---------+--
 *
 * tcpdump.org, LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2. What the protocol field means depends on the
 * hardware type: for GRE devices it is GRE's, for Netlink a family, else an EtherType or one of Linux's own.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_ETHER_TYPE, LAYER_LLC, LAYER_RADIOTAP, LAYER_WIRELESS } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const VERSION_1_LENGTH = 16;
const VERSION_2_LENGTH = 20;

const HARDWARE_FRAME_RELAY = 770;
const HARDWARE_WIRELESS = 801;
const HARDWARE_WIRELESS_RADIOTAP = 803;
const HARDWARE_NETLINK = 824;

/** Linux's own protocol numbers below 1536 (if_ether.h): an 802.2 frame. */
const PROTOCOL_802_2 = 0x0004;

export function decodeLinuxSll(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + VERSION_1_LENGTH > cursor.capturedEnd) return tooShort(cursor, VERSION_1_LENGTH);
  cursor.offset = offset + VERSION_1_LENGTH;
  return protocolLayer(cursor, uint16(bytes, offset + 2), uint16(bytes, offset + 14));
}

export function decodeLinuxSll2(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + VERSION_2_LENGTH > cursor.capturedEnd) return tooShort(cursor, VERSION_2_LENGTH);
  cursor.offset = offset + VERSION_2_LENGTH;
  return protocolLayer(cursor, uint16(bytes, offset + 8), uint16(bytes, offset));
}

function protocolLayer(cursor: Cursor, hardware: number, protocol: number): number {
  switch (hardware) {
    case HARDWARE_NETLINK:
    case HARDWARE_FRAME_RELAY:
      return ~VERDICT_NOT_IP;
    case HARDWARE_WIRELESS:
      return LAYER_WIRELESS;
    case HARDWARE_WIRELESS_RADIOTAP:
      return LAYER_RADIOTAP;
  }
  if (protocol === PROTOCOL_802_2) return LAYER_LLC;
  if (protocol < 0x0600) return ~VERDICT_NOT_IP;
  cursor.etherType = protocol;
  return LAYER_ETHER_TYPE;
}
