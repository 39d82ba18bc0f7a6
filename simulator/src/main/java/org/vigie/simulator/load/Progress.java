package org.vigie.simulator.load;

/** Hears how far a run is, from any of its threads. */
public interface Progress {
  /**
   * Something advances.
   *
   * @param what such as {@code joining}
   * @param unit such as {@code viewers}
   */
  void step(String what, int done, int of, String unit);

  /** What advanced last is over. */
  void done();
}
