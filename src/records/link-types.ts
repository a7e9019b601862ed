/**
 * The link-layer types of captures: LINKTYPE_ values, what they are called, and which numbers of old files
 * stand for them.
 *
 * Source: the registry at www.tcpdump.org/linktypes.html; for old numbers, the notes in libpcap's
 * pcap-common.c and Wireshark's wiretap/pcap-common.c.
 */
import { MAXIMUM_CAPTURED_LENGTH } from "./record.ts";

/** The registry's name without LINKTYPE_, lower case with hyphens; `link-type-1234` where it has none. */
export function linkTypeName(linkType: number): string {
  if (linkType >= FIRST_USER_TYPE && linkType <= LAST_USER_TYPE) return `user${linkType - FIRST_USER_TYPE}`;
  return NAMES.get(linkType) ?? `link-type-${linkType}`;
}

/**
 * The LINKTYPE_ value of a number in a capture. Before libpcap 0.5 files held DLT_ values, which differed from
 * system to system; those below 50 that can be told are mapped as Wireshark does.
 */
export function normalisedLinkType(value: number): number {
  return OLD_VALUES.get(value) ?? value;
}

const MEBIBYTE = 1 << 20;

/** The longest record that is believed; three link types carry messages that are longer than any frame. */
export function maximumCapturedLength(linkType: number): number {
  switch (linkType) {
    case LINKTYPE_DBUS:
    case LINKTYPE_USBPCAP:
      return 128 * MEBIBYTE;
    case LINKTYPE_EBHSCR:
      return 32 * MEBIBYTE;
    default:
      return MAXIMUM_CAPTURED_LENGTH;
  }
}

export const LINKTYPE_NULL = 0;
export const LINKTYPE_ETHERNET = 1;
export const LINKTYPE_IEEE802_5 = 6;
export const LINKTYPE_FDDI = 10;
export const LINKTYPE_ATM_RFC1483 = 100;
export const LINKTYPE_RAW = 101;
export const LINKTYPE_ATM_CLIP = 106;
export const LINKTYPE_ENC = 109;
export const LINKTYPE_DBUS = 231;
export const LINKTYPE_USBPCAP = 249;
export const LINKTYPE_EBHSCR = 279;

const OLD_VALUES: ReadonlyMap<number, number> = new Map([
  [11, LINKTYPE_ATM_RFC1483], // DLT_ATM_RFC1483 on most systems
  [12, LINKTYPE_RAW], // DLT_RAW on most systems
  [13, LINKTYPE_ENC], // DLT_ENC on OpenBSD
  [14, LINKTYPE_RAW], // DLT_RAW on OpenBSD and BSD/OS
  [16, LINKTYPE_ATM_CLIP], // DLT_CIP of Kuznetzov's patches to Linux libpcap
  [18, LINKTYPE_ATM_CLIP], // DLT_CIP of SuSE 6.3
  [19, LINKTYPE_ATM_CLIP], // DLT_ATM_CLIP of Linux ATM
]);

/** LINKTYPE_USER0 to LINKTYPE_USER15, for private use. */
const FIRST_USER_TYPE = 147;
const LAST_USER_TYPE = 162;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, "null"],
  [1, "ethernet"],
  [2, "exp-ethernet"],
  [3, "ax25"],
  [4, "pronet"],
  [5, "chaos"],
  [6, "ieee802-5"],
  [7, "arcnet-bsd"],
  [8, "slip"],
  [9, "ppp"],
  [10, "fddi"],
  [50, "ppp-hdlc"],
  [51, "ppp-ether"],
  [99, "symantec-firewall"],
  [100, "atm-rfc1483"],
  [101, "raw"],
  [102, "slip-bsdos"],
  [103, "ppp-bsdos"],
  [104, "c-hdlc"],
  [105, "ieee802-11"],
  [106, "atm-clip"],
  [107, "frelay"],
  [108, "loop"],
  [109, "enc"],
  [110, "lane8023"],
  [111, "hippi"],
  [112, "hdlc"],
  [113, "linux-sll"],
  [114, "ltalk"],
  [115, "econet"],
  [116, "ipfilter"],
  [117, "pflog"],
  [118, "cisco-ios"],
  [119, "ieee802-11-prism"],
  [120, "ieee802-11-aironet"],
  [121, "hhdlc"],
  [122, "ip-over-fc"],
  [123, "sunatm"],
  [124, "rio"],
  [125, "pci-exp"],
  [126, "aurora"],
  [127, "ieee802-11-radiotap"],
  [128, "tzsp"],
  [129, "arcnet-linux"],
  [130, "juniper-mlppp"],
  [131, "juniper-mlfr"],
  [132, "juniper-es"],
  [133, "juniper-ggsn"],
  [134, "juniper-mfr"],
  [135, "juniper-atm2"],
  [136, "juniper-services"],
  [137, "juniper-atm1"],
  [138, "apple-ip-over-ieee1394"],
  [139, "mtp2-with-phdr"],
  [140, "mtp2"],
  [141, "mtp3"],
  [142, "sccp"],
  [143, "docsis"],
  [144, "linux-irda"],
  [145, "ibm-sp"],
  [146, "ibm-sn"],
  [163, "ieee802-11-avs"],
  [164, "juniper-monitor"],
  [165, "bacnet-ms-tp"],
  [166, "ppp-pppd"],
  [167, "juniper-pppoe"],
  [168, "juniper-pppoe-atm"],
  [169, "gprs-llc"],
  [170, "gpf-t"],
  [171, "gpf-f"],
  [172, "gcom-t1e1"],
  [173, "gcom-serial"],
  [174, "juniper-pic-peer"],
  [175, "erf-eth"],
  [176, "erf-pos"],
  [177, "linux-lapd"],
  [178, "juniper-ether"],
  [179, "juniper-ppp"],
  [180, "juniper-frelay"],
  [181, "juniper-chdlc"],
  [182, "mfr"],
  [183, "juniper-vp"],
  [184, "a429"],
  [185, "a653-icm"],
  [186, "usb-freebsd"],
  [187, "bluetooth-hci-h4"],
  [188, "ieee802-16-mac-cps"],
  [189, "usb-linux"],
  [190, "can20b"],
  [191, "ieee802-15-4-linux"],
  [192, "ppi"],
  [193, "ieee802-16-mac-cps-radio"],
  [194, "juniper-ism"],
  [195, "ieee802-15-4-withfcs"],
  [196, "sita"],
  [197, "erf"],
  [198, "raif1"],
  [199, "ipmb-kontron"],
  [200, "juniper-st"],
  [201, "bluetooth-hci-h4-with-phdr"],
  [202, "ax25-kiss"],
  [203, "lapd"],
  [204, "ppp-with-dir"],
  [205, "c-hdlc-with-dir"],
  [206, "frelay-with-dir"],
  [207, "lapb-with-dir"],
  [209, "ipmb-linux"],
  [210, "flexray"],
  [211, "most"],
  [212, "lin"],
  [213, "x2e-serial"],
  [214, "x2e-xoraya"],
  [215, "ieee802-15-4-nonask-phy"],
  [216, "linux-evdev"],
  [217, "gsmtap-um"],
  [218, "gsmtap-abis"],
  [219, "mpls"],
  [220, "usb-linux-mmapped"],
  [221, "dect"],
  [222, "aos"],
  [223, "wihart"],
  [224, "fc-2"],
  [225, "fc-2-with-frame-delims"],
  [226, "ipnet"],
  [227, "can-socketcan"],
  [228, "ipv4"],
  [229, "ipv6"],
  [230, "ieee802-15-4-nofcs"],
  [231, "dbus"],
  [232, "juniper-vs"],
  [233, "juniper-srx-e2e"],
  [234, "juniper-fibrechannel"],
  [235, "dvb-ci"],
  [236, "mux27010"],
  [237, "stanag-5066-d-pdu"],
  [238, "juniper-atm-cemic"],
  [239, "nflog"],
  [240, "netanalyzer"],
  [241, "netanalyzer-transparent"],
  [242, "ipoib"],
  [243, "mpeg-2-ts"],
  [244, "ng40"],
  [245, "nfc-llcp"],
  [246, "pfsync"],
  [247, "infiniband"],
  [248, "sctp"],
  [249, "usbpcap"],
  [250, "rtac-serial"],
  [251, "bluetooth-le-ll"],
  [252, "wireshark-upper-pdu"],
  [253, "netlink"],
  [254, "bluetooth-linux-monitor"],
  [255, "bluetooth-bredr-bb"],
  [256, "bluetooth-le-ll-with-phdr"],
  [257, "profibus-dl"],
  [258, "pktap"],
  [259, "epon"],
  [260, "ipmi-hpm-2"],
  [261, "zwave-r1-r2"],
  [262, "zwave-r3"],
  [263, "wattstopper-dlm"],
  [264, "iso-14443"],
  [265, "rds"],
  [266, "usb-darwin"],
  [267, "openflow"],
  [268, "sdlc"],
  [269, "ti-lln-sniffer"],
  [270, "loratap"],
  [271, "vsock"],
  [272, "nordic-ble"],
  [273, "docsis31-xra31"],
  [274, "ethernet-mpacket"],
  [275, "displayport-aux"],
  [276, "linux-sll2"],
  [277, "sercos-monitor"],
  [278, "openvizsla"],
  [279, "ebhscr"],
  [280, "vpp-dispatch"],
  [281, "dsa-tag-brcm"],
  [282, "dsa-tag-brcm-prepend"],
  [283, "ieee802-15-4-tap"],
  [284, "dsa-tag-dsa"],
  [285, "dsa-tag-edsa"],
  [286, "elee"],
  [287, "z-wave-serial"],
  [288, "usb-2-0"],
  [289, "atsc-alp"],
  [290, "etw"],
  [291, "netanalyzer-ng"],
  [292, "zboss-ncp"],
  [293, "usb-2-0-low-speed"],
  [294, "usb-2-0-full-speed"],
  [295, "usb-2-0-high-speed"],
  [296, "auerswald-log"],
  [297, "zwave-tap"],
  [298, "silabs-debug-channel"],
  [299, "fira-uci"],
  [300, "mdb"],
  [301, "dect-nr"],
]);
