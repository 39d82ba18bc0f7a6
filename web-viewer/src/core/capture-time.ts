/** The header extension by which a receiver learns when a picture was captured. */
export const CAPTURE_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

interface ExtensionChoice {
  readonly uri: string;
  direction: RTCRtpTransceiverDirection;
}

/** What browsers that let a page choose have besides the usual (WebRTC Extensions, section 5). */
interface Choosing {
  getHeaderExtensionsToNegotiate?(): ExtensionChoice[];
  setHeaderExtensionsToNegotiate?(extensions: readonly ExtensionChoice[]): void;
}

/** Offers it where the browser has it but leaves it out by itself, as Chromium does. */
export function offerCaptureTime(transceiver: RTCRtpTransceiver): void {
  const choosing = transceiver as Choosing;
  const extensions = choosing.getHeaderExtensionsToNegotiate?.() ?? [];
  const captureTime = extensions.find(({ uri }) => uri === CAPTURE_TIME);
  if (captureTime === undefined) return;
  captureTime.direction = 'sendrecv';
  choosing.setHeaderExtensionsToNegotiate?.(extensions);
}
