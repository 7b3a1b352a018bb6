// What replay is measured against: read the file, cut it into lines, JSON.parse each, do nothing with it. Plain JavaScript,
// so that no start-up of a loader is counted.
import { closeSync, openSync, readSync } from "node:fs";

const CHUNK = 1024 * 1024;
const file = openSync(process.argv[2], "r");
const buffer = Buffer.allocUnsafe(2 * CHUNK);
let kept = 0;
let lines = 0;
let members = 0;
for (;;) {
  const count = readSync(file, buffer, kept, CHUNK, null);
  if (count === 0) break;
  const end = kept + count;
  let from = 0;
  for (;;) {
    const at = buffer.indexOf(10, from);
    if (at < 0 || at >= end) break;
    members += "context" in JSON.parse(buffer.toString("utf8", from, at)) ? 1 : 0;
    lines++;
    from = at + 1;
  }
  buffer.copy(buffer, 0, from, end);
  kept = end - from;
}
closeSync(file);
console.log(JSON.stringify({ lines, members }));
