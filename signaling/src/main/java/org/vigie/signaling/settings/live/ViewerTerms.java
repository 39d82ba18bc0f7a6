package org.vigie.signaling.settings.live;

/**
 * What counts for one viewer of a camera, whoever set it.
 *
 * @param maxBps the cap, bps
 * @param probing whether padding finds out what his line takes
 * @param repairPercent what retransmissions may take of what he is sent, percent
 * @param stretchPercent how large a layer may be shown before a larger one is given, percent of its
 *     own width and height
 */
public record ViewerTerms(long maxBps, boolean probing, int repairPercent, int stretchPercent) {
  /** No viewer can be bound to less, bps: the bridge takes less than this for this. */
  public static final long LEAST_BPS = 30_000;
}
