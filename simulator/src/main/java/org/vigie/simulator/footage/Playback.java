package org.vigie.simulator.footage;

/**
 * One camera's walk through its footage, over and over, with times that only grow. For one thread.
 *
 * <p>Sound and picture share one clock: the sound of a round begins with its pictures, and what
 * would sound after the last picture is left out.
 */
public final class Playback {
  private final Footage footage;
  private long roundStart;
  private int video;
  private int audio;

  /** At the beginning. */
  public Playback(Footage footage) {
    this.footage = footage;
  }

  /** What to send next. */
  public sealed interface Unit {
    /** Index into the track. */
    int index();

    /** When to send it, ns from the first unit. */
    long dueNanos();

    /** A picture, with the time at which it is shown. */
    record Picture(int index, long dueNanos, long presentationNanos) implements Unit {}

    /** A packet of sound. */
    record Sound(int index, long dueNanos) implements Unit {}
  }

  /** The next unit of either kind; never ends. */
  public Unit next() {
    long pictureDue = nextPictureNanos();
    long soundDue = nextSoundNanos();
    if (soundDue < pictureDue) {
      return new Unit.Sound(audio++, roundStart + soundDue);
    }
    if (video == footage.video().count()) {
      startRound(roundStart + pictureDue);
      return next();
    }
    long shown = footage.video().presentationNanos(video);
    return new Unit.Picture(video++, roundStart + pictureDue, roundStart + shown);
  }

  /**
   * Goes on at the key frame nearest to where the footage is, because footage cannot make one. The
   * next picture is due when it would have been: only the content jumps.
   */
  public void jumpToKeyFrame() {
    VideoTrack track = footage.video();
    int from = video % track.count();
    if (from != video) {
      startRound(roundStart + track.durationNanos());
    }
    int key = nearestKey(from);
    long shift = track.decodeNanos(from) - track.decodeNanos(key);
    roundStart += shift;
    video = key;
    audio = firstSoundFrom(track.decodeNanos(key));
  }

  private int nearestKey(int from) {
    VideoTrack track = footage.video();
    for (int distance = 0; distance <= track.count(); distance++) {
      if (from + distance < track.count() && track.isKey(from + distance)) {
        return from + distance;
      }
      if (from - distance >= 0 && track.isKey(from - distance)) {
        return from - distance;
      }
    }
    return 0;
  }

  private int firstSoundFrom(long nanos) {
    int index = 0;
    while (footage.audio().isPresent()
        && index < footage.audio().get().count()
        && footage.audio().get().nanos(index) < nanos) {
      index++;
    }
    return index;
  }

  private void startRound(long start) {
    roundStart = start;
    video = 0;
    audio = 0;
  }

  /** The end of the round after the last picture. */
  private long nextPictureNanos() {
    VideoTrack track = footage.video();
    return video < track.count() ? track.decodeNanos(video) : track.durationNanos();
  }

  private long nextSoundNanos() {
    if (footage.audio().isEmpty() || audio >= footage.audio().get().count()) {
      return Long.MAX_VALUE;
    }
    return footage.audio().get().nanos(audio);
  }
}
