/** What was read of a capture, as reports show it. */
import { linkTypeName } from "../records/link-types.ts";
import type { CaptureSummary } from "../records/record.ts";
import type { CaptureReport } from "./report.ts";
import { timeText } from "./time-text.ts";

export function captureReport(capture: CaptureSummary): CaptureReport {
  return {
    path: capture.path,
    format: capture.format,
    compression: capture.compression,
    linkTypes: capture.linkTypes.map(linkTypeName),
    packets: capture.packets,
    bytes: capture.bytes,
    capturedBytes: capture.capturedBytes,
    firstSeen: capture.firstSeen && timeText(capture.firstSeen),
    lastSeen: capture.lastSeen && timeText(capture.lastSeen),
    snapLength: capture.snapLength,
    droppedByCapture: capture.droppedByCapture,
    complete: capture.complete,
    problems: capture.problems.map(({ code, offset, message }) => ({ code, offset, message })),
  };
}
