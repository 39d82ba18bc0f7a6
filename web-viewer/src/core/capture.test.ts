import { describe, expect, it } from 'vitest';
import { FakeDevices } from '../../test/fake-devices.js';
import { capture, CaptureError, DEFAULT_CHOICE, release, videoConstraints } from './capture.js';

describe('capture', () => {
  it('opens the camera that faces away from the wearer, at 720p30, with sound', async () => {
    const devices = new FakeDevices();
    await capture(devices.asDevices(), DEFAULT_CHOICE);
    expect(devices.asked).toEqual([
      {
        video: {
          facingMode: { ideal: 'environment' },
          width: { ideal: 1280 },
          height: { ideal: 720 },
          frameRate: { ideal: 30, max: 30 },
        },
        audio: { echoCancellation: false },
      },
    ]);
  });

  it('opens the very devices that were chosen', async () => {
    const devices = new FakeDevices();
    const choice = { ...DEFAULT_CHOICE, videoDevice: 'v7', audioDevice: 'a3' };
    await capture(devices.asDevices(), choice);
    expect(devices.asked).toMatchObject([
      { video: { deviceId: { exact: 'v7' } }, audio: { deviceId: { exact: 'a3' } } },
    ]);
  });

  it('marks the picture as moving', async () => {
    const { video } = await capture(new FakeDevices().asDevices(), DEFAULT_CHOICE);
    expect(video.contentHint).toBe('motion');
  });

  it('leaves the microphone closed when no sound is wanted', async () => {
    const devices = new FakeDevices();
    const { audio } = await capture(devices.asDevices(), { ...DEFAULT_CHOICE, sound: false });
    expect(audio).toBeUndefined();
    expect(devices.asked[0]?.audio).toBeUndefined();
  });

  it('does without sound on a machine that has no microphone', async () => {
    const devices = new FakeDevices();
    devices.microphone = false;
    const { audio } = await capture(devices.asDevices(), DEFAULT_CHOICE);
    expect(audio).toBeUndefined();
    expect(devices.asked).toHaveLength(2);
  });

  it('does not ask a second time after a denial', async () => {
    const devices = new FakeDevices();
    devices.error = 'NotAllowedError';
    await expect(capture(devices.asDevices(), DEFAULT_CHOICE)).rejects.toThrow(CaptureError);
    expect(devices.asked).toHaveLength(1);
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'no-device'],
    ['OverconstrainedError', 'no-device'],
    ['NotReadableError', 'in-use'],
    ['AbortError', 'in-use'],
    ['TypeError', 'unknown'],
  ])('calls %s "%s"', async (name, fault) => {
    const devices = new FakeDevices();
    devices.error = name;
    await expect(capture(devices.asDevices(), DEFAULT_CHOICE)).rejects.toMatchObject({ fault });
  });

  it('says that the context is insecure where the browser hides its devices', async () => {
    await expect(capture(undefined, DEFAULT_CHOICE)).rejects.toMatchObject({ fault: 'insecure' });
  });
});

describe('videoConstraints', () => {
  it.each([
    [360, 640],
    [480, 853],
    [720, 1280],
    [1080, 1920],
  ] as const)('asks for a height of %d with a width of %d', (height, width) => {
    expect(videoConstraints({ ...DEFAULT_CHOICE, height }).width).toEqual({ ideal: width });
  });
});

describe('release', () => {
  it('closes both devices, and bears having none', async () => {
    const devices = new FakeDevices();
    release(await capture(devices.asDevices(), DEFAULT_CHOICE));
    expect(devices.tracks).toHaveLength(2);
    expect(devices.open).toEqual([]);
    release(undefined);
  });
});
