/** Files: TFTP (RFC 1350), Git's own transport (gitprotocol-pack), rsync's daemon. */
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, findWord, hasAt, isHexDigit, printableRun, startsWith, uint16 } from "./byte-match.ts";
import { strengthOf } from "./strength.ts";

const READ = 1;
const WRITE = 2;
const DATA = 3;
const ACKNOWLEDGMENT = 4;
const ERROR = 5;
const OPTIONS = 6;
const MODES: StaticArray<string> = ["octet", "netascii", "mail"];
const BLOCK_SIZE = "blksize";
const TRANSFER_SIZE = "tsize";

/**
 * RFC 1350, section 5, and RFC 2347. The server answers from a port of its own, so that the request is one flow and the
 * transfer another, whose packets are short and say little.
 */
export function tftpMessage(start: i32, length: i32): i32 {
  if (length < 4 || byteAt(start) !== 0) return NOT_THIS;
  const number = uint16(start + 2);
  switch (byteAt(start + 1)) {
    case READ:
    case WRITE:
      return tftpRequest(start, length);
    case DATA:
      return number === 1 ? WEAK : NOT_THIS;
    case ACKNOWLEDGMENT:
      return length === 4 && number <= 1 ? strengthOf(false) : NOT_THIS;
    case ERROR:
      return number <= 8 && length > 5 && printableRun(start, length - 1, 4) === length - 5 ? WEAK : NOT_THIS;
    case OPTIONS: {
      const isKnown =
        findWord(start, length, BLOCK_SIZE) === 2 || findWord(start, length, TRANSFER_SIZE) === 2;
      return isKnown ? CERTAIN | SERVER : NOT_THIS;
    }
    default:
      return NOT_THIS;
  }
}

/** A name, 0, and the mode, as far as they are in view. */
function tftpRequest(start: i32, length: i32): i32 {
  const name = printableRun(start, length, 2);
  const end = 2 + name;
  if (name === 0) return NOT_THIS;
  if (end === length) return name >= 8 ? LIKELY | CLIENT : NOT_THIS;
  if (byteAt(start + end) !== 0) return NOT_THIS;
  for (let i = 0; i < MODES.length; i++) {
    if (findWord(start + end + 1, length - end - 1, unchecked(MODES[i])) === 0) return CERTAIN | CLIENT;
  }
  return NOT_THIS;
}

const GIT_SERVICES: StaticArray<string> = ["git-upload-pack ", "git-receive-pack ", "git-upload-archive "];
const GIT_VERSION = "version ";

/** gitprotocol-pack, "Git Transport": four hexadecimal digits of length, then the service; back comes a list of names. */
export function gitPacketLine(start: i32, length: i32): i32 {
  if (length < 12) return NOT_THIS;
  for (let i = 0; i < 4; i++) if (!isHexDigit(byteAt(start + i))) return NOT_THIS;
  for (let i = 0; i < GIT_SERVICES.length; i++) {
    if (hasAt(start, length, 4, unchecked(GIT_SERVICES[i]))) return CERTAIN | CLIENT;
  }
  if (hasAt(start, length, 4, GIT_VERSION)) return CERTAIN | SERVER;
  let digits = 4;
  while (digits < length && isHexDigit(byteAt(start + digits))) digits++;
  return digits === 44 && length > 44 && byteAt(start + 44) === 0x20 ? CERTAIN | SERVER : NOT_THIS;
}

const RSYNC = "@RSYNCD: ";

/** Both ends greet with their version. */
export function rsyncGreeting(start: i32, length: i32): i32 {
  return startsWith(start, length, RSYNC) ? CERTAIN : NOT_THIS;
}
