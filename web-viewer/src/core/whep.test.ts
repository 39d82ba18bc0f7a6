import { describe, expect, it } from 'vitest';
import { FakePeer } from '../../test/fake-peer.js';
import { viewingPlan } from './whep.js';

function prepared() {
  const peer = new FakePeer({});
  const tracks: unknown[] = [];
  viewingPlan((track) => tracks.push(track)).prepare(peer.asPeer());
  return { peer, tracks };
}

describe('viewingPlan', () => {
  it('asks to receive one video and one audio track', () => {
    const { peer } = prepared();
    expect(peer.transceivers.map(({ what, init }) => [what, init.direction])).toEqual([
      ['video', 'recvonly'],
      ['audio', 'recvonly'],
    ]);
  });

  it('asks for the least delay the browser can do', () => {
    const { peer } = prepared();
    for (const { receiver } of peer.transceivers) {
      expect(receiver).toMatchObject({ jitterBufferTarget: 0, playoutDelayHint: 0 });
    }
  });

  it('offers to be told when a picture was captured', () => {
    const directions = prepared().peer.transceivers.map(({ extensions }) =>
      extensions.map(({ direction }) => direction),
    );
    expect(directions).toEqual([['sendrecv'], ['stopped']]);
  });

  it('hands on each track as it comes', () => {
    const { peer, tracks } = prepared();
    peer.dispatchEvent(Object.assign(new Event('track'), { track: 'the track' }));
    expect(tracks).toEqual(['the track']);
  });
});
