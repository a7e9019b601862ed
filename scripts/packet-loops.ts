/** Compiles the loops of assembly/ to WebAssembly. */
import asc from "assemblyscript/asc";

/**
 * The text of src/records/packet-loops.ts, from the sources below `root`. Rejects with the compiler's words where
 * it refuses them.
 */
export async function packetLoops(root: string): Promise<string> {
  let binary: Uint8Array = new Uint8Array(0);
  const { error, stderr } = await asc.main(
    [
      ...["assembly/index.ts", "--baseDir", root, "--outFile", "packet-loops.wasm"],
      // No run-time library: no heap, no strings, no checks that throw.
      ...["-O3", "--noAssert", "--runtime", "stub"],
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
  const text = Buffer.from(binary).toString("base64");
  return (
    "/** Made from assembly/ by `npm run assembly`; do not edit. WebAssembly in Base64 (RFC 4648). */\n" +
    `export const PACKET_LOOPS =\n  "${text}";\n`
  );
}
