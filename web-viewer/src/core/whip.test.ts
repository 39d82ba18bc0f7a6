import { describe, expect, it } from 'vitest';
import { FakePeer } from '../../test/fake-peer.js';
import type { Encoding } from './tuning.js';
import { isVideoCodec, preferred, publishingPlan, type VideoCodec } from './whip.js';

const codec = (mimeType: string, sdpFmtpLine?: string): RTCRtpCodec => ({
  mimeType,
  clockRate: 90_000,
  ...(sdpFmtpLine !== undefined && { sdpFmtpLine }),
});
const CAPABILITIES = [
  codec('video/VP8'),
  codec('video/rtx'),
  codec('video/H264', 'profile-level-id=42e01f'),
  codec('video/H264', 'profile-level-id=640c1f'),
  codec('video/red'),
];
const VIDEO = { kind: 'video' } as MediaStreamTrack;
const AUDIO = { kind: 'audio' } as MediaStreamTrack;

const ONE: Encoding = { active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1 };

interface Options {
  codec?: VideoCodec;
  audio?: MediaStreamTrack;
  encodings?: readonly Encoding[];
}

function prepared(options: Options = {}) {
  const peer = new FakePeer({});
  const plan = publishingPlan({
    video: VIDEO,
    encodings: [ONE],
    capabilities: CAPABILITIES,
    ...options,
  });
  plan.prepare(peer.asPeer());
  return { peer, plan };
}

describe('publishingPlan', () => {
  it('sends the video up to its limit, and the audio', () => {
    const { peer } = prepared({ audio: AUDIO });
    const [video, audio] = peer.transceivers;
    expect(video).toMatchObject({
      what: VIDEO,
      init: { direction: 'sendonly', sendEncodings: [{ maxBitrate: 2_500_000 }] },
    });
    expect(audio).toMatchObject({ what: AUDIO, init: { direction: 'sendonly' } });
  });

  const LAYERS = [{ ...ONE, scaleResolutionDownBy: 4 }, { ...ONE, active: false }, ONE];

  it('offers layers by name, the smallest first', () => {
    const { peer } = prepared({ encodings: LAYERS });
    expect(peer.transceivers[0]?.init.sendEncodings).toEqual([
      { rid: 'l', ...LAYERS[0] },
      { rid: 'm', ...LAYERS[1] },
      { rid: 'h', ...LAYERS[2] },
    ]);
  });

  it('keeps the layers of VP9 and AV1 apart', () => {
    const { peer } = prepared({ encodings: LAYERS, codec: 'VP9' });
    const encodings = peer.transceivers[0]?.init.sendEncodings;
    expect(encodings).toMatchObject(Array(3).fill({ scalabilityMode: 'L1T3' }));
  });

  it('keeps a place for audio that may come later', () => {
    const { peer } = prepared();
    expect(peer.transceivers[1]).toMatchObject({ what: 'audio', init: { direction: 'sendonly' } });
  });

  it('offers to tell when picture and sound were captured', () => {
    for (const { extensions } of prepared().peer.transceivers) {
      expect(extensions).toMatchObject([{ direction: 'sendrecv' }]);
    }
  });

  it('leaves the codecs to the browser unless one is named', () => {
    expect(prepared().peer.transceivers[0]?.preferences).toBeUndefined();
  });

  it('offers the named codec in all its profiles, and retransmission', () => {
    const { peer } = prepared({ codec: 'H264' });
    const names = peer.transceivers[0]?.preferences?.map(({ mimeType }) => mimeType);
    expect(names).toEqual(['video/H264', 'video/H264', 'video/rtx']);
  });

  it('keeps the resolution when the line is thin', async () => {
    const { peer, plan } = prepared();
    await plan.answered?.(peer.asPeer());
    expect(peer.transceivers[0]?.sender.parameters).toEqual({
      transactionId: '1',
      degradationPreference: 'maintain-resolution',
      encodings: [{ rid: '', active: true, maxBitrate: 2_500_000, scaleResolutionDownBy: 1 }],
    });
  });

  it('does without where the browser does not know that setting', async () => {
    const { peer, plan } = prepared();
    const sender = peer.transceivers[0]?.sender;
    if (sender) sender.setParameters = () => Promise.reject(new Error('unknown'));
    await plan.answered?.(peer.asPeer());
  });
});

describe('preferred', () => {
  it('offers everything when the browser lacks the codec, so that the relay says what is missing', () => {
    expect(preferred('AV1', CAPABILITIES)).toEqual(CAPABILITIES);
  });
});

describe('isVideoCodec', () => {
  it('knows the four codecs and nothing else', () => {
    expect(['VP8', 'H264', 'VP9', 'AV1'].every(isVideoCodec)).toBe(true);
    expect(['', 'h264', 'H265', null].some(isVideoCodec)).toBe(false);
  });
});
