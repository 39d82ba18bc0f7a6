package org.vigie.bridge.relay;

import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.StreamId;

/**
 * A Stream on a Loop that has viewers of it but not its camera. Made by the viewers' Loop and
 * handed to the Stream's home, which gives it back unread with every packet.
 */
final class Mirror {
  private static final long EXPIRE_NANOS = 500_000_000L;

  private final StreamId stream;
  private final int home;
  private final MirrorRing ring;
  private final Neighbours neighbours;
  private final MirrorTrack audio;
  private final MirrorTrack video;
  private long deadlineNanos;
  private boolean closed;

  /** A mirror that feeds {@code stream} with what comes through this ring. */
  Mirror(Stream stream, int home, MirrorRing ring, Neighbours neighbours) {
    this.stream = stream.id();
    this.home = home;
    this.ring = ring;
    this.neighbours = neighbours;
    this.audio = new MirrorTrack(this, MediaKind.AUDIO, stream.track(MediaKind.AUDIO));
    this.video = new MirrorTrack(this, MediaKind.VIDEO, stream.track(MediaKind.VIDEO));
  }

  StreamId stream() {
    return stream;
  }

  int home() {
    return home;
  }

  MirrorRing ring() {
    return ring;
  }

  MirrorTrack track(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audio : video;
  }

  void wantKeyFrame(MirrorTrack track) {
    neighbours.offer(home, new RelayCommand.WantKeyFrame(track));
  }

  /** One of its Tracks has something to do then. */
  void dueAt(long nanos) {
    deadlineNanos = Math.min(deadlineNanos, nanos);
  }

  /** Lets histories grow old, and pictures leave whose last packet does not come. */
  void onTime(long nowNanos) {
    deadlineNanos = nowNanos + EXPIRE_NANOS;
    dueAt(audio.onTime(nowNanos));
    dueAt(video.onTime(nowNanos));
  }

  /** When {@link #onTime} should be called next. */
  long nextDeadlineNanos() {
    return deadlineNanos;
  }

  /** The last viewer has gone; what is still under way is for nobody. */
  void close() {
    closed = true;
    audio.close();
    video.close();
  }

  boolean closed() {
    return closed;
  }
}
