import type { Size } from '../core/session-resource.js';
import { UNSEEN } from '../core/size-report.js';

/** The largest side that is told, pixels. */
const MAX_SIDE = 16_384;

/**
 * Watches how large a video element's picture is on the screen: its place on the page, full screen,
 * picture in picture, whether the page and the place are to be seen at all.
 */
export class ShownSize {
  readonly #resized = new ResizeObserver(() => this.#tell());
  readonly #scrolled = new IntersectionObserver((entries) => {
    this.#inView = entries.at(-1)?.isIntersecting ?? true;
    this.#tell();
  });
  #inView = true;
  #ratio = devicePixelRatio;
  #apart: PictureInPictureWindow | undefined;

  /** `changed` hears the size at once and at each change, until the signal; `atOnce` after full screen. */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly changed: (size: Size, atOnce: boolean) => void,
    signal: AbortSignal,
  ) {
    const tell = (): void => this.#tell();
    this.#resized.observe(video);
    this.#scrolled.observe(video);
    signal.addEventListener('abort', () => {
      this.#resized.disconnect();
      this.#scrolled.disconnect();
    });
    document.addEventListener('visibilitychange', tell, { signal });
    document.addEventListener('fullscreenchange', () => this.#tell(true), { signal });
    window.addEventListener('resize', tell, { signal });
    // A camera that is turned changes how the picture fits.
    video.addEventListener('resize', tell, { signal });
    video.addEventListener('enterpictureinpicture', (event) => this.#leavePage(event, signal), {
      signal,
    });
    video.addEventListener('leavepictureinpicture', () => this.#returnToPage(), { signal });
  }

  /** In pixels of the screen. */
  get size(): Size {
    if (this.#apart) return this.#fitted(this.#apart);
    if (!this.#inView || document.visibilityState === 'hidden') return UNSEEN;
    const { clientWidth: width, clientHeight: height } = this.video;
    return this.#fitted({ width, height });
  }

  /** Looks whether the screen has other pixels: not every browser tells of that by an event. */
  look(): void {
    if (devicePixelRatio !== this.#ratio) this.#tell();
  }

  /** The picture keeps its shape within its place. */
  #fitted({ width, height }: Size): Size {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0 || videoHeight === 0) return inPixels(width, height);
    const scale = Math.min(width / videoWidth, height / videoHeight);
    return inPixels(videoWidth * scale, videoHeight * scale);
  }

  #leavePage(event: PictureInPictureEvent, signal: AbortSignal): void {
    this.#apart = event.pictureInPictureWindow;
    this.#apart.addEventListener('resize', () => this.#tell(), { signal });
    this.#tell();
  }

  #returnToPage(): void {
    this.#apart = undefined;
    this.#tell();
  }

  #tell(atOnce = false): void {
    this.#ratio = devicePixelRatio;
    this.changed(this.size, atOnce);
  }
}

function inPixels(width: number, height: number): Size {
  return { width: side(width), height: side(height) };
}

function side(length: number): number {
  return Math.min(MAX_SIDE, Math.max(1, Math.round(length * devicePixelRatio)));
}
