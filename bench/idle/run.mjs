// A browser camera that nobody watches, opened and left again and again: our page, and one that hears REMB only.
// usage: node bench/idle/run.mjs [--rounds 10] [--h264 10] [--foreign 5] [--into FILE]
import { execSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { IDLE_BPS, round, startIdleCamera, summary } from "../../web-viewer/e2e/idle-camera.mjs";
import { eventually } from "../../web-viewer/e2e/relay.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "10" },
    h264: { type: "string", default: "10" },
    foreign: { type: "string", default: "5" },
    into: { type: "string" },
  },
});
const ROWS = {
  loadMs: "opening the page to the viewer's offer, ms",
  firstMs: "the offer to the first picture, ms",
  wholeHeightMs: "the offer to a picture of 720 lines, ms",
  wholeRateMs: "the offer to 2 Mbit/s on the camera's line, ms",
  downMs: "leaving it to the idle rate on the camera's line, ms",
  idleBps: "on the line just before it is opened, bit/s",
  estimateBps: "what the browser believes of its line then, bit/s",
  wholeBps: "on the line when it is left, bit/s",
};
const load = loadavg()[0].toFixed(1);

async function measure(name, count, options) {
  if (Number(count) === 0) return "";
  const camera = await startIdleCamera(options);
  const rounds = [];
  try {
    const idles = async () => (await camera.rate()) < IDLE_BPS * 1.2;
    await eventually("it idles", idles, 30_000);
    while (rounds.length < Number(count)) {
      rounds.push(await round(camera, options));
      console.error(name, JSON.stringify(rounds.at(-1)));
    }
  } finally {
    await camera.close();
  }
  return `## ${name}\n\n| | median | least | most |\n|---|---|---|---|\n${Object.entries(ROWS)
    .map(([key, words]) => [words, ...Object.values(summary(rounds, key)).map(whole)])
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n")}\n`;
}

const whole = (value) => (Number.isFinite(value) ? Math.round(value).toLocaleString("en") : "not within the look");

const wholeBps = 2_500_000;
const tables = [
  await measure("Our page, VP8", values.rounds, { codec: "VP8", wholeBps }),
  await measure("Our page, H.264", values.h264, { codec: "H264", wholeBps }),
  await measure("A browser camera that hears REMB only, VP8", values.foreign, {
    codec: "VP8",
    foreign: true,
    lookMs: 25_000,
    waitMs: 8_000,
    wholeBps,
  }),
];
const commit = execSync("git rev-parse --short HEAD").toString().trim();
const text = `# A camera that nobody watches

\`node bench/idle/run.mjs --rounds ${values.rounds} --foreign ${values.foreign}\`, commit ${commit}, ${cpus().length} cores, load average ${load} at the start.

A page of ours films a moving picture of 1280×720 at 30 Hz with sound, 2.5 Mbit/s at most; nobody watches, so it is asked for ${IDLE_BPS / 1000} kbit/s. A \`/watch\` page in the same browser opens it, looks for 6 s and leaves, ${values.rounds} times (the camera that hears REMB only: for 25 s, ${values.foreign} times). Bytes are those of the camera's transport, with the headers of UDP and IP; on the way up over half a second, which has to hold 80 % of 2.5 Mbit/s, on the way down over a second, which has to hold at most ${(IDLE_BPS * 1.2) / 1000} kbit/s.

${tables.filter(Boolean).join("\n")}`;
console.log(text);
if (values.into) writeFileSync(values.into, text);
