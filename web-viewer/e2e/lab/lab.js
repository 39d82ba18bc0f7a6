// One page for every leg of a measurement: a camera with moving content and a clock, and a viewer that reads it.
import { ageMillis, drawClock, readClock } from './clock.js';

const video = document.getElementById('video');
const state = {
  peer: null,
  samples: [],
  times: [],
  heights: [],
  unreadable: 0,
  sessionUrl: null,
  paused: null,
  timer: null,
  leaving: [],
};

function movingPicture(width, height, fps) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  const noise = noiseTile(context);
  const stream = canvas.captureStream(fps);
  let frame = 0;
  const draw = () => {
    frame++;
    const step = frame % 256;
    context.drawImage(noise, -step, -((step * 3) % 256));
    context.fillStyle = `hsl(${(frame * 3) % 360} 70% 50%)`;
    context.fillRect((frame * 7) % width, (frame * 5) % height, width / 6, height / 6);
    drawClock(context, width, height);
  };
  draw();
  state.timer = setInterval(draw, 1000 / fps);
  return stream;
}

function noiseTile(context) {
  const { width, height } = context.canvas;
  const tile = document.createElement('canvas');
  tile.width = width + 256;
  tile.height = height + 768;
  const tileContext = tile.getContext('2d');
  for (let i = 0; i < 1500; i++) {
    tileContext.fillStyle = `hsl(${(i * 47) % 360} 60% ${20 + ((i * 13) % 60)}%)`;
    tileContext.fillRect(
      (i * 7919) % tile.width,
      (i * 104729) % tile.height,
      10 + (i % 60),
      10 + ((i * 3) % 60),
    );
  }
  return tile;
}

/** The browser's fake microphone, which beeps. */
async function microphone() {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  return stream.getAudioTracks()[0];
}

function prefer(transceiver, codec) {
  if (!codec) return;
  const all = RTCRtpSender.getCapabilities('video').codecs;
  const wanted = all.filter((c) => c.mimeType.toLowerCase() === `video/${codec.toLowerCase()}`);
  const repair = all.filter((c) => /rtx$/i.test(c.mimeType));
  transceiver.setCodecPreferences([...wanted, ...repair]);
}

async function cameraPeer({ codec, width, height, fps, bitrate, simulcast, audio = true }) {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  state.peer = peer;
  const stream = movingPicture(width, height, fps);
  const [track] = stream.getVideoTracks();
  track.contentHint = 'motion';
  const encodings = simulcast
    ? [
        { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
        { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
        { rid: 'h', maxBitrate: bitrate },
      ]
    : [{ maxBitrate: bitrate, maxFramerate: fps }];
  const transceiver = peer.addTransceiver(track, {
    direction: 'sendonly',
    sendEncodings: encodings,
  });
  prefer(transceiver, codec);
  if (audio) peer.addTransceiver(await microphone(), { direction: 'sendonly' });
  const parameters = transceiver.sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  await transceiver.sender.setParameters(parameters);
  await peer.setLocalDescription();
  await gathered(peer);
  return peer;
}

function viewerPeer() {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  state.peer = peer;
  const stream = new MediaStream();
  video.srcObject = stream;
  peer.ontrack = ({ track, receiver }) => {
    receiver.jitterBufferTarget = 0;
    stream.addTrack(track);
    void video.play();
  };
  return peer;
}

function gathered(peer) {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve();
    });
  });
}

async function exchange(peer, url, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: peer.localDescription.sdp,
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${text}`);
  state.sessionUrl = new URL(response.headers.get('Location'), url).href;
  await peer.setRemoteDescription({ type: 'answer', sdp: text });
}

const line = (name) => new RegExp(`^a=${name}:.*$`, 'gm');

/** The part of an offer that a restart carries: credentials, the first m-line, candidates. */
function fragment(sdp) {
  const lines = sdp.split('\r\n');
  const first = (start) => lines.find((l) => l.startsWith(start));
  return [
    first('a=ice-ufrag:'),
    first('a=ice-pwd:'),
    first('m='),
    first('a=mid:'),
    ...lines.filter((l) => l.startsWith('a=candidate:')),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

function watchFrames() {
  const scratch = document.createElement('canvas');
  const onFrame = () => {
    const drawn = readClock(video, scratch);
    if (drawn === null) state.unreadable++;
    else {
      state.samples.push(ageMillis(drawn));
      state.times.push(performance.timeOrigin + performance.now());
      state.heights.push(video.videoHeight);
    }
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
}

/** One more viewer in this page, for so long or until all leave: what it saw when, and what its browser counted. */
async function join({ url, token, millis }) {
  const began = performance.now();
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const element = document.createElement('video');
  element.muted = true;
  element.width = 64;
  document.body.append(element);
  const shown = [];
  const scratch = document.createElement('canvas');
  const onFrame = (_, { receiveTime, rtpTimestamp, presentationTime }) => {
    const drawn = readClock(element, scratch);
    const at = performance.now() - began;
    const now = (performance.timeOrigin + performance.now()) * 10;
    shown.push({ at, drawn, now, rtpTimestamp, inPage: presentationTime - receiveTime });
    element.requestVideoFrameCallback(onFrame);
  };
  element.requestVideoFrameCallback(onFrame);
  peer.ontrack = ({ streams: [stream], track }) => {
    element.srcObject ??= stream ?? new MediaStream([track]);
    void element.play();
  };
  peer.addTransceiver('video', { direction: 'recvonly' });
  await peer.setLocalDescription();
  await gathered(peer);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: peer.localDescription.sdp,
  });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${answer}`);
  const session = new URL(response.headers.get('Location'), url).href;
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  const decoded = await firstDecoded(peer, began);
  await new Promise((resolve) => {
    if (millis) setTimeout(resolve, millis - (performance.now() - began));
    else state.leaving.push(resolve);
  });
  const stats = [...(await peer.getStats()).values()].filter((s) => s.type === 'inbound-rtp');
  peer.close();
  element.remove();
  await fetch(session, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
  return { decoded, shown, stats };
}

async function firstDecoded(peer, began) {
  for (;;) {
    const stats = [...(await peer.getStats()).values()];
    if (stats.some((s) => s.type === 'inbound-rtp' && s.framesDecoded > 0)) {
      return performance.now() - began;
    }
    if (performance.now() - began > 15_000) return Infinity;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

window.lab = {
  /** A camera over WHIP. */
  async publish(options) {
    await exchange(await cameraPeer(options), options.url, options.token);
  },
  /** Sends no picture until it is told to send them again. */
  async pause(paused) {
    const sender = state.peer.getSenders().find(({ track }) => track?.kind !== 'audio');
    state.paused ??= sender.track;
    await sender.replaceTrack(paused ? null : state.paused);
  },
  /** A camera for a direct connection: its offer. */
  async offer(options) {
    return (await cameraPeer(options)).localDescription.sdp;
  },
  async accept(answer) {
    // What the relay's answer says too, so that both legs ramp alike.
    const sdp = answer.replace(/^(a=fmtp:\d+ .*)$/gm, '$1;x-google-start-bitrate=2000');
    await state.peer.setRemoteDescription({ type: 'answer', sdp });
  },
  /** A viewer over WHEP. */
  async view({ url, token }) {
    const peer = viewerPeer();
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    await peer.setLocalDescription();
    await gathered(peer);
    await exchange(peer, url, token);
    watchFrames();
  },
  /** A viewer of a direct connection: its answer. */
  async answer(offer) {
    const peer = viewerPeer();
    await peer.setRemoteDescription({ type: 'offer', sdp: offer });
    await peer.setLocalDescription();
    await gathered(peer);
    watchFrames();
    return peer.localDescription.sdp;
  },
  /**
   * The ages of the frames shown since the last call, when that was, in ms, how high they were, and the peer
   * connection's statistics.
   */
  async take() {
    const { samples, times, heights, unreadable } = state;
    const taken = { samples, times, heights, unreadable };
    state.samples = [];
    state.times = [];
    state.heights = [];
    state.unreadable = 0;
    const report = state.peer ? [...(await state.peer.getStats()).values()] : [];
    return { ...taken, stats: report, connection: state.peer?.connectionState };
  },
  async leave() {
    clearInterval(state.timer);
    state.peer?.close();
    state.peer = null;
  },
  /** Restarts ICE over PATCH (RFC 9725, section 4.3.3); says the status and the new ETag. */
  async restartIce({ token }) {
    const { peer } = state;
    const answered = peer.remoteDescription.sdp;
    await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
    await gathered(peer);
    const response = await fetch(state.sessionUrl, {
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/trickle-ice-sdpfrag',
        'If-Match': '*',
        Authorization: `Bearer ${token}`,
      },
      body: fragment(peer.localDescription.sdp),
    });
    const text = await response.text();
    const sdp = ['ice-ufrag', 'ice-pwd'].reduce(
      (old, name) => old.replace(line(name), line(name).exec(text)[0]),
      answered,
    );
    await peer.setRemoteDescription({ type: 'answer', sdp });
    return { status: response.status, etag: response.headers.get('ETag') };
  },
  sessionUrl: () => state.sessionUrl,
  join,
  leave: () => state.leaving.splice(0).forEach((resolve) => resolve()),
};
