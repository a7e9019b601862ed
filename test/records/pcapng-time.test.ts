import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InterfaceClock } from "../../src/records/pcapng-time.ts";

const BILLION = 1_000_000_000n;

/** The same in BigInt, as plain as can be. */
function expected(resolution: number, offset: bigint, time: bigint) {
  const exponent = BigInt(resolution & 0x7f);
  const unit = (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent;
  const seconds = time / unit + offset;
  const nanoseconds = ((time % unit) * BILLION) / unit;
  if (seconds < 0n) return { seconds: 0, nanoseconds: 0, inRange: false };
  if (seconds > 0xffff_ffffn) return { seconds: 0xffff_ffff, nanoseconds: 999_999_999, inRange: false };
  return { seconds: Number(seconds), nanoseconds: Number(nanoseconds), inRange: true };
}

function converted(resolution: number, offset: bigint, time: bigint) {
  const clock = new InterfaceClock(resolution, Number(offset));
  const inRange = clock.convert(Number(time >> 32n), Number(time & 0xffff_ffffn));
  return { seconds: clock.seconds, nanoseconds: clock.nanoseconds, inRange };
}

const EDGES = [
  0n,
  1n,
  999_999n,
  1_000_000n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 64n - 1n,
];

describe("times are exact to the nanosecond", () => {
  test.each(Array.from({ length: 256 }, (_, resolution) => [resolution]))("resolution %i", (resolution) => {
    for (const time of EDGES) {
      expect(converted(resolution, 0n, time)).toEqual(expected(resolution, 0n, time));
    }
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (time) => {
        expect(converted(resolution, 0n, time)).toEqual(expected(resolution, 0n, time));
      }),
      { numRuns: 60, seed: resolution },
    );
  });

  test("times of our age in micro- and nanoseconds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.integer({ min: 0, max: 999_999_999 }),
        (seconds, nanoseconds) => {
          const time = BigInt(seconds) * BILLION + BigInt(nanoseconds);
          expect(converted(9, 0n, time)).toEqual({ seconds, nanoseconds, inRange: true });
          const microseconds = Math.floor(nanoseconds / 1000);
          expect(converted(6, 0n, BigInt(seconds) * 1_000_000n + BigInt(microseconds))).toEqual({
            seconds,
            nanoseconds: microseconds * 1000,
            inRange: true,
          });
        },
      ),
      { seed: 1 },
    );
  });

  test.each([
    [1_000n, 5n],
    [-1_000n, 5_000_000_000n],
    [-1_700_000_000n, 1_700_000_000_000_000n],
    [-1n, 0n],
    [2n ** 62n, 0n],
    [-(2n ** 63n), 2n ** 64n - 1n],
  ])("an offset of %s seconds", (offset, time) => {
    expect(converted(6, offset, time)).toEqual(expected(6, offset, time));
  });
});
