import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Starts the system's Chromium with a synthetic camera and microphone. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });
}

/** A page that keeps what went wrong in it: script errors and violations of the security policy. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) troubles.push(message.text());
  });
  return { page, troubles };
}

/** What {@link installAnswerer} leaves in its page. */
interface Answerer {
  readonly peers: RTCPeerConnection[];
  answer(offer: string): Promise<string>;
}

declare global {
  var answerer: Answerer;
}

/**
 * A page that answers offers in place of a relay: to a viewer it sends a moving test picture and a
 * tone, from a camera it only receives.
 */
export class AnsweringPage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser): Promise<AnsweringPage> {
    const page = await (await browser.newContext()).newPage();
    await page.evaluate(installAnswerer);
    return new AnsweringPage(page);
  }

  answer(offer: string): Promise<string> {
    return this.page.evaluate((sdp) => globalThis.answerer.answer(sdp), offer);
  }

  /** Closes all connections with DTLS close_notify, as a relay does at its end. */
  async hangUp(): Promise<void> {
    await this.page.evaluate(() => {
      for (const peer of globalThis.answerer.peers.splice(0)) peer.close();
    });
  }

  /** Sends no media, or sends it again, while the connections stay. */
  async fallSilent(silent: boolean): Promise<void> {
    await this.page.evaluate(async (active) => {
      for (const sender of globalThis.answerer.peers.flatMap((peer) => peer.getSenders())) {
        const parameters = sender.getParameters();
        for (const encoding of parameters.encodings) encoding.active = active;
        await sender.setParameters(parameters);
      }
    }, !silent);
  }
}

/** Runs in the page, so it uses nothing from outside itself. */
function installAnswerer(): void {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2d canvas');
  const draw = (): void => {
    const turn = performance.now() / 1500;
    const sky = context.createLinearGradient(0, 0, 0, 720);
    sky.addColorStop(0, '#27415f');
    sky.addColorStop(0.6, '#7b8ea3');
    sky.addColorStop(0.6, '#3a3f46');
    sky.addColorStop(1, '#22262b');
    context.fillStyle = sky;
    context.fillRect(0, 0, 1280, 720);
    context.fillStyle = '#d8b25c';
    for (let lane = -1; lane < 6; lane++) {
      context.fillRect(((lane + (turn % 1)) * 280) | 0, 560, 140, 10);
    }
    context.fillStyle = '#b8443c';
    context.fillRect(400 + 220 * Math.sin(turn), 440, 260, 90);
    context.fillStyle = '#ffffff';
    context.font = '600 56px monospace';
    context.fillText(new Date().toISOString().slice(11, 23), 60, 110);
  };
  setInterval(draw, 33);
  draw();
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const sink = audio.createMediaStreamDestination();
  tone.connect(sink);
  tone.start();
  const stream = new MediaStream([
    ...canvas.captureStream(30).getVideoTracks(),
    ...sink.stream.getAudioTracks(),
  ]);
  const peers: RTCPeerConnection[] = [];
  const gathered = (peer: RTCPeerConnection): Promise<void> =>
    new Promise((resolve) => {
      peer.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate === null) resolve();
      });
    });
  globalThis.answerer = {
    peers,
    async answer(offer) {
      const peer = new RTCPeerConnection();
      peers.push(peer);
      await peer.setRemoteDescription({ type: 'offer', sdp: offer });
      if (offer.includes('a=recvonly')) {
        for (const track of stream.getTracks()) peer.addTrack(track, stream);
      }
      const complete = gathered(peer);
      await peer.setLocalDescription();
      await complete;
      return peer.localDescription?.sdp ?? '';
    },
  };
}
