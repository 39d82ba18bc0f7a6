package org.vigie.bridge.api;

/**
 * How a viewer is served; it can change while he watches.
 *
 * @param probing whether padding is sent to find out what his line takes; without, it is given more
 *     for a try once it was undisturbed for four seconds, and ever more rarely where that fails
 * @param repairPercent what retransmissions may take of what he is sent, 0 to 100; with 0 only key
 *     frames heal a loss
 * @param stretchPercent how large a Layer may be shown, 50 to 400 percent of its own width and
 *     height, before a larger one is given; it counts where the size of the picture is known
 */
public record ViewerTuning(boolean probing, int repairPercent, int stretchPercent) {
  /** How every viewer is served until something else is said. */
  public static final ViewerTuning USUAL = new ViewerTuning(true, 25, 120);

  private static final int MOST_REPAIR = 100;
  private static final int LEAST_STRETCH = 50;
  private static final int MOST_STRETCH = 400;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is exceeded
   */
  public ViewerTuning {
    check(repairPercent, 0, MOST_REPAIR);
    check(stretchPercent, LEAST_STRETCH, MOST_STRETCH);
  }

  private static void check(int percent, int least, int most) {
    if (percent < least || percent > most) {
      throw new IllegalArgumentException(percent + " is not between " + least + " and " + most);
    }
  }
}
