/** What control messages announce, in words. */
import { HeaderBatch } from "../../../src/headers/header.ts";
import { AnnouncedEndpoints } from "../../../src/protocols/negotiation/announced-endpoints.ts";
import {
  AnnouncementLog,
  IS_IPV6,
  ROW_WORDS,
  WORD_ADDRESS,
  WORD_ENDPOINT,
  WORD_PEER,
  WORD_WHAT,
} from "../../../src/protocols/negotiation/announcement.ts";
import { ControlChannels } from "../../../src/protocols/negotiation/control-channels.ts";
import {
  ASKS,
  FOR_PEER,
  KIND_MASK,
  LISTENS,
  negotiatedKind,
} from "../../../src/protocols/negotiation/kinds.ts";
import { ipv6Text } from "../../../src/records/address-text.ts";
import { PacketMemory } from "../../../src/records/packet-memory.ts";
import { ipv4Bytes, ipv6Bytes, text } from "../../frames.ts";

export interface Said {
  readonly bytes: Uint8Array;
  readonly transport?: "tcp" | "udp";
  /** The control port; the other end has port 40000. */
  readonly port: number;
  /** Whether the end with the control port says it. */
  readonly fromServer?: boolean;
  readonly client?: string;
  readonly server?: string;
}

/** What FTP's client or (with `fromServer`) server says. */
export function ftp(said: string, fields: Partial<Said> = {}): Said {
  return { bytes: text(said), port: 21, ...fields };
}

const headers = new HeaderBatch(new PacketMemory());
const POISON = 64;
const FIRST_ROW = Uint8Array.of(0);

/** `service kind address port/transport`, with `for` and the peer where it holds for that one alone. */
export function announcedBy(...messages: readonly Said[]): string[] {
  return textsOf(logOf(messages));
}

/** `poison`: the byte that the payloads lie between. */
export function logOf(messages: readonly Said[], poison = 0x31): AnnouncementLog {
  const channels = new ControlChannels();
  const log = new AnnouncementLog();
  for (const [i, said] of messages.entries()) {
    const around = new Uint8Array(said.bytes.length + 2 * POISON).fill(poison);
    around.set(said.bytes, POISON);
    fill(said);
    channels.read({ bytes: around, headers, rows: FIRST_ROW, count: 1, framesBefore: i }, log);
  }
  return log;
}

function fill({ bytes, transport = "tcp", port, fromServer = false, ...ends }: Said): void {
  const { client = "10.0.0.1", server = "10.0.0.2" } = ends;
  const [source, destination] = (fromServer ? [server, client] : [client, server]).map(wordsOf);
  headers.addressVersion[0] = client.includes(":") ? 6 : 4;
  headers.protocol[0] = transport === "tcp" ? 6 : 17;
  headers.sourcePort[0] = fromServer ? port : 40_000;
  headers.destinationPort[0] = fromServer ? 40_000 : port;
  headers.payloadOffset[0] = POISON;
  headers.payloadCaptured[0] = bytes.length;
  [headers.source0[0], headers.source1[0], headers.source2[0], headers.source3[0]] = source;
  [headers.destination0[0], headers.destination1[0], headers.destination2[0], headers.destination3[0]] =
    destination;
}

function wordsOf(address: string): number[] {
  const bytes = Uint8Array.from(
    address.includes(":") ? ipv6Bytes(address) : [...ipv4Bytes(address), ...new Array(12).fill(0)],
  );
  const view = new DataView(bytes.buffer);
  return [0, 4, 8, 12].map((at) => view.getInt32(at));
}

function textsOf(log: AnnouncementLog): string[] {
  const announced = new AnnouncedEndpoints(log);
  announced.update();
  const { rows, count } = announced;
  return Array.from({ length: count }, (_, i) => {
    const row = i * ROW_WORDS;
    const endpoint = rows[row + WORD_ENDPOINT];
    const what = rows[row + WORD_WHAT];
    const isIpv6 = (endpoint & IS_IPV6) !== 0;
    const sides = [(what & LISTENS) !== 0 ? "server" : "", (what & ASKS) !== 0 ? "client" : ""];
    return [
      negotiatedKind(what & KIND_MASK).service,
      ...sides.filter((side) => side !== ""),
      addressOf(rows, row + WORD_ADDRESS, isIpv6),
      `${endpoint & 0xffff}/${(endpoint >>> 16) & 0xff ? (((endpoint >>> 16) & 0xff) === 6 ? "tcp" : "udp") : "?"}`,
      ...((what & FOR_PEER) !== 0 ? [`for ${addressOf(rows, row + WORD_PEER, isIpv6)}`] : []),
    ].join(" ");
  });
}

function addressOf(rows: Int32Array, at: number, isIpv6: boolean): string {
  const view = new DataView(new ArrayBuffer(16));
  for (let word = 0; word < 4; word++) view.setInt32(word * 4, rows[at + word]);
  const bytes = new Uint8Array(view.buffer);
  return isIpv6 ? ipv6Text(bytes) : [...bytes.subarray(0, 4)].join(".");
}
