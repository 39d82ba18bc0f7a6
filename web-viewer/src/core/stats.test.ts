import { describe, expect, it } from 'vitest';
import { PublishingSampler, ViewingSampler } from './stats.js';

type Entry = Record<string, unknown>;

function report(entries: Record<string, Entry>): Map<string, unknown> {
  return new Map(Object.entries(entries));
}

const PATH = {
  t: { type: 'transport', selectedCandidatePairId: 'p' },
  p: {
    type: 'candidate-pair',
    localCandidateId: 'l',
    remoteCandidateId: 'r',
    currentRoundTripTime: 0.0423,
    availableOutgoingBitrate: 3_000_000,
  },
  l: {
    type: 'local-candidate',
    candidateType: 'srflx',
    address: '192.0.2.7',
    port: 5,
    protocol: 'udp',
  },
  r: {
    type: 'remote-candidate',
    candidateType: 'host',
    address: '2001:db8::1',
    port: 10_000,
    protocol: 'udp',
  },
};

function inbound(extra: Entry): Record<string, Entry> {
  return {
    v: { type: 'inbound-rtp', kind: 'video', codecId: 'c', ...extra },
    c: { mimeType: 'video/H264' },
  };
}

describe('ViewingSampler', () => {
  it('tells nothing of an empty report', () => {
    expect(new ViewingSampler().sample(report({}), 0)).toEqual({});
  });

  it('has counters from the first sample on and rates from the second', () => {
    const sampler = new ViewingSampler();
    const first = { bytesReceived: 1_000, framesDecoded: 10, packetsReceived: 9 };
    expect(sampler.sample(report(inbound(first)), 1_000).video).toMatchObject({
      codec: 'H264',
      frames: 10,
      packets: 9,
      bps: 0,
      framesPerSecond: 0,
    });
    const second = { bytesReceived: 188_500, framesDecoded: 40, packetsReceived: 200 };
    expect(sampler.sample(report(inbound(second)), 2_000).video).toMatchObject({
      bps: 1_500_000,
      framesPerSecond: 30,
    });
  });

  it('takes rates over a second although it is asked four times in one', () => {
    const sampler = new ViewingSampler();
    const rates: number[] = [];
    for (let quarter = 0; quarter <= 8; quarter++) {
      // A key frame makes one quarter ten times as heavy.
      const bytesReceived = quarter * 10_000 + (quarter > 2 ? 100_000 : 0);
      const stats = sampler.sample(report(inbound({ bytesReceived })), quarter * 250);
      rates.push(stats.video?.bps ?? 0);
    }
    expect(rates).toEqual([0, 0, 0, 0, 1_120_000, 1_120_000, 1_120_000, 1_120_000, 320_000]);
  });

  it('computes loss and jitter-buffer delay of the interval, not since the start', () => {
    const sampler = new ViewingSampler();
    const first = {
      packetsReceived: 1_000,
      packetsLost: 500,
      jitterBufferDelay: 100,
      jitterBufferEmittedCount: 100,
    };
    sampler.sample(report(inbound(first)), 0);
    const second = {
      packetsReceived: 1_090,
      packetsLost: 510,
      jitterBufferDelay: 101.5,
      jitterBufferEmittedCount: 130,
      jitter: 0.00449,
    };
    expect(sampler.sample(report(inbound(second)), 1_000).video).toMatchObject({
      lossPercent: 10,
      jitterBufferMs: 50,
      jitterMs: 4.5,
    });
  });

  it('does not turn a reset of the counters into negative rates', () => {
    const sampler = new ViewingSampler();
    sampler.sample(report(inbound({ bytesReceived: 1_000_000, framesDecoded: 500 })), 0);
    const stats = sampler.sample(report(inbound({ bytesReceived: 5, framesDecoded: 0 })), 1_000);
    expect(stats.video).toMatchObject({ bps: 0, framesPerSecond: 0 });
  });

  it('names freezes, repairs, dropped and key frames', () => {
    const entry = {
      freezeCount: 2,
      totalFreezesDuration: 1.234,
      nackCount: 7,
      pliCount: 3,
      framesDropped: 5,
      keyFramesDecoded: 4,
      frameWidth: 1280,
      frameHeight: 720,
    };
    expect(new ViewingSampler().sample(report(inbound(entry)), 0).video).toMatchObject({
      freezes: 2,
      freezeMs: 1_234,
      nacks: 7,
      plis: 3,
      framesDropped: 5,
      keyFrames: 4,
      width: 1280,
      height: 720,
    });
  });

  it('tells the addresses media goes between, IPv6 in brackets', () => {
    expect(new ViewingSampler().sample(report(PATH), 0).path).toEqual({
      local: 'srflx 192.0.2.7:5 udp',
      remote: 'host [2001:db8::1]:10000 udp',
      rttMs: 42.3,
      availableBps: 3_000_000,
    });
  });

  it('tells no path before one is selected, and no address that is hidden', () => {
    const sampler = new ViewingSampler();
    expect(sampler.sample(report({ t: { type: 'transport' } }), 0).path).toBeUndefined();
    const hidden = { ...PATH, l: { type: 'local-candidate', candidateType: 'host' } };
    expect(sampler.sample(report(hidden), 0).path?.local).toBeUndefined();
  });

  it('survives entries of any shape', () => {
    const odd = {
      a: null,
      b: 5,
      v: { type: 'inbound-rtp', kind: 'video', framesDecoded: 'x', jitter: NaN },
    };
    const stats = new ViewingSampler().sample(new Map<string, unknown>(Object.entries(odd)), 0);
    expect(stats.video).toMatchObject({ frames: 0 });
    expect(stats.video?.jitterMs).toBeUndefined();
  });

  it('measures sound by itself', () => {
    const sampler = new ViewingSampler();
    const audio = (bytesReceived: number): Record<string, Entry> => ({
      a: { type: 'inbound-rtp', kind: 'audio', codecId: 'c', bytesReceived },
      c: { mimeType: 'audio/opus' },
    });
    sampler.sample(report(audio(0)), 0);
    expect(sampler.sample(report(audio(6_000)), 1_000).audio).toMatchObject({
      codec: 'opus',
      bps: 48_000,
    });
  });
});

describe('PublishingSampler', () => {
  const sent = (extra: Entry): Record<string, Entry> => ({
    ...PATH,
    v: { type: 'outbound-rtp', kind: 'video', codecId: 'c', remoteId: 'rr', ...extra },
    c: { mimeType: 'video/VP8' },
    rr: { type: 'remote-inbound-rtp', fractionLost: 0.031, jitter: 0.002 },
  });

  it('measures what is sent and what the relay reports back', () => {
    const sampler = new PublishingSampler();
    sampler.sample(report(sent({ bytesSent: 0, framesEncoded: 0 })), 0);
    const second = {
      bytesSent: 250_000,
      framesEncoded: 30,
      keyFramesEncoded: 1,
      packetsSent: 210,
      qualityLimitationReason: 'bandwidth',
      targetBitrate: 2_200_000,
      nackCount: 4,
      pliCount: 1,
    };
    expect(sampler.sample(report(sent(second)), 1_000)).toMatchObject({
      video: {
        codec: 'VP8',
        bps: 2_000_000,
        framesPerSecond: 30,
        frames: 30,
        keyFrames: 1,
        packets: 210,
        lossPercent: 3.1,
        jitterMs: 2,
        limitedBy: 'bandwidth',
        targetBps: 2_200_000,
        nacks: 4,
        plis: 1,
      },
      path: { rttMs: 42.3 },
    });
  });

  it('can do without the report of the relay', () => {
    const { rr: _, ...entries } = sent({});
    expect(new PublishingSampler().sample(report(entries), 0).video).toMatchObject({
      lossPercent: 0,
    });
  });

  it('tells the largest of several layers, and the rate of all', () => {
    const sampler = new PublishingSampler();
    const layer = (rid: string, frameHeight: number, framesEncoded: number, bytesSent: number) => ({
      ...{ type: 'outbound-rtp', kind: 'video', codecId: 'c' },
      ...{ rid, frameHeight, framesEncoded, bytesSent },
    });
    const layers = (frames: number, large: number) => ({
      l: layer('l', 180, frames, frames * 1_000),
      m: layer('m', 360, frames, frames * 2_000),
      h: layer('h', 720, large, large * 8_000),
    });
    sampler.sample(report(layers(0, 0)), 0);
    const all = sampler.sample(report(layers(30, 30)), 1_000).video;
    expect(all).toMatchObject({ height: 720, framesPerSecond: 30, bps: 2_640_000 });
    const without = sampler.sample(report(layers(60, 30)), 2_000).video;
    expect(without).toMatchObject({ height: 360, framesPerSecond: 30, bps: 720_000 });
  });
});
