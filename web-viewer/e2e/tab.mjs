// A tab that Playwright leaves alone, because those that it drives count as seen whatever is in front of them.
import { eventually } from './relay.mjs';

/** Opens it in a window of the browser's own, where another tab may come to the front. */
export async function openTab(browser, url) {
  const protocol = await browser.newBrowserCDPSession();
  const { targetId } = await protocol.send('Target.createTarget', { url });
  const { sessionId } = await protocol.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map();
  protocol.on('Target.receivedMessageFromTarget', (event) => {
    const { id, result, error } = JSON.parse(event.message);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  });
  let last = 0;
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      const message = { id: ++last, method, params };
      waiting.set(message.id, { resolve, reject });
      protocol
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) })
        .catch(reject);
    });
  // Before it has left about:blank, what is asked of it has no page to run in.
  const at = () => send('Runtime.evaluate', { expression: 'location.href' });
  await eventually('the tab is at its page', () =>
    at().then(
      ({ result }) => result.value !== 'about:blank',
      () => false,
    ),
  );
  let cover;
  return {
    /** Runs in the page, as if a person had just clicked. */
    evaluate: async (run, given) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression: `(${run})(${JSON.stringify(given ?? null)})`,
        ...{ awaitPromise: true, returnByValue: true, userGesture: true },
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
      return result.value;
    },
    /** The screen has so many pixels for each of a page's. */
    screen: (width, height, ratio) => {
      const screen = { width, height, deviceScaleFactor: ratio, mobile: false };
      return send('Emulation.setDeviceMetricsOverride', screen);
    },
    /** Another tab comes to the front. */
    hide: async () => {
      cover ??= (await protocol.send('Target.createTarget', { url: 'about:blank' })).targetId;
      await protocol.send('Target.activateTarget', { targetId: cover });
    },
    show: () => protocol.send('Target.activateTarget', { targetId }),
    close: () => protocol.send('Target.closeTarget', { targetId }),
  };
}
