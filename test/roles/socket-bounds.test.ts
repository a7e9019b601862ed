/** Bounds on the flows of sockets. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { numberAddresses } from "../../src/flows/addresses.ts";
import { SocketBounds } from "../../src/roles/socket-bounds.ts";
import { tableOf } from "../many-flows.ts";

test("are the flows of the address or of the port, whichever are fewer, and never below the socket's", () => {
  const flow = fc.record({
    a: fc.nat(5),
    b: fc.integer({ min: 3, max: 8 }),
    portA: fc.nat(6),
    portB: fc.nat(6),
    protocol: fc.constantFrom(6, 17, 132),
  });
  fc.assert(
    fc.property(fc.array(flow, { minLength: 1, maxLength: 60 }), (made) => {
      const addresses = numberAddresses(tableOf(made));
      const sockets = {
        ofA: Int32Array.from(made, ({ protocol, portA }) => (protocol << 16) | portA),
        ofB: Int32Array.from(made, ({ protocol, portB }) => (protocol << 16) | portB),
        folded: null,
      };
      const bounds = new SocketBounds(addresses, sockets);
      const ends = made.flatMap((_, row) => [
        [addresses.ofA[row], sockets.ofA[row]] as const,
        [addresses.ofB[row], sockets.ofB[row]] as const,
      ]);
      for (const [address, socket] of ends) {
        const ofAddress = ends.filter(([other]) => other === address);
        const ofPort = ends.filter(([, other]) => other === socket);
        const exact = ofAddress.filter(([, other]) => other === socket);
        expect(bounds.most(address, socket)).toBe(Math.min(ofAddress.length, ofPort.length));
        expect(bounds.most(address, socket)).toBeGreaterThanOrEqual(exact.length);
        expect(bounds.endsOf(address)).toBe(ofAddress.length);
      }
    }),
  );
});
