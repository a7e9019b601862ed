/** Compiles the loops of assembly/ to WebAssembly. */
import asc from "assemblyscript/asc";
import binaryen from "assemblyscript/binaryen";

/** Larger than any function of assembly/: what a loop calls becomes part of it, 8 % of a packet's time less. */
const INLINED = 10_000;

/**
 * The text of src/records/packet-loops.ts, from the sources below `root`. Rejects with the compiler's words where
 * it refuses them.
 */
export async function packetLoops(root: string): Promise<string> {
  const text = Buffer.from(inlined(await compiled(root))).toString("base64");
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
      // No run-time library: no heap, no strings, no checks that throw.
      ...["-O2", "--noAssert", "--runtime", "stub"],
      // The memory is made, and grown, by src/records/packet-memory.ts.
      ...["--importMemory", "--sharedMemory", "--initialMemory", "6", "--maximumMemory", "65536"],
      ...["--enable", "threads"],
    ],
    {
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
  // The second time for what the first brought together.
  module.optimize();
  module.optimize();
  return module.emitBinary();
}
