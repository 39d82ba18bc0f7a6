package org.vigie.signaling.bandwidth;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.vigie.bridge.api.StreamStats;

/**
 * In how many pixels each camera's picture is needed: what the viewer needs who shows it largest.
 * More is needed at once, less once it has been enough for a while. Its owner sees to it that one
 * thread at a time is in here.
 */
final class ShownSizes {
  /** Windows are moved and pages are changed: nobody is held small before that has settled. */
  private static final long SMALLER_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * A viewer who has just come says his size in a moment; one who says none by then needs all. Else
   * each tile that is opened would call for a whole picture.
   */
  private static final long UNTOLD_NANOS = Duration.ofMillis(500).toNanos();

  /**
   * What a pixel takes, bit/s: what browsers spend on their own smaller layers, 200 kbit/s on 320 ×
   * 180 and 700 kbit/s on 640 × 360.
   */
  private static final double BITS_PER_PIXEL = 3.5;

  /** What the picture's headers take, bps. */
  private static final long HEADERS_BPS = 44_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final Map<String, Size> sizes = new HashMap<>();

  private static final class Size {
    private long pixels = StreamStats.ANY_SIZE;
    private long mostMeanwhile;
    private long smallerSince = NEVER;
    private long untoldSince = NEVER;

    boolean observe(long now, long shown) {
      long before = pixels;
      if (shown == StreamStats.ANY_SIZE && pixels != StreamStats.ANY_SIZE) {
        untold(now);
      } else {
        untoldSince = NEVER;
        told(now, shown);
      }
      return pixels != before;
    }

    private void untold(long now) {
      smallerSince = NEVER;
      untoldSince = Math.min(untoldSince, now);
      if (now - untoldSince >= UNTOLD_NANOS) {
        raise(StreamStats.ANY_SIZE);
      }
    }

    private void told(long now, long shown) {
      if (shown >= pixels || shown == 0) {
        raise(shown);
        return;
      }
      if (smallerSince == NEVER) {
        smallerSince = now;
        mostMeanwhile = 0;
      }
      mostMeanwhile = Math.max(mostMeanwhile, shown);
      if (now - smallerSince >= SMALLER_NANOS) {
        pixels = mostMeanwhile;
        smallerSince = NEVER;
      }
    }

    boolean raise(long least) {
      smallerSince = NEVER;
      boolean larger = least > pixels;
      pixels = Math.max(pixels, least);
      return larger;
    }
  }

  /**
   * The size in which a camera's picture is shown now, 0 for none; says whether another is needed.
   */
  boolean observe(long nowNanos, String camera, long shownPixels) {
    return sizes.computeIfAbsent(camera, each -> new Size()).observe(nowNanos, shownPixels);
  }

  /**
   * Somebody shows a camera in so many pixels from now on; says whether more are needed for that.
   */
  boolean shown(String camera, long pixels) {
    Size size = sizes.get(camera);
    return size != null && pixels > size.pixels && size.raise(pixels);
  }

  /** Somebody may show this camera in any size. */
  void forget(String camera) {
    sizes.remove(camera);
  }

  void retain(Collection<String> cameras) {
    sizes.keySet().retainAll(cameras);
  }

  /** In how many pixels it is needed, {@link StreamStats#ANY_SIZE} if that is not known. */
  long pixels(String camera) {
    Size size = sizes.get(camera);
    return size == null ? StreamStats.ANY_SIZE : size.pixels;
  }

  /** What a camera needs for a picture of that size, with its sound and headers, bps. */
  static long bps(long pixels, long soundBps) {
    return pixels == StreamStats.ANY_SIZE
        ? Long.MAX_VALUE
        : soundBps + HEADERS_BPS + (long) (pixels * BITS_PER_PIXEL);
  }
}
