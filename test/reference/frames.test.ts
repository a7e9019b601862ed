/** The reference against frames whose meaning tshark has confirmed. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { addressText } from "../../src/reference/address-text.ts";
import { decodeHeaders, formatOfLinkType } from "../../src/reference/decode.ts";
import type { Header } from "../../src/reference/header.ts";

interface FlowEnds {
  readonly transport: string;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

interface FrameRow {
  readonly name: string;
  readonly linkType: number;
  readonly hex: string;
  readonly originalLength?: number;
  readonly expect: Partial<FlowEnds> & {
    readonly verdict?: string;
    readonly quoted?: FlowEnds;
    readonly payloadBytes?: number;
  };
}

const FOLDER = fileURLToPath(new URL("../../fixtures/frames/", import.meta.url));
const rows = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => JSON.parse(readFileSync(`${FOLDER}${name}`, "utf8")) as FrameRow[])
  .filter(({ linkType }) => formatOfLinkType(linkType) !== null);

test("there are frames to decode", () => {
  expect(rows.length).toBeGreaterThan(80);
});

test.each(rows)("$name", ({ linkType, hex, originalLength, expect: expected }) => {
  const captured = Buffer.from(hex, "hex");
  const format = formatOfLinkType(linkType);
  if (format === null) throw new TypeError("a link type that was filtered out");
  const headers = decodeHeaders(format, { captured, length: originalLength ?? captured.length });
  if (endsBeyond(headers)) return;
  const { via: _, ...figures } = expected as typeof expected & { via?: unknown };
  expect(found(headers)).toMatchObject(figures);
});

/** 802.11 inside something else is all that the reference leaves alone. */
function endsBeyond(headers: readonly Header[]): boolean {
  const last = headers.at(-1);
  return last?.kind === "end" && last.reason === "beyond-the-reference";
}

function found(headers: readonly Header[]) {
  const innermost = headers.findLastIndex(({ kind }) => kind === "internet");
  const internet = headers[innermost];
  const behind = headers.slice(innermost + 1);
  const transport = behind.find((header) => header.kind === "transport");
  const quoted = behind.find((header) => header.kind === "quoted");
  if (internet?.kind === "internet" && transport !== undefined) {
    return { ...ends(internet, transport), payloadBytes: transport.payloadLength };
  }
  const last = headers.at(-1);
  return {
    verdict: last?.kind === "end" ? last.reason : "flow",
    ...(quoted === undefined ? {} : { quoted: ends(quoted.internet, quoted) }),
  };
}

function ends(
  internet: Header & { kind: "internet" },
  ports: Pick<Header & { kind: "transport" | "quoted" }, "transport" | "sourcePort" | "destinationPort">,
): FlowEnds {
  const { transport, sourcePort, destinationPort } = ports;
  const source = addressText(internet.source);
  const destination = addressText(internet.destination);
  return { transport, source, sourcePort, destination, destinationPort };
}
