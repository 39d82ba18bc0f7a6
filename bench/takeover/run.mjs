// A camera killed and started again, many times over, before real viewers' pages.
// usage: node bench/takeover/run.mjs [--restarts 20] [--viewers 3] [--into FILE]
import { execSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { killAndRestart, limits } from "../../web-viewer/e2e/takeover.mjs";

const { values } = parseArgs({
  options: {
    restarts: { type: "string", default: "20" },
    viewers: { type: "string", default: "3" },
    into: { type: "string" },
  },
});
const load = loadavg()[0].toFixed(1);
const { rounds, table } = await killAndRestart({
  restarts: Number(values.restarts),
  viewers: Number(values.viewers),
  say: (line) => console.error(line),
});
const failed = rounds.filter(
  (round) =>
    round.pictureMs > limits.pictureMs ||
    round.soundMs > limits.soundMs ||
    round.negotiations !== 1 ||
    !round.samePage,
);
const text = `# A camera killed and started again

\`node bench/takeover/run.mjs --restarts ${values.restarts} --viewers ${values.viewers}\`, commit ${execSync("git rev-parse --short HEAD").toString().trim()}, ${cpus().length} cores, load average ${load} at the start.

A simulated camera with sound is killed (SIGKILL) and started again ${values.restarts} times before ${values.viewers} \`/watch\` pages in Chromium. Each start plays other footage: 960×540 or 640×360, baseline or main profile, 25 or 30 frames a second; SSRCs, timestamps and sequence numbers are new each time. The old session is never said goodbye to, so that it looks alive.

${table}

Of ${rounds.length} returns (restarts × pages) ${rounds.length - failed.length} brought picture and sound within ${limits.pictureMs} ms, without a reload and without another negotiation; on ${rounds.filter((round) => round.saidLost && round.dimmed).length} the page had said "camera lost" over the dimmed picture meanwhile.
`;
console.log(text);
if (values.into) writeFileSync(values.into, text);
process.exit(failed.length === 0 ? 0 : 1);
