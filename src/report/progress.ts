/**
 * A progress bar on standard error for long work: share, bytes, throughput and time left. It appears only on a
 * terminal, and only when the work is longer than half a second, so that short work loads and prints nothing.
 */

import { formatBytes, formatDuration } from "./units.ts";

export interface Progress {
  /** Bytes of the input read so far. Cheap: the bar is drawn by a timer. */
  update(bytesDone: number): void;
  /** Takes the bar away. Nothing is drawn after it. */
  stop(): void;
}

/** What of a terminal's stream is needed here. */
type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

export interface ProgressOptions {
  /** Size of the input; null where it is not known (standard input): bytes and throughput are shown then. */
  readonly totalBytes: number | null;
  readonly stream: ProgressStream;
  readonly unicode: boolean;
}

const APPEARS_AFTER_MILLISECONDS = 500;
const REDRAWS_A_SECOND = 5;

export function startProgress({ totalBytes, stream, unicode }: ProgressOptions): Progress {
  if (stream.isTTY !== true) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  let done = 0;
  let stopped = false;
  let bar: { update(value: number): void; stop(): void } | null = null;
  const appear = async () => {
    const { default: cliProgress } = await import("cli-progress");
    if (stopped) return;
    const single = new cliProgress.SingleBar({
      stream,
      fps: REDRAWS_A_SECOND,
      clearOnComplete: true,
      // Its own handler would swallow the first Ctrl-C; the cursor is not hidden, so nothing needs restoring.
      gracefulExit: false,
      hideCursor: false,
      barsize: 28,
      format: (options, params) => {
        const elapsed = (performance.now() - started) / 1000;
        const text = describeProgress(done, totalBytes, elapsed);
        if (totalBytes === null) return text;
        const size = Math.round(params.progress * (options.barsize ?? 28));
        const [full, rest] = unicode ? ["█", "░"] : ["#", "."];
        return `${full.repeat(size)}${rest.repeat((options.barsize ?? 28) - size)}  ${text}`;
      },
    });
    single.start(Math.max(1, totalBytes ?? 1), Math.min(done, totalBytes ?? 0));
    bar = single;
  };
  const timer = setTimeout(() => {
    // Without the bar the work goes on all the same.
    appear().catch(() => {});
  }, APPEARS_AFTER_MILLISECONDS);
  timer.unref();
  return {
    update: (bytesDone) => {
      done = bytesDone;
      bar?.update(totalBytes === null ? 0 : Math.min(bytesDone, totalBytes));
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      bar?.stop();
      bar = null;
    },
  };
}

/** `45 %  1.2 GiB of 2.6 GiB  812.0 MiB/s  2.1 s left` */
export function describeProgress(done: number, total: number | null, elapsedSeconds: number): string {
  const perSecond = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
  const rate = `${formatBytes(Math.round(perSecond))}/s`;
  if (total === null) return `${formatBytes(done)}  ${rate}`;
  const share = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 100;
  const left = perSecond > 0 ? Math.max(0, total - done) / perSecond : null;
  const ending = left === null ? "" : `  ${timeLeft(left)} left`;
  return `${share} %  ${formatBytes(done)} of ${formatBytes(total)}  ${rate}${ending}`;
}

function timeLeft(seconds: number): string {
  if (seconds > 0 && seconds < 1) return "<1 s";
  return formatDuration(seconds < 10 ? seconds : Math.round(seconds));
}
