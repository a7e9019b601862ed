/**
 * The headers stage: records in, headers out. One packet is walked from its link layer inwards, format by
 * format, until a transport carries it or a verdict says why none does.
 */
import { PacketMemory } from "../records/packet-memory.ts";
import type { RecordBatch } from "../records/record.ts";
import { decodeArcnet } from "./arcnet.ts";
import { decodeAtm } from "./atm.ts";
import { decodeAuthenticationHeader } from "./authentication-header.ts";
import { decodeAyiya } from "./ayiya.ts";
import { decodeBsdLoopback } from "./bsd-loopback.ts";
import { decodeCapwap } from "./capwap.ts";
import { decodeCiscoHdlc } from "./cisco-hdlc.ts";
import { Cursor } from "./cursor.ts";
import { decodeDccp } from "./dccp.ts";
import { EncapsulationTable } from "./encapsulation.ts";
import { decodeErspan, decodeErspanIii } from "./erspan.ts";
import { decodeEtherIp } from "./ether-ip.ts";
import { etherTypeLayer } from "./ether-type.ts";
import { decodeEthernet } from "./ethernet.ts";
import { decodeFabricPath } from "./fabric-path.ts";
import { decodeFddi } from "./fddi.ts";
import { decodeFrameRelay } from "./frame-relay.ts";
import { decodeGeneve } from "./geneve.ts";
import { decodeGre } from "./gre.ts";
import { decodeGtpU } from "./gtp-u.ts";
import { HeaderBatch, QUOTED_NONE } from "./header.ts";
import { decodeIcmp, decodeIcmpv6 } from "./icmp.ts";
import { decodeIpOverInfiniband } from "./ip-over-infiniband.ts";
import { decodeIpv4 } from "./ipv4.ts";
import { decodeIpv6 } from "./ipv6.ts";
import { decodeJuniper } from "./juniper.ts";
import { decodeL2tp } from "./l2tp.ts";
import * as layers from "./layers.ts";
import { linkLayer } from "./link-layer.ts";
import { decodeLinuxSll, decodeLinuxSll2 } from "./linux-sll.ts";
import { decodeLisp } from "./lisp.ts";
import { decodeLlc } from "./llc.ts";
import { decodeMacsec } from "./macsec.ts";
import { decodeMpls } from "./mpls.ts";
import { decodeNflog } from "./nflog.ts";
import { decodeNsh } from "./nsh.ts";
import { decodeEncapsulatingInterface, decodePacketFilterLog } from "./packet-filter-log.ts";
import { decodePacketTap } from "./packet-tap.ts";
import { decodePpi } from "./ppi.ts";
import { decodePpp, decodePppHdlc, decodePppoe } from "./ppp.ts";
import { decodePreamble } from "./preamble.ts";
import { decodePrism } from "./prism.ts";
import { decodeRadiotap } from "./radiotap.ts";
import { decodeRawIp } from "./raw-ip.ts";
import { decodeSctp } from "./sctp.ts";
import { ShortWay } from "./short-way.ts";
import { decodeSwitchTagged } from "./switch-tags.ts";
import { decodeTcp } from "./tcp.ts";
import { decodeTeredo } from "./teredo.ts";
import { decodeTokenRing } from "./token-ring.ts";
import { decodeUdp, decodeUdpLite } from "./udp.ts";
import { VERDICT_FLOW, VERDICT_TOO_MANY_HEADERS, VERDICT_UNKNOWN_LINK_TYPE } from "./verdict.ts";
import { decodeETag, decodeProviderBackbone, decodeVlan, decodeVnTag } from "./vlan.ts";
import { decodeVxlan, decodeVxlanGpe } from "./vxlan.ts";
import { decodeWireless } from "./wireless.ts";

/** More headers than this in one packet are not believed; real stacks stay below 20, test captures nest 40 backbone tags. */
export const MAXIMUM_HEADERS = 512;
const MAXIMUM_LENGTH = 0x3fffffff;

export interface DecodeOptions {
  /** Where the batches lie; one of its own unless told. */
  readonly memory?: PacketMemory | undefined;
  readonly tunnels?: "inner" | "outer" | undefined;
  /** Walks every packet from format to format, the common ones too; for tests that compare the two ways. */
  readonly alwaysWalk?: boolean | undefined;
}

export class HeaderDecoder {
  readonly headers: HeaderBatch;
  readonly encapsulations = new EncapsulationTable();
  private readonly cursor: Cursor;
  private readonly shortWay: ShortWay | null;

  constructor({ memory = new PacketMemory(), tunnels, alwaysWalk = false }: DecodeOptions = {}) {
    const outermostOnly = tunnels === "outer";
    this.headers = new HeaderBatch(memory);
    this.cursor = new Cursor(this.headers, this.encapsulations, outermostOnly);
    this.shortWay = alwaysWalk ? null : new ShortWay(memory, outermostOnly);
  }

  /** Decodes every record of the batch into `headers`, row by row. Never throws, allocates nothing. */
  decode(records: RecordBatch): void {
    const { cursor, headers, shortWay } = this;
    headers.count = records.count;
    cursor.bytes = records.bytes;
    if (shortWay === null) {
      for (let row = 0; row < records.count; row++) this.decodeRow(records, row);
      return;
    }
    const left = shortWay.decode(records);
    for (let i = 0; i < left; i++) this.decodeRow(records, shortWay.rowsLeft[i]);
  }

  private decodeRow(records: RecordBatch, row: number): void {
    const { cursor, headers } = this;
    const end = walk(cursor, enterFrame(cursor, records, row));
    headers.verdict[row] = cursor.carried ? VERDICT_FLOW : ~end;
  }
}

/** Puts the cursor at the start of a record's frame, and its row to nothing known; answers with the first layer. */
export function enterFrame(cursor: Cursor, records: RecordBatch, row: number): number {
  const { headers } = cursor;
  const { linkType, frameCheckSequenceLength } = records.interfaces[records.interfaceIndex[row]];
  const start = records.offset[row];
  const captured = records.capturedLength[row];
  cursor.row = row;
  cursor.offset = start;
  // A length of up to 4 GB is clamped so that ends stay small integers; no header lies that far.
  const length = Math.min(Math.max(records.originalLength[row], captured), MAXIMUM_LENGTH);
  cursor.declaredEnd = start + Math.max(0, length - frameCheckSequenceLength);
  cursor.capturedEnd = Math.min(start + captured, cursor.declaredEnd);
  cursor.encapsulation = 0;
  cursor.carried = false;
  headers.addressVersion[row] = 0;
  headers.quoted[row] = QUOTED_NONE;
  headers.encapsulation[row] = 0;
  return linkLayer(linkType);
}

function walk(cursor: Cursor, firstLayer: number): number {
  let layer = firstLayer;
  for (let depth = 0; depth < MAXIMUM_HEADERS; depth++) {
    layer = step(cursor, layer);
    if (layer < 0) return layer;
  }
  return ~VERDICT_TOO_MANY_HEADERS;
}

/** Decodes one header. Answers with the layer that follows, or with a verdict's complement. */
export function step(cursor: Cursor, layer: number): number {
  switch (layer) {
    case layers.LAYER_ETHERNET:
      return decodeEthernet(cursor);
    case layers.LAYER_ETHER_TYPE:
      return etherTypeLayer(cursor);
    case layers.LAYER_IPV4:
      return decodeIpv4(cursor);
    case layers.LAYER_TCP:
      return decodeTcp(cursor);
    case layers.LAYER_UDP:
      return decodeUdp(cursor);
    case layers.LAYER_IPV6:
      return decodeIpv6(cursor);
    case layers.LAYER_VLAN:
      return decodeVlan(cursor);
    case layers.LAYER_LLC:
      return decodeLlc(cursor);
    case layers.LAYER_MPLS:
      return decodeMpls(cursor);
    case layers.LAYER_PPPOE:
      return decodePppoe(cursor);
    case layers.LAYER_PPP:
      return decodePpp(cursor);
    case layers.LAYER_PPP_HDLC:
      return decodePppHdlc(cursor);
    case layers.LAYER_LINUX_SLL:
      return decodeLinuxSll(cursor);
    case layers.LAYER_LINUX_SLL2:
      return decodeLinuxSll2(cursor);
    case layers.LAYER_BSD_LOOPBACK:
      return decodeBsdLoopback(cursor);
    case layers.LAYER_RAW_IP:
      return decodeRawIp(cursor);
    case layers.LAYER_CISCO_HDLC:
      return decodeCiscoHdlc(cursor);
    case layers.LAYER_NFLOG:
      return decodeNflog(cursor);
    case layers.LAYER_WIRELESS:
      return decodeWireless(cursor, false, false);
    case layers.LAYER_WIRELESS_SWAPPED:
      return decodeWireless(cursor, false, true);
    case layers.LAYER_RADIOTAP:
      return decodeRadiotap(cursor);
    case layers.LAYER_PPI: {
      const linkType = decodePpi(cursor);
      return linkType < 0 ? linkType : linkLayer(linkType);
    }
    case layers.LAYER_UDP_LITE:
      return decodeUdpLite(cursor);
    case layers.LAYER_SCTP:
      return decodeSctp(cursor);
    case layers.LAYER_DCCP:
      return decodeDccp(cursor);
    case layers.LAYER_ICMP:
      return decodeIcmp(cursor);
    case layers.LAYER_ICMPV6:
      return decodeIcmpv6(cursor);
    case layers.LAYER_AUTHENTICATION_HEADER:
      return decodeAuthenticationHeader(cursor);
    case layers.LAYER_GRE:
      return decodeGre(cursor);
    case layers.LAYER_ERSPAN:
      return decodeErspan(cursor);
    case layers.LAYER_ERSPAN_III:
      return decodeErspanIii(cursor);
    case layers.LAYER_VXLAN:
      return decodeVxlan(cursor);
    case layers.LAYER_VXLAN_GPE:
      return decodeVxlanGpe(cursor);
    case layers.LAYER_GENEVE:
      return decodeGeneve(cursor);
    case layers.LAYER_GTP_U:
      return decodeGtpU(cursor);
    case layers.LAYER_TEREDO:
      return decodeTeredo(cursor);
    case layers.LAYER_L2TP:
      return decodeL2tp(cursor);
    case layers.LAYER_NSH:
      return decodeNsh(cursor);
    case layers.LAYER_ETHER_IP:
      return decodeEtherIp(cursor);
    case layers.LAYER_CAPWAP:
      return decodeCapwap(cursor);
    case layers.LAYER_PROVIDER_BACKBONE:
      return decodeProviderBackbone(cursor);
    case layers.LAYER_VN_TAG:
      return decodeVnTag(cursor);
    case layers.LAYER_FABRIC_PATH:
      return decodeFabricPath(cursor);
    case layers.LAYER_E_TAG:
      return decodeETag(cursor);
    case layers.LAYER_MACSEC:
      return decodeMacsec(cursor);
    case layers.LAYER_LISP:
      return decodeLisp(cursor);
    case layers.LAYER_AYIYA:
      return decodeAyiya(cursor);
    default:
      return rareLinkStep(cursor, layer);
  }
}

/** The link layers that few captures have, apart so that the switch above stays small. */
function rareLinkStep(cursor: Cursor, layer: number): number {
  switch (layer) {
    case layers.LAYER_FDDI:
      return decodeFddi(cursor);
    case layers.LAYER_TOKEN_RING:
      return decodeTokenRing(cursor);
    case layers.LAYER_ARCNET_BSD:
      return decodeArcnet(cursor, false);
    case layers.LAYER_ARCNET_LINUX:
      return decodeArcnet(cursor, true);
    case layers.LAYER_IP_OVER_INFINIBAND:
      return decodeIpOverInfiniband(cursor);
    case layers.LAYER_JUNIPER_ETHERNET:
      return decodeJuniper(cursor, layers.LAYER_ETHERNET);
    case layers.LAYER_JUNIPER_PPP:
      return decodeJuniper(cursor, layers.LAYER_PPP);
    case layers.LAYER_JUNIPER_FRAME_RELAY:
      return decodeJuniper(cursor, layers.LAYER_FRAME_RELAY);
    case layers.LAYER_JUNIPER_CISCO_HDLC:
      return decodeJuniper(cursor, layers.LAYER_CISCO_HDLC);
    case layers.LAYER_FRAME_RELAY:
      return decodeFrameRelay(cursor);
    case layers.LAYER_ATM:
      return decodeAtm(cursor);
    case layers.LAYER_PACKET_FILTER_LOG:
      return decodePacketFilterLog(cursor);
    case layers.LAYER_ENCAPSULATING_INTERFACE:
      return decodeEncapsulatingInterface(cursor);
    case layers.LAYER_PRISM:
      return decodePrism(cursor);
    case layers.LAYER_PACKET_TAP: {
      const linkType = decodePacketTap(cursor);
      return linkType < 0 ? linkType : linkLayer(linkType);
    }
    case layers.LAYER_SWITCH_TAG_4:
      return decodeSwitchTagged(cursor, 4);
    case layers.LAYER_SWITCH_TAG_8:
      return decodeSwitchTagged(cursor, 8);
    case layers.LAYER_SWITCH_TAG_BEFORE:
      return decodePreamble(cursor, 4, layers.LAYER_ETHERNET);
    case layers.LAYER_DIRECTION_CISCO_HDLC:
      return decodePreamble(cursor, 1, layers.LAYER_CISCO_HDLC);
    case layers.LAYER_DIRECTION_FRAME_RELAY:
      return decodePreamble(cursor, 1, layers.LAYER_FRAME_RELAY);
    case layers.LAYER_NET_ANALYZER:
      return decodePreamble(cursor, 4, layers.LAYER_ETHERNET);
    case layers.LAYER_NET_ANALYZER_TRANSPARENT:
      return decodePreamble(cursor, 12, layers.LAYER_ETHERNET);
    case layers.LAYER_ETHERNET_MPACKET:
      return decodePreamble(cursor, 8, layers.LAYER_ETHERNET);
    default:
      return ~VERDICT_UNKNOWN_LINK_TYPE;
  }
}
