/** Bounds on the flows of sockets: never wrong, and exact where they say so. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { numberAddresses } from "../../src/flows/addresses.ts";
import { MainSockets } from "../../src/roles/main-sockets.ts";
import { tableOf } from "../many-flows.ts";

const PROTOCOL = 6;

test("hold on all tables of few addresses and ports", () => {
  const port = fc.oneof({ arbitrary: fc.constant(80), weight: 3 }, { arbitrary: fc.nat(6), weight: 2 });
  const flow = fc.record({
    a: fc.nat(5),
    b: fc.integer({ min: 3, max: 8 }),
    portA: port,
    portB: port,
    protocol: fc.constant(PROTOCOL),
  });
  fc.assert(
    fc.property(fc.array(flow, { minLength: 1, maxLength: 60 }), (made) => {
      const addresses = numberAddresses(tableOf(made));
      const sockets = {
        ofA: Int32Array.from(made, ({ portA }) => portA),
        ofB: Int32Array.from(made, ({ portB }) => portB),
      };
      const main = new MainSockets(addresses, sockets);
      const ends = made.flatMap((_, row) => [
        [addresses.ofA[row], sockets.ofA[row]] as const,
        [addresses.ofB[row], sockets.ofB[row]] as const,
      ]);
      for (const [address, socket] of ends) {
        const ofAddress = ends.filter(([other]) => other === address);
        const exact = ofAddress.filter(([, other]) => other === socket).length;
        const isMain = main.isMain(address, socket);
        expect(main.least(address, socket)).toBeLessThanOrEqual(exact);
        expect(main.most(address, socket)).toBeGreaterThanOrEqual(exact);
        if (isMain) expect([main.least(address, socket), main.most(address, socket)]).toEqual([exact, exact]);
        if (exact * 2 > ofAddress.length) expect(isMain).toBe(true);
        expect(main.others(address)).toBe(
          ofAddress.filter(([, other]) => !main.isMain(address, other)).length,
        );
        expect(ofAddress.some(([, other]) => main.isMain(address, other))).toBe(true);
      }
    }),
  );
});
