package org.vigie.bridge.network;

import java.util.random.RandomGenerator;

/** How a line loses packets; probabilities are 0 to 1. */
sealed interface Loss {
  Loss NONE = new Random(0);

  /** What becomes of one packet after the other. */
  interface Course {
    boolean loses(RandomGenerator random);
  }

  Course start();

  /** Each packet by itself. */
  record Random(double probability) implements Loss {
    @Override
    public Course start() {
      return random -> probability > 0 && random.nextDouble() < probability;
    }
  }

  /**
   * The model of Gilbert and Elliott: a line that is now good, now bad.
   *
   * @param worsens probability per packet that a good line turns bad
   * @param recovers probability per packet that a bad line turns good
   * @param whenBad loss while it is bad
   */
  record Bursts(double worsens, double recovers, double whenBad) implements Loss {
    @Override
    public Course start() {
      return new Course() {
        private boolean bad;

        @Override
        public boolean loses(RandomGenerator random) {
          bad = bad ? random.nextDouble() >= recovers : random.nextDouble() < worsens;
          return bad && random.nextDouble() < whenBad;
        }
      };
    }
  }
}
