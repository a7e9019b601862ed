/** What holds of all text for a terminal. */
import stringWidth from "string-width";
import { expect, it } from "vitest";

/** Control sequences that colours may use, and no others. */
export const withoutColours = (text: string): string =>
  text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[(?:1|2|22|3[0-9]|39)m`, "g"), "");

const ALL_WIDTHS = Array.from({ length: 161 }, (_, more) => 40 + more);

export interface Drawn {
  readonly width?: number;
  readonly colour?: boolean;
}

export interface LawOptions {
  /** Lines that stay whole however narrow the window is. */
  readonly mayBeWide?: (line: string) => boolean;
  readonly widths?: readonly number[];
}

export function obeysTerminalLaws(
  draw: (drawn: Drawn) => string,
  { mayBeWide = () => false, widths = ALL_WIDTHS }: LawOptions = {},
): void {
  it("has no line wider than the window, at any width", () => {
    for (const width of widths) {
      for (const line of draw({ width }).split("\n")) {
        if (mayBeWide(line)) continue;
        expect(stringWidth(line), `at ${width}: ${line}`).toBeLessThanOrEqual(width);
      }
    }
  });

  it("lets nothing unseen through, with and without colour", () => {
    for (const colour of [false, true]) {
      const text = withoutColours(draw({ colour }));
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
    }
  });

  it("is the same with and without colour", () => {
    const coloured = draw({ colour: true });
    expect(coloured).not.toBe(withoutColours(coloured));
    expect(withoutColours(coloured)).toBe(draw({ colour: false }));
  });
}
