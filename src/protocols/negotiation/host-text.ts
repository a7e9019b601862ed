/** Numbers and addresses as control messages write them. All of it stays between `at` and `end`, and allocates nothing. */
import { isDigit } from "../byte-match.ts";
import type { HostAddress } from "./control-message.ts";

const ZERO = 0x30;
const DOT = 0x2e;
const COLON = 0x3a;
const GROUPS = 8;

/** How many digits stand at `at`, no more than `most`. */
export function digitsAt(bytes: Uint8Array, at: number, end: number, most: number): number {
  let digits = 0;
  while (digits < most && at + digits < end && isDigit(bytes[at + digits])) digits++;
  return digits;
}

/** The number that these digits are. */
export function numberOf(bytes: Uint8Array, at: number, digits: number): number {
  let number = 0;
  for (let i = 0; i < digits; i++) number = number * 10 + bytes[at + i] - ZERO;
  return number;
}

/** The port from `at` to exactly `end`: 1 to 65535 in digits alone, else 0. */
export function portBetween(bytes: Uint8Array, at: number, end: number): number {
  const length = end - at;
  if (length < 1 || length > 5 || digitsAt(bytes, at, end, length) !== length) return 0;
  const port = numberOf(bytes, at, length);
  return port <= 0xffff ? port : 0;
}

/** The index of `byte` from `at` on, or `end`. */
export function indexOf(bytes: Uint8Array, at: number, end: number, byte: number): number {
  let index = at;
  while (index < end && bytes[index] !== byte) index++;
  return index;
}

/** Reads the address from `at` to exactly `end` in dotted decimal; false where there is none. */
export function readIpv4(bytes: Uint8Array, at: number, end: number, address: HostAddress): boolean {
  let word = 0;
  let next = at;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && (next >= end || bytes[next++] !== DOT)) return false;
    const digits = digitsAt(bytes, next, end, 4);
    if (digits === 0 || digits > 3) return false;
    const number = numberOf(bytes, next, digits);
    if (number > 255) return false;
    word = (word << 8) | number;
    next += digits;
  }
  if (next !== end) return false;
  address.setIpv4(word);
  return true;
}

/** As `readIpv4`, in the text form of RFC 4291, section 2.2, without dotted decimal in it. */
export function readIpv6(bytes: Uint8Array, at: number, end: number, address: HostAddress): boolean {
  const { words } = address;
  let groups = 0;
  /** Groups before `::`; −1 where there is none. */
  let before = -1;
  let next = at;
  words.fill(0);
  if (end - at > 39) return false;
  while (next < end) {
    if (bytes[next] === COLON && next + 1 < end && bytes[next + 1] === COLON) {
      if (before >= 0) return false;
      before = groups;
      next += 2;
      continue;
    }
    if (groups > 0 && before !== groups && bytes[next++] !== COLON) return false;
    let value = 0;
    let digits = 0;
    while (digits < 5 && next + digits < end && hexValue(bytes[next + digits]) >= 0) {
      value = (value << 4) | hexValue(bytes[next + digits++]);
    }
    if (digits === 0 || digits > 4 || groups === GROUPS) return false;
    setGroup(words, groups++, value);
    next += digits;
  }
  if (before < 0 ? groups !== GROUPS : groups === GROUPS) return false;
  if (before >= 0) moveToEnd(words, before, groups);
  address.isIpv6 = true;
  return true;
}

/** Either form. */
export function readAddress(bytes: Uint8Array, at: number, end: number, address: HostAddress): boolean {
  return readIpv4(bytes, at, end, address) || readIpv6(bytes, at, end, address);
}

function hexValue(byte: number): number {
  if (isDigit(byte)) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function setGroup(words: Int32Array, group: number, value: number): void {
  const shift = (group & 1) === 0 ? 16 : 0;
  words[group >> 1] = (words[group >> 1] & ~(0xffff << shift)) | (value << shift);
}

function groupOf(words: Int32Array, group: number): number {
  return (words[group >> 1] >>> ((group & 1) === 0 ? 16 : 0)) & 0xffff;
}

/** The groups behind `::` are the last ones. */
function moveToEnd(words: Int32Array, before: number, groups: number): void {
  for (let i = 0; i < groups - before; i++) {
    setGroup(words, GROUPS - 1 - i, groupOf(words, groups - 1 - i));
    setGroup(words, groups - 1 - i, 0);
  }
}
