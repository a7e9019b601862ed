/** RFC 3339 in UTC with nanoseconds: `2026-11-22T04:46:00.123456789Z`. */
export function timeText(moment: { readonly seconds: number; readonly nanoseconds: number }): string {
  const seconds = new Date(moment.seconds * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(moment.nanoseconds).padStart(9, "0")}Z`;
}
