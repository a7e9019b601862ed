/** Link layers and what stands between them and IP: Ethernet, tags, labels, PPP, pseudo headers. */
import { ended, type Format, followed, type Header, link, type Step, tooShort } from "./header.ts";
import { atMost, behind, has, type Part } from "./part.ts";

/** IEEE 802.3: destination, source, then a type (from 1536 on) or a length (up to 1500). */
export function decodeEthernet(part: Part): Step {
  if (!has(part, 14)) return tooShort(part, 14);
  const typeOrLength = part.captured.readUInt16BE(12);
  const destination = part.captured.toString("hex", 0, 5);
  const isInterSwitchLink = destination === "01000c0000" || destination === "0c000c0000";
  if (typeOrLength <= 1500 && isInterSwitchLink) {
    if (!has(part, 26 + 14)) return tooShort(part, 26 + 14);
    return byTypeOrLength(part.captured.readUInt16BE(26 + 12), behind(part, 26 + 14), link("isl"));
  }
  return byTypeOrLength(typeOrLength, behind(part, 14), link("ethernet"));
}

function byTypeOrLength(typeOrLength: number, part: Part, header: Header): Step {
  if (typeOrLength > 1500) return byEtherType(typeOrLength, part, header);
  const isNovell = has(part, 2) && part.captured.readUInt16BE(0) === 0xffff;
  return isNovell ? ended("not-ip", header) : followed("llc", atMost(part, typeOrLength), header);
}

const FORMAT_OF_ETHER_TYPE: ReadonlyMap<number, Format> = new Map([
  [0x0800, "ipv4"],
  [0x86dd, "ipv6"],
  [0x8100, "vlan"],
  [0x88a8, "vlan"],
  [0x9100, "vlan"],
  [0x9200, "vlan"],
  [0x8847, "mpls"],
  [0x8848, "mpls"],
  [0x8864, "pppoe"],
  [0x880b, "ppp"],
  [0x6558, "ethernet"],
  [0x88e7, "provider-backbone"],
  [0x8903, "fabric-path"],
  [0x8926, "vn-tag"],
  [0x893f, "e-tag"],
  [0x88e5, "macsec"],
  [0x894f, "nsh"],
  [0x8870, "llc"],
]);

/** IEEE 802 numbers at IANA. */
export function byEtherType(etherType: number, part: Part, ...headers: readonly Header[]): Step {
  const format = FORMAT_OF_ETHER_TYPE.get(etherType);
  if (format !== undefined) return followed(format, part, ...headers);
  if (etherType === 0x0806 || etherType === 0x8035) return ended("arp", ...headers);
  return ended("not-ip", ...headers);
}

/** IEEE 802.2; SNAP as in RFC 1042, bridged Ethernet as in RFC 2684. */
export function decodeLlc(part: Part): Step {
  if (!has(part, 3)) return tooShort(part, 3);
  const [destination, , control] = part.captured;
  const header = link("llc");
  if (control !== 0x03) return ended("not-ip", header);
  if (destination === 0x06) return followed("ipv4", behind(part, 3), header);
  if (destination !== 0xaa) return ended("not-ip", header);
  if (!has(part, 8)) return tooShort(part, 8);
  const organization = part.captured.toString("hex", 3, 6);
  const protocol = part.captured.readUInt16BE(6);
  if (organization === "000000" || organization === "0000f8") {
    return byEtherType(protocol, behind(part, 8), header);
  }
  const isBridged = organization === "0080c2" && (protocol === 1 || protocol === 7);
  return isBridged ? followed("ethernet", behind(part, 8), header) : ended("not-ip", header);
}

/** IEEE 802.1Q: priority and identifier, then the type or length that stood there before the tag. */
export function decodeVlan(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  const identifier = part.captured.readUInt16BE(0) % 4096;
  return byTypeOrLength(part.captured.readUInt16BE(2), behind(part, 4), link(`vlan ${identifier}`));
}

/** IEEE 802.1ah: four bytes with the service identifier, then a whole frame. */
export function decodeProviderBackbone(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  return followed("ethernet", behind(part, 4), link(`pbb ${part.captured.readUIntBE(1, 3)}`));
}

export function decodeVnTag(part: Part): Step {
  if (!has(part, 6)) return tooShort(part, 6);
  return byTypeOrLength(part.captured.readUInt16BE(4), behind(part, 6), link("vn-tag"));
}

/** IEEE 802.1BR: eight bytes, the last two being the frame's type. */
export function decodeETag(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  return byTypeOrLength(part.captured.readUInt16BE(6), behind(part, 8), link("e-tag"));
}

/** Cisco FabricPath: two bytes of tag, then a whole frame. */
export function decodeFabricPath(part: Part): Step {
  return has(part, 2) ? followed("ethernet", behind(part, 2), link("fabricpath")) : tooShort(part, 2);
}

/** IEEE 802.1AE: readable where the E bit is not set; 16 bytes at the end are the integrity check. */
export function decodeMacsec(part: Part): Step {
  if (!has(part, 6)) return tooShort(part, 6);
  const isEncrypted = (part.captured[0] & 0x08) !== 0;
  if (isEncrypted) return ended("encrypted-link");
  const hasChannel = (part.captured[0] & 0x20) !== 0;
  const length = 6 + (hasChannel ? 8 : 0) + 2;
  const secured = atMost(part, Math.max(length, part.length - 16));
  if (!has(secured, length)) return tooShort(secured, length);
  return byTypeOrLength(part.captured.readUInt16BE(length - 2), behind(secured, length), link("macsec"));
}

/** RFC 3032: labels of four bytes up to the one whose lowest bit of byte 2 is set. */
export function decodeMpls(part: Part): Step {
  const labels: Header[] = [];
  let rest = part;
  let isBottom = false;
  while (!isBottom) {
    if (!has(rest, 4)) return tooShort(rest, 4, ...labels);
    labels.push(link(`mpls ${rest.captured.readUIntBE(0, 3) >> 4}`));
    isBottom = rest.captured[2] % 2 === 1;
    rest = behind(rest, 4);
  }
  return belowLabels(rest, labels);
}

/** Labels do not say what they carry; the first nibble does (RFC 4928), 0 being a control word (RFC 4448). */
function belowLabels(part: Part, labels: readonly Header[]): Step {
  if (!has(part, 1)) return tooShort(part, 1, ...labels);
  const first = part.captured[0];
  const nibble = first >> 4;
  if (nibble === 4 && first >= 0x45) {
    return followed(isFrameInDisguise(part, 2, 0) ? "ethernet" : "ipv4", part, ...labels);
  }
  if (nibble === 6) return followed(isFrameInDisguise(part, 4, 40) ? "ethernet" : "ipv6", part, ...labels);
  if (nibble === 1) return ended("not-ip", ...labels);
  return pseudowire(part, nibble === 0, labels);
}

const COMMON_TYPES = [0x0800, 0x0806, 0x86dd, 0x8100, 0x88a8];

/**
 * An address of Ethernet may start as IP does. Then the length that IP would tell, with what it leaves out, is not
 * that of the packet (46 bytes and less may be padded), and a well-known type stands where a frame has it.
 */
function isFrameInDisguise(part: Part, lengthField: number, leftOut: number): boolean {
  if (!has(part, 14) || !COMMON_TYPES.includes(part.captured.readUInt16BE(12))) return false;
  const told = part.captured.readUInt16BE(lengthField) + leftOut;
  const isPadded = part.length <= 46 && told < part.length;
  return told !== part.length && !isPadded;
}

/**
 * An Ethernet frame, perhaps behind four bytes of control word. Which of the two is told by where a type stands:
 * first one that everybody knows, in a bare frame; then any behind a control word; then any in a bare frame.
 */
function pseudowire(part: Part, mayHaveControlWord: boolean, labels: readonly Header[]): Step {
  if (part.length < 14) return ended("not-ip", ...labels);
  if (!has(part, 14)) return ended("truncated-header", ...labels);
  if (COMMON_TYPES.includes(part.captured.readUInt16BE(12))) return followed("ethernet", part, ...labels);
  const behindControlWord = behind(part, 4);
  if (mayHaveControlWord && behindControlWord.length >= 14) {
    if (!has(behindControlWord, 14)) return ended("truncated-header", ...labels);
    if (isFrame(behindControlWord)) return followed("ethernet", behindControlWord, ...labels);
  }
  return isFrame(part) ? followed("ethernet", part, ...labels) : ended("not-ip", ...labels);
}

/** Behind the addresses stands a type, or a length that fits what follows. */
function isFrame(part: Part): boolean {
  const typeOrLength = part.captured.readUInt16BE(12);
  return typeOrLength >= 1536 || typeOrLength <= part.length - 14;
}

/** RFC 2516, section 4. */
export function decodePppoe(part: Part): Step {
  if (!has(part, 6)) return tooShort(part, 6);
  if (part.captured[1] !== 0) return ended("not-ip", link("pppoe"));
  const header = link(`pppoe ${part.captured.readUInt16BE(2)}`);
  return followed("ppp", atMost(behind(part, 6), part.captured.readUInt16BE(4)), header);
}

const FORMAT_OF_PPP_PROTOCOL: ReadonlyMap<number, Format> = new Map([
  [0x0021, "ipv4"],
  [0x0057, "ipv6"],
  [0x0281, "mpls"],
  [0x0283, "mpls"],
]);

/** RFC 1661: FF 03 may stand before the protocol; an odd first byte is a protocol of one byte. */
export function decodePpp(part: Part): Step {
  if (!has(part, 1)) return tooShort(part, 1);
  if (part.captured[0] === 0xff && !has(part, 2)) return tooShort(part, 2);
  const hasAddress = part.captured[0] === 0xff && part.captured[1] === 0x03;
  const start = hasAddress ? 2 : 0;
  if (!has(part, start + 1)) return tooShort(part, start + 1);
  const isShort = part.captured[start] % 2 === 1;
  const end = start + (isShort ? 1 : 2);
  if (!has(part, end)) return tooShort(part, end);
  const format = FORMAT_OF_PPP_PROTOCOL.get(part.captured.readUIntBE(start, end - start));
  return format === undefined
    ? ended("not-ip", link("ppp"))
    : followed(format, behind(part, end), link("ppp"));
}

/** PPP in HDLC-like framing, or Cisco's HDLC, which has addresses of its own. */
export function decodePppHdlc(part: Part): Step {
  if (!has(part, 1)) return tooShort(part, 1);
  const isCisco = part.captured[0] === 0x0f || part.captured[0] === 0x8f;
  return followed(isCisco ? "cisco-hdlc" : "ppp", part);
}

/** Cisco HDLC: address, control, then an EtherType; 8035 is its own keep-alive and FEFE is OSI behind LLC. */
export function decodeCiscoHdlc(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  const type = part.captured.readUInt16BE(2);
  const header = link("cisco-hdlc");
  if (type === 0x8035) return ended("not-ip", header);
  if (type === 0xfefe) return followed("llc", behind(part, 4), header);
  return byEtherType(type, behind(part, 4), header);
}

/** LINKTYPE_LINUX_SLL: 16 bytes, hardware type at 2, protocol at 14. */
export function decodeLinuxCooked(part: Part): Step {
  if (!has(part, 16)) return tooShort(part, 16);
  return cooked(part.captured.readUInt16BE(2), part.captured.readUInt16BE(14), behind(part, 16));
}

/** LINKTYPE_LINUX_SLL2: 20 bytes, protocol at 0, hardware type at 8. */
export function decodeLinuxCooked2(part: Part): Step {
  if (!has(part, 20)) return tooShort(part, 20);
  return cooked(part.captured.readUInt16BE(8), part.captured.readUInt16BE(0), behind(part, 20));
}

const FRAME_RELAY = 770;
const WIRELESS = [801, 803];
const NETLINK = 824;

function cooked(hardware: number, protocol: number, rest: Part): Step {
  const header = link("linux-cooked");
  if (hardware === NETLINK || hardware === FRAME_RELAY) return ended("not-ip", header);
  if (WIRELESS.includes(hardware)) return ended("beyond-the-reference", header);
  if (protocol === 4) return followed("llc", rest, header);
  return protocol < 1536 ? ended("not-ip", header) : byEtherType(protocol, rest, header);
}

/** LINKTYPE_NULL and LINKTYPE_LOOP: an address family in either byte order; those of the BSDs, Linux, Windows. */
export function decodeBsdLoopback(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  // Some write Cisco's HDLC header here, with an EtherType in the second half.
  const second = part.captured.readUInt16BE(2);
  if (second === 0x0800 || second === 0x86dd) return byEtherType(second, behind(part, 4), link("cisco-hdlc"));
  const isBigEndian = part.captured.readUInt16BE(0) === 0;
  const family = isBigEndian ? part.captured.readUInt16BE(2) : part.captured.readUInt16LE(0);
  const header = link("bsd-loopback");
  if (family === 2) return followed("ipv4", behind(part, 4), header);
  if ([10, 23, 24, 28, 30].includes(family)) return followed("ipv6", behind(part, 4), header);
  return family < 1536 ? ended("not-ip", header) : byEtherType(family, behind(part, 4), header);
}

export function decodeRawIp(part: Part): Step {
  if (!has(part, 1)) return tooShort(part, 1);
  const version = part.captured[0] >> 4;
  if (version !== 4 && version !== 6) return ended("malformed-header");
  return followed(version === 4 ? "ipv4" : "ipv6", part, link("raw"));
}
