import { describe, expect, it } from 'vitest';
import { CAPTURE_TIME, offerCaptureTime } from './capture-time.js';

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';

function offered(uris: readonly string[]): unknown {
  let chosen: unknown;
  const transceiver = {
    getHeaderExtensionsToNegotiate: () => uris.map((uri) => ({ uri, direction: 'stopped' })),
    setHeaderExtensionsToNegotiate: (extensions: unknown) => (chosen = extensions),
  };
  offerCaptureTime(transceiver as unknown as RTCRtpTransceiver);
  return chosen;
}

describe('offerCaptureTime', () => {
  it('turns the extension on and leaves the others as they are', () => {
    expect(offered([MID, CAPTURE_TIME])).toEqual([
      { uri: MID, direction: 'stopped' },
      { uri: CAPTURE_TIME, direction: 'sendrecv' },
    ]);
  });

  it('chooses nothing where the browser does not have it', () => {
    expect(offered([MID])).toBeUndefined();
  });

  it('does without in browsers that let no page choose', () => {
    expect(() => offerCaptureTime({} as RTCRtpTransceiver)).not.toThrow();
  });
});
