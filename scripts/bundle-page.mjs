/** What the report's page runs in the browser, as one small file: it is in every page that is handed on. */
import { rolldown } from "rolldown";

const PAGE = "src/report/page/browser/page.ts";

/** Writes the script to `file`, and answers with the chunks that rolldown made. */
export async function bundlePage(file) {
  const graph = await rolldown({ input: PAGE, platform: "browser", onLog: failOnWarning });
  const { output: chunks } = await graph.write({
    file,
    format: "iife",
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await graph.close();
  // It stands inside a script element, which either would end or hide (HTML, section 4.12.1.3).
  if (/<\/script|<!--/i.test(chunks[0].code)) throw new Error(`${PAGE} cannot stand in a page as it is`);
  return chunks;
}

export function failOnWarning(level, { message }) {
  if (level === "warn") throw new Error(message);
}
