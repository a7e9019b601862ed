/** Addresses and pairs by number. */
import { describe, expect, test } from "vitest";
import { AddressTable, addressText, numberAddresses } from "../../src/flows/addresses.ts";
import { PairIndex } from "../../src/flows/pair-index.ts";
import { collect } from "../collect-frames.ts";
import { udpBetween } from "../conversations.ts";
import { ipv4Bytes, ipv6Bytes } from "../frames.ts";

function words(bytes: readonly number[]): number[] {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return [0, 4, 8, 12].map((at) => (at < bytes.length ? view.getInt32(at) : 0));
}

function number(table: AddressTable, address: string): number {
  const six = address.includes(":");
  const [first, second, third, fourth] = words(six ? ipv6Bytes(address) : ipv4Bytes(address));
  return table.number(six ? 1 : 0, first, second, third, fourth);
}

describe("the text of an address", () => {
  test.each([
    ["10.0.0.1", "10.0.0.1"],
    ["255.255.255.255", "255.255.255.255"],
    ["0.0.0.0", "0.0.0.0"],
    ["::", "::"],
    ["::1", "::1"],
    ["2001:0db8::0001", "2001:db8::1"],
    ["2001:DB8::A", "2001:db8::a"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["fe80:0:0:0:0:0:0:0", "fe80::"],
    ["0:0:0:0:0:ffff:c000:201", "::ffff:192.0.2.1"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ])("%s is written %s (RFC 5952)", (address, text) => {
    const table = new AddressTable();
    expect(addressText(table, number(table, address))).toBe(text);
  });
});

describe("the table of addresses", () => {
  test("numbers in the order of appearance, each once", () => {
    const table = new AddressTable();
    const addresses = ["10.0.0.1", "::1", "10.0.0.1", "10.0.0.2", "::1"];
    expect(addresses.map((address) => number(table, address))).toEqual([0, 1, 0, 2, 1]);
    expect(table.count).toBe(3);
  });

  test("an IPv4 address is not the IPv6 address of the same words", () => {
    const table = new AddressTable();
    expect(table.number(0, 1, 0, 0, 0)).not.toBe(table.number(1, 1, 0, 0, 0));
  });

  test("grows, and keeps every number", () => {
    const table = new AddressTable();
    const count = 10_000;
    for (let i = 0; i < count; i++) expect(table.number(i & 1, i, i & 1 ? i * 7 : 0, 0, 0)).toBe(i);
    for (let i = 0; i < count; i++) expect(table.number(i & 1, i, i & 1 ? i * 7 : 0, 0, 0)).toBe(i);
    expect(table.count).toBe(count);
    expect(addressText(table, 258)).toBe("0.0.1.2");
  });

  test("of flows", () => {
    const { table: flows } = collect([
      udpBetween({ client: ["10.0.0.9", 1], server: ["10.0.0.1", 53] }).request(),
      udpBetween({ client: ["10.0.0.9", 2], server: ["10.0.0.5", 53] }).request(),
      udpBetween({ client: ["2001:db8::5", 3], server: ["2001:db8::1", 53] }).request(),
    ]);
    const { table, ofA, ofB } = numberAddresses(flows);
    const text = (address: number) => addressText(table, address);
    expect(Array.from(ofA, text)).toEqual(["10.0.0.1", "10.0.0.5", "2001:db8::1"]);
    expect(Array.from(ofB, text)).toEqual(["10.0.0.9", "10.0.0.9", "2001:db8::5"]);
    expect(ofB[0]).toBe(ofB[1]);
    expect(table.count).toBe(5);
  });
});

describe("pairs", () => {
  test("have numbers in the order of appearance, and an order of their own", () => {
    const pairs = new PairIndex();
    expect(pairs.number(1, 2)).toBe(0);
    expect(pairs.number(2, 1)).toBe(1);
    expect(pairs.number(1, 2)).toBe(0);
    expect(pairs.number(-1, 0)).toBe(2);
    expect(pairs.count).toBe(3);
    expect([pairs.first[1], pairs.second[1]]).toEqual([2, 1]);
  });

  test("grow, and keep their numbers", () => {
    const pairs = new PairIndex();
    const pairOf = (i: number): [number, number] => [i % 97, i];
    for (let i = 0; i < 5000; i++) expect(pairs.number(...pairOf(i))).toBe(i);
    for (let i = 0; i < 5000; i++) {
      expect(pairs.number(...pairOf(i))).toBe(i);
      expect([pairs.first[i], pairs.second[i]]).toEqual(pairOf(i));
    }
    expect(pairs.count).toBe(5000);
  });
});
