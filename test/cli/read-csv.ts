/** CSV as RFC 4180 has it, read back: a row an object by the names of the header. */
export function readCsv(text: string): Record<string, string>[] {
  const [names, ...rows] = readRows(text);
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index], cell])));
}

function readRows(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  for (const [, written, ending] of text.matchAll(cell)) {
    rows[rows.length - 1].push(
      written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written,
    );
    if (ending !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
