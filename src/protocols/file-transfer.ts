/** Files: TFTP (RFC 1350), Git's own transport (gitprotocol-pack), rsync's daemon. */
import { ascii, findWord, hasAt, isHexDigit, printableRun, startsWith, uint16 } from "./byte-match.ts";
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, strengthOf, WEAK } from "./signature.ts";

const READ = 1;
const WRITE = 2;
const DATA = 3;
const ACKNOWLEDGMENT = 4;
const ERROR = 5;
const OPTIONS = 6;
const MODES = ["octet", "netascii", "mail"].map(ascii);
const BLOCK_SIZE = ascii("blksize");
const TRANSFER_SIZE = ascii("tsize");

/**
 * RFC 1350, section 5, and RFC 2347. The server answers from a port of its own, so that the request is one flow and the
 * transfer another, whose packets are short and say little.
 */
export function tftpMessage(bytes: Uint8Array, start: number, length: number): number {
  if (length < 4 || bytes[start] !== 0) return NOT_THIS;
  const number = uint16(bytes, start + 2);
  switch (bytes[start + 1]) {
    case READ:
    case WRITE:
      return tftpRequest(bytes, start, length);
    case DATA:
      return number === 1 ? WEAK : NOT_THIS;
    case ACKNOWLEDGMENT:
      return length === 4 && number <= 1 ? strengthOf(false) : NOT_THIS;
    case ERROR:
      return number <= 8 && length > 5 && printableRun(bytes, start, length - 1, 4) === length - 5
        ? WEAK
        : NOT_THIS;
    case OPTIONS: {
      const isKnown =
        findWord(bytes, start, length, BLOCK_SIZE) === 2 ||
        findWord(bytes, start, length, TRANSFER_SIZE) === 2;
      return isKnown ? CERTAIN | SERVER : NOT_THIS;
    }
    default:
      return NOT_THIS;
  }
}

/** A name, 0, and the mode, as far as they are in view. */
function tftpRequest(bytes: Uint8Array, start: number, length: number): number {
  const name = printableRun(bytes, start, length, 2);
  const end = 2 + name;
  if (name === 0) return NOT_THIS;
  if (end === length) return name >= 8 ? LIKELY | CLIENT : NOT_THIS;
  if (bytes[start + end] !== 0) return NOT_THIS;
  for (let i = 0; i < MODES.length; i++) {
    if (findWord(bytes, start + end + 1, length - end - 1, MODES[i]) === 0) return CERTAIN | CLIENT;
  }
  return NOT_THIS;
}

const GIT_SERVICES = ["git-upload-pack ", "git-receive-pack ", "git-upload-archive "].map(ascii);
const GIT_VERSION = ascii("version ");

/** gitprotocol-pack, "Git Transport": four hexadecimal digits of length, then the service; back comes a list of names. */
export function gitPacketLine(bytes: Uint8Array, start: number, length: number): number {
  if (length < 12) return NOT_THIS;
  for (let i = 0; i < 4; i++) if (!isHexDigit(bytes[start + i])) return NOT_THIS;
  for (let i = 0; i < GIT_SERVICES.length; i++) {
    if (hasAt(bytes, start, length, 4, GIT_SERVICES[i])) return CERTAIN | CLIENT;
  }
  if (hasAt(bytes, start, length, 4, GIT_VERSION)) return CERTAIN | SERVER;
  let digits = 4;
  while (digits < length && isHexDigit(bytes[start + digits])) digits++;
  return digits === 44 && length > 44 && bytes[start + 44] === 0x20 ? CERTAIN | SERVER : NOT_THIS;
}

const RSYNC = ascii("@RSYNCD: ");

/** Both ends greet with their version. */
export function rsyncGreeting(bytes: Uint8Array, start: number, length: number): number {
  return startsWith(bytes, start, length, RSYNC) ? CERTAIN : NOT_THIS;
}
