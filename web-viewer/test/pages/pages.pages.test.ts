import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeRelay, problem } from '../fake-relay.js';
import { AnsweringPage, launch, openPage } from './browser.js';

let browser: Browser;
let relay: FakeRelay;
let answering: AnsweringPage;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  browser = await launch();
  answering = await AnsweringPage.open(browser);
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  // Under a path of a host's own server, so that every test proves that no address is absolute.
  relay = await FakeRelay.start('/video/');
  relay.tokens.set('operator-token', { role: 'operator', name: 'Post', cameras: ['*'] });
  relay.tokens.set('camera-token', { role: 'camera', cameras: ['cam-1'] });
  relay.tokens.set('viewer-token', { role: 'viewer', cameras: ['*'] });
  relay.cameras.set('cam-1', { id: 'cam-1', name: 'Patrol 1', state: 'live', viewers: 2 });
  relay.answer = (offer) => answering.answer(offer);
  ({ page, troubles } = await openPage(browser));
});

afterEach(async () => {
  await page.context().close();
  await answering.hangUp();
  await relay.stop();
  expect(troubles).toEqual([]);
});

const player = () => page.locator('vigie-player');
const camera = () => page.locator('vigie-camera');

async function state(element: 'vigie-player' | 'vigie-camera', wanted: string): Promise<void> {
  await page.locator(`${element}[state=${wanted}]`).waitFor({ timeout: 25_000 });
}

async function watch(): Promise<void> {
  await page.goto(`${relay.url}watch/cam-1#token=viewer-token`);
  await state('vigie-player', 'live');
}

async function film(address = 'camera#token=camera-token'): Promise<void> {
  await page.goto(relay.url + address);
  await page.getByRole('button', { name: 'Start' }).click();
  await state('vigie-camera', 'live');
}

/** 0 for a canvas all black; runs in the page. */
function brightest(canvas: Element): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const context = (canvas as HTMLCanvasElement).getContext('2d');
  const row = context?.getImageData(0, height / 2, width, 1).data ?? [];
  return Math.max(...row.filter((_, index) => index % 4 !== 3));
}

function posts(): string[] {
  return relay.log.filter((line) => line.startsWith('POST'));
}

describe('the token', () => {
  it('leaves the address bar and is kept for the pages of this tab', async () => {
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByRole('link', { name: 'Watch Patrol 1' }).waitFor();
    expect(page.url()).toBe(relay.url);
    await page.getByRole('link', { name: 'Watch Patrol 1' }).click();
    await state('vigie-player', 'live');
    expect(page.url()).toBe(`${relay.url}watch/cam-1`);
  });

  it('is asked for when it is missing, and again when it is wrong', async () => {
    await page.goto(relay.url);
    await page.getByLabel('Token').fill('wrong-token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The relay does not accept this token').waitFor();
    await page.getByLabel('Token').fill('viewer-token');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Watch Patrol 1' }).waitFor();
  });

  it('is forgotten when signing out', async () => {
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.reload();
    await page.getByLabel('Token').waitFor();
  });

  it('is asked for on the watch page when the relay does not know it', async () => {
    await page.goto(`${relay.url}watch/cam-1#token=expired`);
    await page.getByText('The relay does not accept this token').waitFor();
  });
});

describe('the start page', () => {
  it('follows the state of the cameras by itself', async () => {
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByText('Live', { exact: true }).waitFor();
    relay.cameras.set('cam-1', { id: 'cam-1', name: 'Patrol 1', state: 'offline' });
    await page.getByText('Offline').waitFor();
  });

  it('names the faults of a camera with what to change', async () => {
    const fault = { code: 'b-frames', track: 'video', detail: 'words of the relay' } as const;
    relay.cameras.set('cam-1', { id: 'cam-1', state: 'live', faults: [fault] });
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByText('Turn B-frames off').waitFor();
    await page.goto(`${relay.url}watch/cam-1#token=viewer-token`);
    await page.locator('vigie-player').waitFor();
    await page.keyboard.press('i');
    await page.getByText('Turn B-frames off').waitFor();
  });

  it('enrols a camera, shows its token once, and lists it', async () => {
    await page.goto(`${relay.url}#token=operator-token`);
    await page.getByRole('button', { name: 'Enrol a camera' }).click();
    await page.getByLabel('Identifier').fill('cam 9');
    await page.keyboard.press('Enter');
    await page.getByText('Begin with a letter or digit').waitFor();
    await page.getByLabel('Identifier').fill('cam-1');
    await page.keyboard.press('Enter');
    await page.getByText('A camera cam-1 is enrolled.').waitFor();
    await page.getByLabel('Identifier').fill('cam-9');
    await page.keyboard.press('Enter');
    await page.getByText('cam-9 is enrolled', { exact: true }).waitFor();
    const whip = page.getByLabel('WHIP address', { exact: true });
    expect(await whip.inputValue()).toBe(`${relay.url}whip/cam-9`);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Watch cam-9' }).waitFor();
    expect(await page.content()).not.toContain('cam_3v8K');
  });

  it('removes a camera after a second thought only', async () => {
    await page.goto(`${relay.url}#token=operator-token`);
    await page.getByRole('button', { name: 'Remove Patrol 1' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(relay.cameras.size).toBe(1);
    await page.getByRole('button', { name: 'Remove Patrol 1' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('No camera yet').waitFor();
  });

  it('offers a viewer nothing that it may not do', async () => {
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByRole('link', { name: 'Watch Patrol 1' }).waitFor();
    expect(await page.getByRole('button', { name: /Enrol|Remove/ }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /as a camera/ }).count()).toBe(0);
  });

  it('says that the relay is away, and recovers', async () => {
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByRole('link', { name: 'Watch Patrol 1' }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('The relay cannot be reached').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The relay cannot be reached').waitFor({ state: 'hidden' });
  });

  it('speaks French when asked to, and remembers it', async () => {
    await page.goto(`${relay.url}#token=viewer-token`);
    await page.getByRole('button', { name: 'Français' }).click();
    await page.getByRole('heading', { name: 'Caméras' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Caméras' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  });
});

describe('the player', () => {
  it('plays muted without the autoplay flag, and with sound after a click', async () => {
    await watch();
    const video = player().locator('video');
    expect(await video.evaluate((one: HTMLVideoElement) => [one.paused, one.muted])).toEqual([
      false,
      true,
    ]);
    await page.getByRole('button', { name: 'Turn sound on' }).click();
    expect(await video.evaluate((one: HTMLVideoElement) => [one.paused, one.muted])).toEqual([
      false,
      false,
    ]);
    await page.getByRole('button', { name: 'Turn sound on' }).waitFor({ state: 'hidden' });
  });

  it('obeys the keys', async () => {
    await watch();
    await page.keyboard.press('i');
    await player().locator('vigie-player-stats').waitFor();
    await page.keyboard.press('i');
    await player().locator('vigie-player-stats').waitFor({ state: 'detached' });
    const read = () =>
      player().evaluate((one) => {
        const { muted, volume } = one as unknown as { muted: boolean; volume: number };
        return { muted, volume };
      });
    await page.keyboard.press('m');
    expect(await read()).toEqual({ muted: false, volume: 1 });
    await page.keyboard.press('ArrowDown');
    expect(await read()).toEqual({ muted: false, volume: 0.9 });
    await page.keyboard.press('Space');
    expect((await read()).muted).toBe(true);
    await page.keyboard.press('f');
    await page.waitForFunction(() => document.fullscreenElement !== null);
  });

  it('can be reached with the tab key, control by control', async () => {
    await watch();
    const names = new Set<string>();
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('Tab');
      names.add(
        await page.evaluate(() => {
          let active = document.activeElement;
          while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
          return active?.getAttribute('aria-label') ?? active?.textContent.trim() ?? '';
        }),
      );
    }
    for (const name of [
      'All cameras',
      'Turn sound on',
      'Unmute',
      'Volume',
      'Statistics',
      'Full screen',
    ]) {
      expect(names).toContain(name);
    }
  });

  it('says lost when the camera falls silent, and live when it is back, in one session', async () => {
    await watch();
    await answering.fallSilent(true);
    await state('vigie-player', 'lost');
    await player()
      .getByText(/Last picture \d+ s ago/)
      .waitFor();
    await answering.fallSilent(false);
    await state('vigie-player', 'live');
    expect(posts()).toHaveLength(1);
  });

  it('comes back by itself after the relay hung up, with the last picture meanwhile', async () => {
    await watch();
    relay.instead = (method) => (method === 'POST' ? { status: 503 } : undefined);
    await answering.hangUp();
    await state('vigie-player', 'reconnecting');
    await player().locator('canvas').waitFor();
    expect(await player().locator('canvas').evaluate(brightest)).toBeGreaterThan(50);
    relay.instead = () => undefined;
    await state('vigie-player', 'live');
    await player().locator('canvas').waitFor({ state: 'hidden' });
  });

  it('is gone, and stays so, when the camera was removed', async () => {
    await watch();
    relay.sessionInfo = { state: 'ended', reason: 'camera-removed' };
    await answering.hangUp();
    await state('vigie-player', 'gone');
    await player().getByText('The camera was removed').waitFor();
    expect(posts()).toHaveLength(1);
  });

  it('names address and port when nothing gets through', async () => {
    relay.sessionInfo = { state: 'waiting', expectedAt: ['192.0.2.1:10000'] };
    relay.answer = async (offer) =>
      (await answering.answer(offer)).replace(/a=(candidate|end-of-candidates).*\r\n/g, '');
    await page.goto(`${relay.url}watch/cam-1#token=viewer-token`);
    await state('vigie-player', 'blocked');
    await player().getByText('192.0.2.1:10000').waitFor();
  });

  it('shows the refusal with the remedy', async () => {
    relay.instead = (method) =>
      method === 'POST' ? problem(422, 'odd', 'Two tracks of a kind.', 'Offer one.') : undefined;
    await page.goto(`${relay.url}watch/cam-1#token=viewer-token`);
    await player().getByText('Two tracks of a kind.').waitFor();
    await player().getByText('Offer one.').waitFor();
    relay.instead = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await state('vigie-player', 'live');
  });

  it('ends its session when the page is left', async () => {
    await watch();
    await page.goto('about:blank');
    await expect.poll(() => relay.sessions.size).toBe(0);
  });
});

describe('the player in a foreign page', () => {
  it('plays with one script and a token, and has its keys only while it has the focus', async () => {
    const host = new URL('/host.html', relay.url).href;
    const body = `<!doctype html><script type="module" src="/video/assets/vigie-player.js"></script>
      <vigie-player camera="cam-1" relay="/video/"></vigie-player>`;
    await page.route(host, (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(host);
    await player().evaluate((one) => Object.assign(one, { token: 'viewer-token' }));
    await state('vigie-player', 'live');
    await page.keyboard.press('i');
    expect(await player().locator('vigie-player-stats').count()).toBe(0);
    await player().focus();
    await page.keyboard.press('i');
    await player().locator('vigie-player-stats').waitFor();
  });

  it('shows nothing of one camera under the name of another', async () => {
    relay.cameras.set('cam-2', { id: 'cam-2', name: 'Patrol 2', state: 'offline' });
    relay.answer = async (offer, { camera: asked }) =>
      asked === 'cam-1' ? answering.answer(offer) : Promise.reject(new Error('nobody answers'));
    await watch();
    await player().evaluate((one) => one.setAttribute('camera', 'cam-2'));
    await expect.poll(() => posts().at(-1)).toBe('POST whep/cam-2');
    await state('vigie-player', 'reconnecting');
    expect(await player().locator('canvas').isVisible()).toBe(false);
    const video = player().locator('video');
    expect(await video.evaluate((one: HTMLVideoElement) => one.videoWidth)).toBe(0);
  });

  it('ends its session when it is taken out of the page, and begins anew when it is put back', async () => {
    await watch();
    await player().evaluate((one) => {
      Object.assign(globalThis, { kept: one, home: one.parentNode });
      one.remove();
    });
    await expect.poll(() => relay.sessions.size).toBe(0);
    await page.evaluate(() => {
      const { kept, home } = globalThis as unknown as { kept: Element; home: Node };
      home.appendChild(kept);
    });
    await state('vigie-player', 'live');
    expect(posts()).toHaveLength(2);
  });
});

describe('the camera', () => {
  it('publishes, tells how many watch, and stops', async () => {
    await film();
    await camera().getByText('Watched by 2').waitFor();
    await camera()
      .getByText(/00:00:\d\d · .*bit\/s/)
      .waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await state('vigie-camera', 'ready');
    await expect.poll(() => relay.sessions.size).toBe(0);
  });

  it.each(['VP8', 'H264', 'VP9', 'AV1'])(
    'offers %s alone when the address asks so',
    async (codec) => {
      let offered = '';
      relay.answer = (offer) => {
        offered = offer;
        return answering.answer(offer);
      };
      await film(`camera?codec=${codec}&bitrate=1000000#token=camera-token`);
      const video = /m=video[\s\S]*?(?=m=audio)/.exec(offered)?.[0] ?? '';
      const codecs = new Set(
        [...video.matchAll(/a=rtpmap:\d+ ([^/]+)\//g)].map(([, name]) => name),
      );
      expect([...codecs].sort()).toEqual([codec, 'rtx'].sort());
      await page.waitForFunction(() => {
        const root = document.querySelector('vigie-camera-page')?.shadowRoot;
        const element = root?.querySelector('vigie-camera') as {
          stats?: { video?: { frames: number } };
        };
        return (element.stats?.video?.frames ?? 0) > 5;
      });
    },
  );

  it('stays off after another device took over, until the wearer decides', async () => {
    await film();
    relay.instead = (method, path) =>
      method === 'GET' && path.startsWith('whip')
        ? problem(409, 'taken-over', 'Another.')
        : undefined;
    await answering.hangUp();
    await state('vigie-camera', 'taken-over');
    relay.instead = () => undefined;
    await page.getByRole('button', { name: 'Publish from this device again' }).click();
    await state('vigie-camera', 'live');
    expect(posts()).toHaveLength(2);
  });

  it('asks for another token when the relay no longer takes the one it published with', async () => {
    await film();
    relay.tokens.delete('camera-token');
    await answering.hangUp();
    await page.getByText('The relay does not accept this token').waitFor();
    await page.getByLabel('Token').fill('operator-token');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start' }).waitFor();
  });

  it('lets the operator choose the camera', async () => {
    relay.cameras.set('cam-2', { id: 'cam-2', state: 'offline' });
    await page.goto(`${relay.url}camera#token=operator-token`);
    await page.getByLabel('Camera', { exact: true }).selectOption('cam-2');
    await page.getByRole('button', { name: 'Start' }).click();
    await state('vigie-camera', 'live');
    expect(posts()).toEqual(['POST whip/cam-2']);
  });

  it('tells a viewer that its token does not publish', async () => {
    await page.goto(`${relay.url}camera#token=viewer-token`);
    await page.getByText('Your token does not publish').waitFor();
  });

  it('changes the resolution while it is live, within the session', async () => {
    await film();
    await camera().getByText('Picture and sound').click();
    await page.getByLabel('Resolution').selectOption('360');
    await state('vigie-camera', 'live');
    await expect
      .poll(() =>
        camera()
          .locator('video')
          .evaluate((one: HTMLVideoElement) => one.videoHeight),
      )
      .toBe(360);
    expect(posts()).toHaveLength(1);
  });

  it('offers three sizes where the wearer wants them, and remembers that', async () => {
    const offers: string[] = [];
    relay.answer = (offer) => {
      offers.push(offer);
      return answering.answer(offer);
    };
    const layers = () => offers.map((offer) => /a=simulcast:send (.*)/.exec(offer)?.[1]?.trim());
    await film();
    await camera().getByText('Picture and sound').click();
    await page.getByLabel('Send the picture in three sizes').check();
    await expect.poll(layers).toEqual([undefined, 'l;m;h']);
    await state('vigie-camera', 'live');
    await page.reload();
    await page.getByRole('button', { name: 'Start' }).click();
    await state('vigie-camera', 'live');
    expect(layers()).toEqual([undefined, 'l;m;h', 'l;m;h']);
  });

  it('sends the whole picture to a relay that takes no layers', async () => {
    await film('camera?layers=3#token=camera-token');
    await page.waitForFunction(() => {
      const root = document.querySelector('vigie-camera-page')?.shadowRoot;
      const element = root?.querySelector('vigie-camera') as {
        stats?: { video?: { height?: number; frames: number } };
      };
      return element.stats?.video?.height === 720;
    });
  });

  it('says what to do when the page did not come over https', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
    });
    await page.goto(`${relay.url}camera#token=camera-token`);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Open this page with its https address').waitFor();
  });
});
