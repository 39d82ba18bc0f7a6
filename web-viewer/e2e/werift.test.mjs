// A client that is no browser (werift, in Node) plays one camera and publishes it as another; Chromium plays that.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MediaStreamTrack, RTCPeerConnection, useH264, useOPUS } from 'werift';
import { AUTOPLAY, launchBrowser, openLab, serveLab, sleep, stat } from './browser.mjs';
import { eventually, startJava, startRelay, stopJava } from './relay.mjs';

describe('a client that is no browser', () => {
  let relay;
  let lab;
  let browser;
  let source;
  before(async () => {
    relay = await startRelay();
    lab = await serveLab();
    browser = await launchBrowser(AUTOPLAY);
    const token = await relay.enrol('source');
    const url = relay.whip('source');
    source = startJava('org.vigie.simulator.Main', ['camera', '--url', url, '--token', token]);
    await eventually(
      'the source is live',
      async () => (await relay.camera('source')).state === 'live',
      40_000,
    );
  });
  after(async () => {
    await browser?.close();
    lab?.close();
    if (source) await stopJava(source);
    await relay?.stop();
  });

  it('plays and publishes', async () => {
    const tracks = {
      video: new MediaStreamTrack({ kind: 'video' }),
      audio: new MediaStreamTrack({ kind: 'audio' }),
    };
    const counts = { video: 0, audio: 0 };
    const player = newPeer();
    player.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((rtp) => {
        counts[track.kind]++;
        const copy = rtp.clone();
        // werift takes the padding off what it receives and leaves the header's word for it.
        copy.header.padding = false;
        tracks[track.kind].writeRtp(copy);
      });
    });
    for (const kind of ['video', 'audio']) player.addTransceiver(kind, { direction: 'recvonly' });
    await exchange(player, relay.whep('source'), relay.token);
    await eventually('werift receives', () => counts.video > 50 && counts.audio > 20);

    const token = await relay.enrol('copy');
    const publisher = newPeer();
    for (const kind of ['video', 'audio']) {
      publisher.addTransceiver(tracks[kind], { direction: 'sendonly' });
    }
    const session = await exchange(publisher, relay.whip('copy'), token);
    const viewer = await openLab(browser, lab);
    await viewer.view({ url: relay.whep('copy'), token: relay.token });
    const decoded = async () =>
      stat(await viewer.take(), 'inbound-rtp', 'video').framesDecoded ?? 0;
    await eventually('Chromium decodes what werift publishes', async () => (await decoded()) > 30);
    const start = await decoded();
    await sleep(3_000);
    assert.ok((await decoded()) - start > 45, 'the picture runs on');

    const gone = await fetch(session, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(gone.status, 200);
    await Promise.all([player.close(), publisher.close(), viewer.close()]);
  });
});

function newPeer() {
  return new RTCPeerConnection({
    iceServers: [],
    bundlePolicy: 'max-bundle',
    codecs: { video: [useH264()], audio: [useOPUS()] },
  });
}

/** Offers, takes the answer; the session's URL. */
async function exchange(peer, url, token) {
  await peer.setLocalDescription(await peer.createOffer());
  if (peer.iceGatheringState !== 'complete') {
    await peer.iceGatheringStateChange.watch((state) => state === 'complete');
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: peer.localDescription.sdp,
  });
  const text = await response.text();
  assert.equal(response.status, 201, text);
  await peer.setRemoteDescription({ type: 'answer', sdp: text });
  return new URL(response.headers.get('Location'), url);
}
