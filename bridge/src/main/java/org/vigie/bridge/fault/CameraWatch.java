package org.vigie.bridge.fault;

import java.util.ArrayList;
import java.util.List;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.StandingFault;

/** The faults of one camera while its Session lasts. */
public final class CameraWatch {
  private static final long INTERVAL_NANOS = 500_000_000L;

  private final List<TrackWatch> tracks;
  private final FaultListener listener;
  private long judgedNanos;

  /** Watches these Tracks; the listener hears what changes. */
  public CameraWatch(List<TrackWatch> tracks, FaultListener listener, long nowNanos) {
    this.tracks = List.copyOf(tracks);
    this.listener = listener;
    this.judgedNanos = nowNanos;
  }

  /** Judges twice a second, however often it is called. */
  public void onTime(long nowNanos) {
    if (nowNanos - judgedNanos < INTERVAL_NANOS) {
      return;
    }
    judgedNanos = nowNanos;
    int answersForAll = anySends() ? -1 : firstThatNegotiated();
    for (int i = 0; i < tracks.size(); i++) {
      tracks.get(i).judge(nowNanos, othersFlow(nowNanos, i), i == answersForAll, listener);
    }
  }

  private boolean othersFlow(long nowNanos, int track) {
    for (int i = 0; i < tracks.size(); i++) {
      if (i != track && tracks.get(i).flows(nowNanos)) {
        return true;
      }
    }
    return false;
  }

  /** The transport-wide numbers of one Track serve the whole line. */
  private boolean anySends() {
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).sends(HeaderExtension.TRANSPORT_CC)) {
        return true;
      }
    }
    return false;
  }

  private int firstThatNegotiated() {
    for (int i = 0; i < tracks.size(); i++) {
      if (tracks.get(i).negotiated(HeaderExtension.TRANSPORT_CC)) {
        return i;
      }
    }
    return -1;
  }

  /** What is wrong now. */
  public List<StandingFault> standing(long nowNanos) {
    List<StandingFault> standing = new ArrayList<>();
    for (TrackWatch track : tracks) {
      track.standing(nowNanos, standing::add);
    }
    return standing;
  }
}
