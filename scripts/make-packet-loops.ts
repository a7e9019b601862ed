/**
 * `npm run assembly`: compiles the loops of assembly/ and writes them, as text that any module loader can load,
 * to src/records/packet-loops.ts. The outcome is committed, so that TypeScript alone is needed to build and run
 * portolan; test/assembly.test.ts holds it to its sources.
 */
import { writeFileSync } from "node:fs";
import { packetLoops } from "./packet-loops.ts";

writeFileSync("src/records/packet-loops.ts", await packetLoops(process.cwd()));
