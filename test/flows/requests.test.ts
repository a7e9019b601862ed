/** Packets that may be requests of HTTP are listed for whoever reads these; no other is, but on control channels. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { collect } from "../collect-frames.ts";
import { tcpBetween, udpBetween } from "../conversations.ts";
import { text } from "../frames.ts";

const { request, response } = tcpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 7547] });
const datagrams = udpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 7547] });

/** The numbers of the frames that are listed. */
function listed(frames: readonly Uint8Array[]): number[] {
  const { collector } = collect(frames);
  return [...collector.controlRows.subarray(0, collector.controlCount)];
}

test("by three capitals, either way and over TCP alone", () => {
  const frames = [
    request(text("GET / HTTP/1.1\r\n\r\n")),
    request(text("Get / HTTP/1.1\r\n\r\n")),
    response(text("HTTP/1.1 200 OK\r\n\r\n")),
    response(text("POST / HTTP/1.1\r\n\r\n")),
    datagrams.request(text("GET / HTTP/1.1\r\n\r\n")),
    request(text("GET")),
    request(text("")),
    request(text("PROPFIND / HTTP/1.1\r\n\r\n")),
  ];
  expect(listed(frames)).toEqual([0, 3, 7]);
});

test("of any bytes, as these look to people", () => {
  const byte = fc.oneof(
    fc.constantFrom(0, 0x3f, 0x40, 0x41, 0x5a, 0x5b, 0x7f, 0x80, 0xc1, 0xda, 0xff),
    fc.nat(255),
  );
  fc.assert(
    fc.property(fc.array(byte, { minLength: 4, maxLength: 8 }), (bytes) => {
      const isRequest =
        /^[A-Z]{3}/.test(Buffer.from(bytes).toString("latin1")) &&
        String.fromCharCode(...bytes.slice(0, 4)) !== "HTTP";
      expect(listed([request(Uint8Array.from(bytes))])).toEqual(isRequest ? [0] : []);
    }),
    { numRuns: 3000 },
  );
});
