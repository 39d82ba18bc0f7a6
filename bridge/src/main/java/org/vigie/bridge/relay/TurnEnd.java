package org.vigie.bridge.relay;

import java.util.ArrayList;
import java.util.List;

/**
 * Tracks with packets to be given out when the Loop's turn ends. A Loop that is behind finds many
 * packets of a camera in one turn; given out together they cost each viewer a fraction, so that it
 * catches up. One that is not behind finds one.
 */
final class TurnEnd {
  private final List<Track> tracks = new ArrayList<>();

  /** The Track is asked to give out what it has; once however often it says so. */
  void add(Track track) {
    tracks.add(track);
  }

  /**
   * Asks each. One that fails is not asked again; those behind it are when this is called again.
   */
  void run() {
    while (!tracks.isEmpty()) {
      tracks.removeLast().endTurn();
    }
  }
}
