import { AUTOPLAY, launchBrowser, openLab, serveLab, sleep } from './browser.mjs';
import { startJava, startRelay, stopJava } from './relay.mjs';
const relay = await startRelay(); const lab = await serveLab(); const browser = await launchBrowser(AUTOPLAY);
const token = await relay.enrol('start');
const camera = startJava('org.vigie.simulator.Main', ['camera','--url',relay.whip('start'),'--token',token,'--footage','/tmp/clock-60-10-1450.mp4','--no-audio','--ignore-key-frame-requests']);
const viewer = await openLab(browser, lab);
const access = { url: relay.whep('start'), token: relay.token };
const reference = viewer.join(access);
await viewer.join({ ...access, millis: 3000 });
const R = 600000; const a0 = (v) => ((v % R) + R) % R;
const one = await viewer.join({ ...access, millis: 3000 });
const l = one.shown.filter(s=>s.drawn!==null).at(-1);
// drawn clock at page time now*10: drawn = now - off
const off = l.now - l.drawn;
const res = [];
for (const phase of (process.env.PHASES ?? '9.2,9.3,9.4,9.5,9.6').split(',').map(Number)) {
  for (;;) { const now = Date.now() * 10; const p = a0(now - off) % 100000; if (Math.abs(p - phase * 10000) < 200) break; await sleep(5); }
  const j = await viewer.join({ ...access, millis: 3000 });
  const series = j.shown.filter(s=>s.drawn!==null).map(s=>({at: Math.round(s.at), age: Math.round((a0(s.now - s.drawn - off + R/2)-R/2)/10), rtp: s.rtpTimestamp, inPage: Math.round(s.inPage)}));
  res.push({phase, series});
  const v = j.stats.find(s=>s.kind==='video');
  const late = series.filter(s=>s.at>1200);
  console.log(phase, 'decoded', Math.round(j.decoded), 'max age after 1200:', Math.max(...late.map(s=>s.age)), 'frames', v.framesDecoded, 'jb', (v.jitterBufferDelay/v.jitterBufferEmittedCount).toFixed(3), 'target', (v.jitterBufferTargetDelay/v.jitterBufferEmittedCount).toFixed(3), 'proc', (v.totalProcessingDelay/v.framesDecoded).toFixed(3));
  if (Math.max(...late.map(s=>s.age)) > 150) console.log(series.filter(s=>s.at>400).map(s=>`${s.at}:${s.age}/${s.inPage}/${s.rtp>>>0}`).join(' '));
}
await viewer.leave(); await reference;
await browser.close(); lab.close(); await stopJava(camera); await relay.stop(); process.exit(0);
