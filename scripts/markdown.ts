/** Markdown of the benchmarks' pages. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Paths and titles hold what strangers wrote: control codes and what Markdown takes for its own are taken out. */
export function escaped(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "?").replaceAll(/[\\`*_[\]<>|]/g, "\\$&");
}
