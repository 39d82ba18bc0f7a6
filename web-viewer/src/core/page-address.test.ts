import { describe, expect, it } from 'vitest';
import { isLoopback, publishAddress, watchAddress, watchedCamera } from './page-address.js';

const BASE = new URL('https://relay.example/video/');

describe('watchedCamera', () => {
  it.each([
    ['watch/cam-1', 'cam-1'],
    ['watch/cam-1/', 'cam-1'],
    ['watch/a%20b', 'a b'],
    ['watch/cam-1?x=1', 'cam-1'],
    ['watch.html?camera=cam-2', 'cam-2'],
  ])('finds the camera of %s', (path, camera) => {
    expect(watchedCamera(new URL(path, BASE), BASE)).toBe(camera);
  });

  it.each(['watch/', 'watch', '', 'watch/%E0%A4%A'])('finds none in %j', (path) => {
    expect(watchedCamera(new URL(path, BASE), BASE)).toBeUndefined();
  });

  it('takes back what watchAddress made', () => {
    for (const camera of ['cam-1', 'a b', 'x/y', 'é?#%']) {
      expect(watchedCamera(new URL(watchAddress(camera, BASE)), BASE)).toBe(camera);
    }
  });
});

describe('publishAddress', () => {
  it('holds the token in the fragment, which no server ever sees', () => {
    expect(publishAddress('cam-1', 'a+b/c=', BASE)).toBe(
      'https://relay.example/video/camera?id=cam-1#token=a%2Bb%2Fc%3D',
    );
  });
});

describe('isLoopback', () => {
  it.each(['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]'])('knows %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['relay.example', '10.0.0.1', '127.0.0.1.example', 'localhost.example'])(
    'does not take %s for one',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
