/** Captures of a corpus (paths within its folder) on which nobody wants a finding of severity medium or above. */
const NDPI = "ntop+nDPI/tests/cfgs/default/pcap";

/** Ordinary applications. */
export const CLEAN: readonly string[] = [
  "reddit.pcap",
  "teams.pcap",
  "wechat.pcap",
  "android.pcap",
  "waze.pcap",
  "pinterest.pcap",
  "weibo.pcap",
  "alicloud.pcap",
  "jabber.pcap",
  "ocsp.pcapng",
  "KakaoTalk_chat.pcap",
  "avast.pcap",
  "zabbix.pcap",
].map((name) => `${NDPI}/${name}`);

/** What fools a detector of scans: peer to peer, retries, guesses at passwords, a flood. */
export const TRAPS: readonly string[] = [
  `${NDPI}/gnutella.pcap`,
  `${NDPI}/ethereum.pcap`,
  `${NDPI}/whatsapp.pcap`,
  `${NDPI}/whatsapp_login_call.pcap`,
  `${NDPI}/whatsapp_login_chat.pcap`,
  `${NDPI}/whatsappfiles.pcap`,
  "zeek+zeek/testing/btest/Traces/ftp/bruteforce.pcap",
  "zeek+zeek/testing/btest/Traces/ssh/sshguess.pcap",
  "OISF+suricata-verify/tests/firewall/tcp-session-syn-flood-drop-precedence",
];
