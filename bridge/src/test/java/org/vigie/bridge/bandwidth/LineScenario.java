package org.vigie.bridge.bandwidth;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/** One viewer, or two, on one simulated line for the better part of a minute of virtual time. */
final class LineScenario {
  /** What the line does. */
  enum Trace {
    /** 2.5, 0.8 and 2.5 Mbit/s, with a queue of 2 s. */
    STEPS,
    /** The same with a queue of 4 s. */
    BUFFERBLOAT,
    /** The same, and one packet in a hundred is lost. */
    RANDOM_LOSS,
    /** The same, and packets take up to 20 ms longer by chance. */
    JITTER,
    /** The same rates, but what is too much is dropped and does not wait. */
    POLICER,
    /** 2.5 Mbit/s, of which another flow takes 1.7 for a while. */
    COMPETING,
    /** 2.5 Mbit/s all the time, but for a while the way is 40 to 160 ms longer. */
    LONGER,
    /** Between 0.4 and 4 Mbit/s, another rate each tenth of a second; jitter, and some loss. */
    CELLULAR
  }

  static final long SECOND = 1_000_000_000L;
  static final long DROP = 12 * SECOND;
  static final long RECOVERY = 27 * SECOND;
  static final long END = 42 * SECOND;
  static final double HIGH = 2_500_000;
  static final double LOW = 800_000;
  static final long[] LAYERS = {150_000, 600_000, 2_000_000};

  private static final long WANTED = 3_000_000;

  /** What a line counts as that was not yet seen to take less. */
  private static final long UNKNOWN = 100_000_000;

  private static final long MILLI = 1_000_000;
  private static final int CELLULAR_STEPS = 500;
  private static final int PACKET = 1_200;

  private final Trace trace;
  private final RandomGenerator random;
  private final SimulatedLine line;
  private final double[] cellular = new double[CELLULAR_STEPS];
  private long nextCompeting = DROP;

  /** The highest queue within two seconds of the drop, and after them, ms. */
  double peak;

  double later;

  /** Mean estimate by what the line takes while it takes little and while it takes much. */
  double low;

  double high;

  /** Seconds from the recovery until the estimate, or the top layer, is back; -1 if never. */
  double back = -1;

  /** Seconds between drop and recovery without the estimate, or the layer, of a good line. */
  double away;

  /** The part of the time at which the best layer that fits was shown, where the line is steady. */
  double bestLayer;

  /** What was sent by what the line took, and the queue that 95 % of the time is below, ms. */
  double use;

  double queue95;

  LineScenario(Trace trace, long seed) {
    this.trace = trace;
    this.random = new SplittableRandom(seed);
    walk();
    this.line =
        new SimulatedLine(
            rates(),
            (trace == Trace.BUFFERBLOAT ? 4 : 2) * SECOND,
            trace == Trace.POLICER,
            trace == Trace.RANDOM_LOSS ? 0.01 : trace == Trace.CELLULAR ? 0.005 : 0,
            delays(),
            trace == Trace.JITTER || trace == Trace.CELLULAR ? 20 * MILLI : 0,
            random);
  }

  private void walk() {
    double rate = 2_000_000;
    for (int i = 0; i < CELLULAR_STEPS; i++) {
      rate = Math.clamp(rate * Math.exp(0.12 * random.nextGaussian()), 400_000, 4_000_000);
      cellular[i] = rate;
    }
  }

  private LongToDoubleFunction rates() {
    return switch (trace) {
      case COMPETING, LONGER -> at -> HIGH;
      case CELLULAR -> at -> cellular[(int) Math.min(CELLULAR_STEPS - 1L, at / (100 * MILLI))];
      default -> at -> at >= DROP && at < RECOVERY ? LOW : HIGH;
    };
  }

  private LongUnaryOperator delays() {
    long delay = (10 + random.nextLong(70)) * MILLI;
    long longer = trace == Trace.LONGER ? delay + (40 + random.nextLong(120)) * MILLI : delay;
    return at -> at >= DROP && at < RECOVERY ? longer : delay;
  }

  private SimulatedViewer viewer(long startBps, long... layers) {
    return new SimulatedViewer(
        line, startBps, WANTED, (10 + random.nextLong(50)) * MILLI, random, layers);
  }

  /** Runs one viewer. */
  LineScenario run(long... layers) {
    SimulatedViewer viewer = viewer(1_000_000, layers);
    double[] queues = new double[(int) (END / SimulatedViewer.TICK_NANOS)];
    double taken = 0;
    int counted = 0;
    int best = 0;
    int steady = 0;
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (long now = 0; now < END; now += SimulatedViewer.TICK_NANOS) {
      compete(now);
      viewer.tick(now);
      double estimate = viewer.estimator().bps();
      double queue = line.queuedNanos(now) / 1e6;
      queues[counted++] = queue;
      taken += rates().applyAsDouble(now) * SimulatedViewer.TICK_NANOS / 8e9;
      note(now, queue, viewer, layers.length > 0);
      int side = side(now);
      if (side >= 0) {
        boolean little = side == 0 && trace != Trace.LONGER;
        sums[side] += estimate / (little ? LOW : HIGH);
        counts[side]++;
        steady++;
        best += viewer.layer() == (little ? 1 : 2) ? 1 : 0;
      }
    }
    low = sums[0] / counts[0];
    high = sums[1] / counts[1];
    bestLayer = (double) best / steady;
    use = viewer.sentBytes / taken;
    Arrays.sort(queues);
    queue95 = queues[(int) (queues.length * 0.95)];
    return this;
  }

  /** The steady parts: 0 while the line takes little, 1 while much; else less than 0. */
  private static int side(long now) {
    if (now >= DROP + 6 * SECOND && now < RECOVERY) {
      return 0;
    }
    boolean much = (now >= 6 * SECOND && now < DROP) || now >= RECOVERY + 8 * SECOND;
    return much ? 1 : -1;
  }

  private void note(long now, double queue, SimulatedViewer viewer, boolean layered) {
    if (now >= DROP && now < DROP + 2 * SECOND) {
      peak = Math.max(peak, queue);
    } else if (now >= DROP + 2 * SECOND && now < RECOVERY) {
      later = Math.max(later, queue);
    }
    boolean top = isTop(viewer, layered);
    boolean disturbed = now >= DROP && now < RECOVERY;
    away += disturbed && !top ? (double) SimulatedViewer.TICK_NANOS / SECOND : 0;
    if (now >= RECOVERY && back < 0 && top) {
      back = (double) (now - RECOVERY) / SECOND;
    }
  }

  private static boolean isTop(SimulatedViewer viewer, boolean layered) {
    return layered ? viewer.layer() == 2 : viewer.estimator().bps() > 0.85 * HIGH;
  }

  private void compete(long now) {
    while (trace == Trace.COMPETING && nextCompeting <= now && now < RECOVERY) {
      line.offer(nextCompeting, PACKET);
      nextCompeting += (long) (PACKET * 8e9 / (HIGH - LOW));
    }
  }

  /** What two viewers send of whom the second comes later, the less by the more. */
  double share(long lasts) {
    SimulatedViewer one = viewer(1_000_000);
    SimulatedViewer two = viewer(300_000);
    long half = lasts / 2;
    long oneBytes = 0;
    long twoBytes = 0;
    for (long now = 0; now < lasts; now += SimulatedViewer.TICK_NANOS) {
      if (now <= half) {
        oneBytes = one.sentBytes;
        twoBytes = two.sentBytes;
      }
      one.tick(now);
      if (now > 3 * SECOND) {
        two.tick(now);
      }
    }
    double first = one.sentBytes - oneBytes;
    double second = two.sentBytes - twoBytes;
    return Math.min(first, second) / Math.max(first, second);
  }

  /**
   * The part of a minute for which a good line that loses by chance is not taken for a slow one.
   */
  static double unbounded(double loss, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    SimulatedLine line =
        new SimulatedLine(at -> 8 * HIGH, SECOND, false, loss, at -> 20 * MILLI, 2 * MILLI, random);
    long top = LAYERS[2];
    SimulatedViewer viewer = new SimulatedViewer(line, UNKNOWN, WANTED, 20 * MILLI, random, top);
    int good = 0;
    int all = 0;
    for (long now = 0; now < 60 * SECOND; now += SimulatedViewer.TICK_NANOS) {
      viewer.tick(now);
      good += viewer.estimator().bps() > 4 * top ? 1 : 0;
      all++;
    }
    return (double) good / all;
  }
}
