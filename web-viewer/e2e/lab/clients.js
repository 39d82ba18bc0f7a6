// Clients that others wrote, in one page.
import { WHIPClient as EyevinnWhip } from '@eyevinn/whip-web-client';
import { WebRTCPlayer } from '@eyevinn/webrtc-player';
import { WHEPClient } from 'whip-whep/whep.js';
import { WHIPClient } from 'whip-whep/whip.js';

const media = () =>
  navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 640, height: 360, frameRate: 20 },
  });

const video = document.getElementById('video');

window.clients = {
  async whipWhepPublish({ url, token }) {
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const stream = await media();
    for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly' });
    window.client = new WHIPClient();
    await window.client.publish(peer, url, token);
  },
  async whipWhepPlay({ url, token }) {
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.ontrack = ({ track, streams }) => {
      if (track.kind === 'video') video.srcObject = streams[0];
    };
    window.client = new WHEPClient();
    await window.client.view(peer, url, token);
  },
  async eyevinnPublish({ url, token }) {
    window.client = new EyevinnWhip({ endpoint: url, opts: { authkey: token, iceServers: [] } });
    await window.client.ingest(await media());
  },
  async eyevinnPlay({ url, token }) {
    window.client = new WebRTCPlayer({ video, type: 'whep', iceServers: [] });
    await window.client.load(new URL(url), `Bearer ${token}`);
  },
  frames: () => video.getVideoPlaybackQuality().totalVideoFrames,
  whipWhepStop: () => window.client.stop(),
  eyevinnStop: () => window.client.destroy(),
};
