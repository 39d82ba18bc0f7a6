// The page of a camera's viewer, with a look at what its browser really shows and plays.

/** Runs in the page before its scripts: keeps its peer connections, and when pictures were shown. */
function watchFromWithin() {
  window.peers = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      window.peers.push(this);
    }
  };
  window.shown = [];
  window.heard = [];
  const inbound = async (kind) => {
    const report = await window.peers.at(-1)?.getStats();
    return [...(report?.values() ?? [])].find((s) => s.type === 'inbound-rtp' && s.kind === kind);
  };
  // Samples alone would not do: some of what is made up for a silent line is not called concealed.
  let before = { real: 0, packets: 0 };
  setInterval(async () => {
    const audio = await inbound('audio');
    if (audio === undefined) return;
    const real = audio.totalSamplesReceived - audio.concealedSamples;
    if (real > before.real && audio.packetsReceived > before.packets) window.heard.push(Date.now());
    before = { real, packets: audio.packetsReceived };
  }, 50);
  const find = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node instanceof HTMLVideoElement) return node;
      const inside = node.shadowRoot && find(node.shadowRoot);
      if (inside) return inside;
    }
    return undefined;
  };
  window.playerVideo = () => find(document);
  const wait = setInterval(() => {
    const video = window.playerVideo();
    if (video === undefined) return;
    clearInterval(wait);
    const onFrame = () => {
      window.shown.push({ at: Date.now(), height: video.videoHeight });
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  }, 20);
}

const LARGE = { width: 960, height: 600 };

/** Opens the page of a camera's viewer, and looks at it from within. */
export async function openViewer(browser, relay, camera, viewport = LARGE) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const requests = [];
  const posts = [];
  page.on('request', (request) => {
    requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
    const opens = /^\/whep\/[^/]+$/.test(new URL(request.url()).pathname);
    if (opens && request.method() === 'POST') posts.push(request.url());
  });
  await page.addInitScript(watchFromWithin);
  await page.goto(`${relay.origin}/watch/${camera}#token=${relay.token}`);
  await page.evaluate(() => (window.sameAsEver = true));
  const player = page.locator('vigie-player');
  return {
    page,
    posts,
    requests,
    state: () => player.evaluate((node) => node.state),
    dimmed: () => page.evaluate(() => window.playerVideo().classList.contains('dim')),
    shown: () => page.evaluate(() => window.shown),
    heard: () => page.evaluate(() => window.heard),
    samePage: () => page.evaluate(() => window.sameAsEver === true),
    close: () => context.close(),
  };
}
