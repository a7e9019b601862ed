/**
 * What was announced on control channels, and how clients signed on there: rows of small integers, in the order of the
 * frames. Rows of a later part of a capture are joined to those of the parts before, so that no row depends on what came
 * before it; that something was said twice does no harm.
 */
import { doubled } from "../../flows/doubled.ts";
import type { ControlMessage, HostAddress } from "./control-message.ts";
import { KIND_MASK, SIGN_ON, SIGN_ON_SHIFT } from "./kinds.ts";

/**
 * A row: address of the announced endpoint, four words · its port, protocol and version (see `endpointOf`) · kind and
 * flags (kinds.ts) · frame · address of the end that it was announced to, four words · two words more, which calls and
 * replies of a portmapper need (portmapper.ts).
 */
export const ROW_WORDS = 13;
export const WORD_ADDRESS = 0;
export const WORD_ENDPOINT = 4;
export const WORD_WHAT = 5;
export const WORD_FRAME = 6;
export const WORD_PEER = 7;
export const WORD_TRANSACTION = 11;
export const WORD_VALUE = 12;

export const IS_IPV6 = 1 << 24;
const FIRST_ROWS = 16;
/** More than this are not kept; those that came first are. They take 13 MiB. */
export const MOST_ANNOUNCEMENTS = 1 << 18;
/** Pairs of client and service whose signing on is noted; a few rows each at most. */
const MOST_SIGN_ONS = 1 << 14;

/** Port, protocol and address version in one word. */
export function endpointOf(port: number, protocol: number, isIpv6: boolean): number {
  return port | (protocol << 16) | (isIpv6 ? IS_IPV6 : 0);
}

export class AnnouncementLog {
  count = 0;
  words = new Int32Array(FIRST_ROWS * ROW_WORDS);
  /** By client, server and port: what has been noted of how the one signs on at the other. */
  private readonly signOns = new Map<string, number>();

  /**
   * Notes that `message` announces a port at `address`. `what` is a kind and flags; `protocol` that of the flows to come.
   * `transaction` and `value` as WORD_TRANSACTION and WORD_VALUE. `peer`: to whom, the message's
   * destination unless told.
   */
  add(
    message: ControlMessage,
    address: HostAddress,
    what: number,
    port: number,
    protocol: number,
    transaction = 0,
    value = 0,
    peer = message.destination,
  ): void {
    const at = this.append();
    if (at < 0) return;
    const { words } = this;
    for (let word = 0; word < 4; word++) {
      words[at + WORD_ADDRESS + word] = address.words[word];
      words[at + WORD_PEER + word] = peer.words[word];
    }
    words[at + WORD_ENDPOINT] = endpointOf(port, protocol, address.isIpv6);
    words[at + WORD_WHAT] = what;
    words[at + WORD_FRAME] = message.frame;
    words[at + WORD_TRANSACTION] = transaction;
    words[at + WORD_VALUE] = value;
  }

  /**
   * Notes that `message`, from the client unless told, said these bits of sign-on/sign-on.ts, unless all of them have been
   * noted of its ends. The row's endpoint is the client's, without its port; its peer is the server, and its value the
   * server's port.
   */
  addSignOn(message: ControlMessage, bits: number, isFromServer = false): void {
    const { source, destination, protocol } = message;
    const [client, server] = isFromServer ? [destination, source] : [source, destination];
    const port = isFromServer ? message.sourcePort : message.destinationPort;
    const before = this.count;
    this.add(message, client, SIGN_ON | (bits << SIGN_ON_SHIFT), 0, protocol, 0, port, server);
    if (this.count > before && !this.isNewSignOn(this.words, before * ROW_WORDS)) this.count--;
  }

  /** Whether the row tells anything that has not been noted of its ends; from now on it has. */
  private isNewSignOn(words: Int32Array, row: number): boolean {
    const address = words.subarray(row + WORD_ADDRESS, row + WORD_ENDPOINT + 1).join();
    const peer = words.subarray(row + WORD_PEER, row + WORD_TRANSACTION).join();
    const ends = `${address},${peer},${words[row + WORD_VALUE]}`;
    const bits = words[row + WORD_WHAT] >>> SIGN_ON_SHIFT;
    const known = this.signOns.get(ends) ?? 0;
    if ((bits & ~known) === 0 || (known === 0 && this.signOns.size === MOST_SIGN_ONS)) return false;
    this.signOns.set(ends, known | bits);
    return true;
  }

  /** All rows, one behind the other. */
  list(): Int32Array {
    return this.words.slice(0, this.count * ROW_WORDS);
  }

  /** Joins the rows of a later part of the capture, before which there were so many frames. */
  join(rows: Int32Array, framesBefore: number): void {
    for (let row = 0; row < rows.length; row += ROW_WORDS) {
      if ((rows[row + WORD_WHAT] & KIND_MASK) === SIGN_ON && !this.isNewSignOn(rows, row)) continue;
      const at = this.append();
      if (at < 0) return;
      for (let word = 0; word < ROW_WORDS; word++) this.words[at + word] = rows[row + word];
      this.words[at + WORD_FRAME] += framesBefore;
    }
  }

  /** Where the words of another row go, or −1. */
  private append(): number {
    if (this.count === MOST_ANNOUNCEMENTS) return -1;
    if (this.count * ROW_WORDS === this.words.length) this.words = doubled(this.words);
    return ROW_WORDS * this.count++;
  }
}
