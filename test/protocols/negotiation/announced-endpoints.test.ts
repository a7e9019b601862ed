/** The last announcement before a frame, held against a plain search. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnnouncedEndpoints } from "../../../src/protocols/negotiation/announced-endpoints.ts";
import { AnnouncementLog, endpointOf } from "../../../src/protocols/negotiation/announcement.ts";
import { ControlMessage } from "../../../src/protocols/negotiation/control-message.ts";
import { FTP_DATA, LISTENS } from "../../../src/protocols/negotiation/kinds.ts";

interface Row {
  readonly address: number;
  readonly port: number;
  readonly frame: number;
}

const TCP = 6;

function add(log: AnnouncementLog, { address, port, frame }: Row): void {
  const message = new ControlMessage();
  message.frame = frame;
  message.source.setIpv4(address);
  log.add(message, message.source, FTP_DATA | LISTENS, port, TCP);
}

const row = fc.record({ address: fc.nat(3), port: fc.nat(3), more: fc.nat(3) });

test("any frame, asked while the log grows", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 400 }), fc.nat(400), (steps, half) => {
      const log = new AnnouncementLog();
      const announced = new AnnouncedEndpoints(log);
      const rows: Row[] = [];
      let frame = 1;
      for (const [i, { address, port, more }] of steps.entries()) {
        frame += more;
        rows.push({ address, port, frame });
        add(log, rows[i]);
        if (i === half) announced.update();
      }
      announced.update();
      for (let address = 0; address < 5; address++) {
        for (const asked of [1, Math.floor(frame / 3), Math.floor(frame / 2), frame, frame + 1]) {
          const found = announced.before(
            Int32Array.of(address, 0, 0, 0),
            0,
            endpointOf(2, TCP, false),
            asked,
          );
          const isIt = (other: Row) => other.address === address && other.port === 2 && other.frame < asked;
          expect(found).toBe(rows.findLastIndex(isIt));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a million steps back are few", () => {
  const log = new AnnouncementLog();
  for (let frame = 1; frame <= 200_000; frame++) add(log, { address: 1, port: 2000, frame });
  const announced = new AnnouncedEndpoints(log);
  announced.update();
  const words = Int32Array.of(1, 0, 0, 0);
  let asked = 0;
  const counting = new Proxy(announced, {
    get(target, name, receiver) {
      if (name === "frameOf") asked++;
      return Reflect.get(target, name, receiver);
    },
  });
  for (const frame of [1, 2, 77_777, 199_999]) {
    asked = 0;
    expect(counting.before(words, 0, endpointOf(2000, TCP, false), frame)).toBe(frame - 2);
    expect(asked).toBeLessThan(200);
  }
});
