/** Compiles the loops of assembly/ to WebAssembly. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import binaryen from "assemblyscript/binaryen";
import { ARRIVING_FLOWS, STATIC_DATA } from "../src/records/memory-layout.ts";
import { SIGNATURE_TABLE, signatureTable } from "./signature-table.ts";

/** Larger than any function of assembly/: what a loop calls becomes part of it, 8 % of a packet's time less. */
const INLINED = 10_000;
/** Of the memory, before and after it grows. */
const PAGES = 6;
const MAXIMUM_PAGES = 65_536;

/**
 * The text of src/records/packet-loops.ts, from the sources below `root`. Rejects with the compiler's words where
 * it refuses them.
 */
export async function packetLoops(root: string): Promise<string> {
  const binary = inlined(await compiled(root));
  checkStaticData(binary);
  const text = Buffer.from(binary).toString("base64");
  return (
    "/** Made from assembly/ by `npm run assembly`; do not edit. WebAssembly in Base64 (RFC 4648). */\n" +
    `export const PACKET_LOOPS =\n  "${text}";\n`
  );
}

async function compiled(root: string): Promise<Uint8Array> {
  let binary: Uint8Array = new Uint8Array(0);
  const { error, stderr } = await asc.main(
    [
      ...["assembly/index.ts", "--baseDir", root, "--outFile", "packet-loops.wasm"],
      // No run-time library: no heap, no strings but static words, no checks that throw.
      ...["-O2", "--noAssert", "--runtime", "stub"],
      // The memory is made, and grown, by src/records/packet-memory.ts.
      ...["--importMemory", "--sharedMemory", "--memoryBase", `${STATIC_DATA}`],
      ...["--initialMemory", `${PAGES}`, "--maximumMemory", `${MAXIMUM_PAGES}`],
      ...["--enable", "threads"],
      // Functions bear their names, for `inlined` to know them.
      "--debug",
    ],
    {
      readFile(name: string, folder: string) {
        if (name === SIGNATURE_TABLE) return signatureTable();
        try {
          return readFileSync(join(folder, name), "utf8");
        } catch {
          return null;
        }
      },
      writeFile(name: string, contents: Uint8Array | string) {
        if (name.endsWith(".wasm") && typeof contents !== "string") binary = contents;
      },
    },
  );
  if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);
  return binary;
}

function inlined(binary: Uint8Array): Uint8Array {
  const has = binaryen.Features;
  const module = binaryen.readBinary(binary);
  module.setFeatures(has.Atomics | has.BulkMemory | has.BulkMemoryOpt | has.MutableGlobals | has.SignExt);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(INLINED);
  binaryen.setFlexibleInlineMaxSize(INLINED);
  binaryen.setOneCallerInlineMaxSize(INLINED);
  // Signatures are many, and each is seldom asked: asc has made one function of them all, which stays out of the loops. As
  // functions of their own they are made quick sooner, but whole commands on mix took 1.04 to 1.06 of the time.
  binaryen.setPassArgument("no-inline", "assembly/protocols/*");
  module.runPasses(["no-inline"]);
  // The second time for what the first brought together.
  module.optimize();
  module.optimize();
  binaryen.setDebugInfo(false);
  return module.emitBinary();
}

/** Static data has a place of its own in the memory's layout. */
function checkStaticData(binary: Uint8Array): void {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: MAXIMUM_PAGES, shared: true });
  new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  const bytes = new Uint8Array(memory.buffer);
  const outside = bytes.findIndex((byte, at) => byte !== 0 && (at < STATIC_DATA || at >= ARRIVING_FLOWS));
  if (outside >= 0) throw new Error(`static data at ${outside} has no place in the layout`);
}
