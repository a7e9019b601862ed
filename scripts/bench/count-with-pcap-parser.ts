/** `node count-with-pcap-parser.js CAPTURE`: npm pcap-parser alone, which only counts packets. */
import { createReadStream } from "node:fs";
import { parse } from "pcap-parser";

let packets = 0;
const stream = createReadStream(process.argv[2]);
parse(stream).on("packet", () => {
  packets++;
});
stream.on("end", () => console.log(`packets: ${packets}`));
