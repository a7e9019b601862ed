/** Draws the time line of a service. The chart's parts are registered where the other charts are. */

import { Chart } from "chart.js";
import { midnightBefore, secondsOf, timeAxis } from "../../charts/time-axis.ts";
import { byteUnitFor, formatBytes } from "../../units.ts";
import type { LineDrawer } from "./line.ts";
import type { Model } from "./model.ts";
import { chartTheme } from "./theme.ts";

export function lineDrawer({ data }: Model): LineDrawer {
  return (canvas, steps) => {
    const { timeline } = data;
    if (timeline === null || !canvas.isConnected) return;
    const theme = chartTheme(canvas.parentElement?.clientWidth ?? 0);
    const start = secondsOf(timeline.start);
    const midnight = midnightBefore(start);
    const first = start - midnight;
    const length = timeline.stepSeconds;
    const unit = byteUnitFor(Math.max(...steps));
    const axis = timeAxis(theme, midnight, { min: first, max: first + timeline.steps * length });
    new Chart(canvas, {
      type: "bar",
      data: {
        datasets: [
          {
            label: "bytes",
            data: steps.map((bytes, step) => ({
              x: first + (step + 0.5) * length,
              y: bytes > 0 ? bytes / unit.bytes : Number.NaN,
            })),
            backgroundColor: theme.series[0],
            barPercentage: 1,
            categoryPercentage: 1,
            minBarLength: 1,
            maxBarThickness: 60,
          },
        ],
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: false,
        parsing: false,
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: { title: () => "", label: ({ dataIndex }) => formatBytes(steps[dataIndex]) },
          },
        },
        scales: {
          x: { ...axis, offset: false, title: { display: false }, grid: { display: false } },
          y: {
            beginAtZero: true,
            ticks: {
              color: theme.muted,
              font: { size: theme.font.small },
              maxTicksLimit: 4,
              callback: (value) => `${value} ${unit.name}`,
            },
            grid: { color: theme.grid },
            border: { display: false },
          },
        },
      },
    });
  };
}
