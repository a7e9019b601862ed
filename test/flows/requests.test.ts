/** Packets that may be requests of HTTP with credentials are listed for whoever reads these; no other is, but on control channels. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { collect } from "../collect-frames.ts";
import { tcpBetween, udpBetween } from "../conversations.ts";
import { join, text } from "../frames.ts";

const { request, response } = tcpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 7547] });
const datagrams = udpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 7547] });

const HEADER = "HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n";
/** The shortest line that a sign-on can have. */
const SHORTEST = "GET / HTTP/1.1\nAuthorization:a ";

/** The numbers of the frames that are listed. */
function listed(frames: readonly Uint8Array[]): number[] {
  const { collector } = collect(frames);
  return [...collector.controlRows.subarray(0, collector.controlCount)];
}

test("by three capitals, either way and over TCP alone", () => {
  const frames = [
    request(text(`GET / ${HEADER}`)),
    request(text(`Get / ${HEADER}`)),
    response(text(`${HEADER}`)),
    response(text(`POST / ${HEADER}`)),
    datagrams.request(text(`GET / ${HEADER}`)),
    request(text("")),
    request(text(SHORTEST)),
    request(text(SHORTEST.slice(0, -1))),
    request(text(`PROPFIND / ${HEADER}`)),
  ];
  expect(listed(frames)).toEqual([0, 3, 6, 8]);
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
      expect(listed([request(join(bytes, text(SHORTEST)))])).toEqual(isRequest ? [0] : []);
    }),
    { numRuns: 3000 },
  );
});
