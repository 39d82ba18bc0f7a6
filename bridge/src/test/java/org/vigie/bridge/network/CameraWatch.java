package org.vigie.bridge.network;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;

/** What the bridge asks of one camera. */
final class CameraWatch implements RtcpVisitor {
  private static final long MILLI = NetworkPeer.MILLI;
  private static final int MAX_REQUESTS = 10;
  private static final long LEAST_NACK_NANOS = 20 * MILLI - 1;

  /** On a long round trip each request is said twice, so far apart at least. */
  private static final long LEAST_TWICE_NANOS = 12 * MILLI - 1;

  /** What is found missing as a held picture leaves counts from when that came. */
  private static final long LEAST_KEY_FRAME_NANOS = 300 * MILLI - Watch.HOLD_NANOS;

  /** The longest first wait of a request, and the longest time until it is written. */
  private static final long ASKED_WITHIN_NANOS = (60 + 110) * MILLI;

  private final NetworkCamera camera;
  private final RtcpReader reader = new RtcpReader();
  private final Map<Integer, Long> keyFrameAskedAt = new HashMap<>();
  private final ArrayDeque<Shot> missed = new ArrayDeque<>();
  private Source watched;
  private long watchedUpTo;
  private long now;
  private int asked;
  private int keyFramesAsked;

  CameraWatch(NetworkCamera camera) {
    this.camera = camera;
    this.watched = camera.picture();
    this.watchedUpTo = watched.first - 1;
  }

  int asked() {
    return asked;
  }

  int keyFramesAsked() {
    return keyFramesAsked;
  }

  /** RTCP that the bridge sends it. */
  void control(long nowNanos, byte[] bytes, int length) {
    now = nowNanos;
    if (!reader.read(bytes, 0, length, this)) {
      throw new Violation(Rule.OPENS_AT_THE_PEER, now, "malformed RTCP to " + camera);
    }
  }

  @Override
  public void nack(int senderSsrc, int mediaSsrc, int packetId, int bitmask) {
    asked(packetId);
    for (int bit = 0; bit < 16; bit++) {
      if ((bitmask >> bit & 1) != 0) {
        asked((packetId + bit + 1) & 0xffff);
      }
    }
  }

  private void asked(int sequence) {
    asked++;
    Source source = camera.picture();
    Shot shot = source.shot16(sequence);
    camera.network.trace.say(now, camera, "is asked for", shot);
    if (source.over || shot == null) {
      return; // a request for a run of numbers that is over
    }
    if (shot.delivered() && shot.deliveredAt < now) {
      fail(shot + " was asked for although it had come");
    }
    if (shot.asked > 0 && now - shot.askedAt < LEAST_NACK_NANOS) {
      saidTwice(shot);
    } else {
      shot.askedAt = now;
      shot.saidTwice = false;
      shot.asked++;
    }
    if (shot.asked > MAX_REQUESTS) {
      fail(shot + " was asked for " + shot.asked + " times");
    }
  }

  private void saidTwice(Shot shot) {
    if (shot.saidTwice || now - shot.askedAt < LEAST_TWICE_NANOS) {
      fail(shot + " was asked for again after " + (now - shot.askedAt) / 1_000_000.0 + " ms");
    }
    shot.saidTwice = true;
  }

  private void fail(String what) {
    throw new Violation(Rule.LOSS_IS_ASKED_FOR, now, what);
  }

  @Override
  public void pli(int senderSsrc, int mediaSsrc) {
    keyFrameAsked(mediaSsrc);
  }

  @Override
  public void fir(int senderSsrc, int mediaSsrc, int commandSequence) {
    throw new Violation(Rule.KEY_FRAME_REQUESTS_ARE_RARE, now, "FIR, which was not negotiated");
  }

  private void keyFrameAsked(int mediaSsrc) {
    keyFramesAsked++;
    camera.network.trace.say(now, camera, "is asked for a key frame");
    Long before = keyFrameAskedAt.put(mediaSsrc, now);
    if (before != null
        && now - before < LEAST_KEY_FRAME_NANOS
        && !camera.picture().heardAgainSince(before)) {
      throw new Violation(
          Rule.KEY_FRAME_REQUESTS_ARE_RARE,
          now,
          camera + " was asked again after " + (now - before) / 1_000_000.0 + " ms");
    }
  }

  /** Looks whether losses are asked for. */
  void checkMissed(long nowNanos) {
    now = nowNanos;
    Source source = camera.picture();
    if (source != watched) {
      watched = source;
      watchedUpTo = source.first - 1;
      missed.clear();
    }
    if (source.over || !camera.live || !camera.repairs()) {
      return;
    }
    for (; watchedUpTo < source.highestDelivered(); watchedUpTo++) {
      Shot shot = source.shot(watchedUpTo + 1);
      if (shot != null && shot.missedAt != Shot.NEVER) {
        missed.add(shot);
      }
    }
    checkOldest();
  }

  private void checkOldest() {
    long within = ASKED_WITHIN_NANOS + camera.network.watch.latenessNanos();
    for (Shot oldest = missed.peek(); oldest != null; oldest = missed.peek()) {
      if (oldest.delivered() || oldest.asked > 0 || oldest.source.isForgiven(oldest)) {
        missed.remove();
      } else if (now - oldest.missedAt > within && !camera.loop.stalledLately()) {
        fail(oldest + " is missing and was not asked for");
      } else {
        return;
      }
    }
  }
}
