package org.vigie.simulator.load.media;

/** Which of the latest 2,048 numbers came already, as bits. */
final class SeenNumbers {
  private static final int BITS = 2048;

  private final long[] words = new long[BITS / Long.SIZE];
  private long highest = -1;

  /** Whether this number, not negative, is new; numbers too old to tell are not. */
  boolean add(long number) {
    if (number > highest) {
      forget(number);
      highest = number;
    } else if (number <= highest - BITS) {
      return false;
    }
    int word = (int) (number >> 6) & (words.length - 1);
    long bit = 1L << number;
    boolean fresh = (words[word] & bit) == 0;
    words[word] |= bit;
    return fresh;
  }

  /** Clears the places of numbers up to the new highest. */
  private void forget(long number) {
    long from = Math.max(highest + 1, number - BITS + 1);
    for (long n = from; n <= number; n++) {
      words[(int) (n >> 6) & (words.length - 1)] &= ~(1L << n);
    }
  }

  /** The highest so far, -1 before the first. */
  long highest() {
    return highest;
  }
}
