package org.vigie.simulator.impair;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Both directions of a bad line, in real time: a thread of its own lets packets leave. */
public final class Lines implements AutoCloseable {
  /** A direction, as the side behind the line sees it. */
  public enum Way {
    /** From the clients to the target. */
    UP,
    /** From the target to the clients. */
    DOWN
  }

  /** How a direction is, and what became of its packets. */
  public record State(Traits traits, Map<String, Long> counts) {}

  private static final long MOST_WAIT_NANOS = 1_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Way, Line> lines = new EnumMap<>(Way.class);
  private final Thread thread = Thread.ofPlatform().name("lines").daemon().unstarted(this::run);
  private boolean closed;

  /** Unimpaired lines; the same seed gives the same packets the same fate. */
  public Lines(long seed) {
    RandomGeneratorFactory<RandomGenerator> randoms = RandomGeneratorFactory.of("L64X128MixRandom");
    for (Way way : Way.values()) {
      lines.put(way, new Line(randoms.create(seed * 31 + way.ordinal())));
    }
    thread.start();
  }

  void enter(Way way, Packet packet) {
    lock.lock();
    try {
      line(way).enter(System.nanoTime(), packet);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Changes directions, all at once. */
  public void change(Map<Way, Traits> traits) {
    lock.lock();
    try {
      long now = System.nanoTime();
      traits.forEach((way, each) -> line(way).traits(now, each));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Both directions. */
  public Map<Way, State> state() {
    lock.lock();
    try {
      Map<Way, State> state = new LinkedHashMap<>();
      lines.forEach((way, line) -> state.put(way, new State(line.traits(), line.counts().all())));
      return state;
    } finally {
      lock.unlock();
    }
  }

  private Line line(Way way) {
    Line line = lines.get(way);
    if (line == null) {
      throw new IllegalStateException("no line " + way);
    }
    return line;
  }

  private void run() {
    lock.lock();
    try {
      while (!closed) {
        long left = changed.awaitNanos(turn());
        assert left <= MOST_WAIT_NANOS;
      }
    } catch (InterruptedException _) {
      // It is over.
    } finally {
      lock.unlock();
    }
  }

  /** Lets leave what has arrived; how long until there is more to do, ns. */
  private long turn() {
    long now = System.nanoTime();
    long wait = MOST_WAIT_NANOS;
    for (Line line : lines.values()) {
      line.advance(now);
      long deadline = line.nextDeadline();
      wait = deadline == Line.NEVER ? wait : Math.min(wait, deadline - now);
    }
    return wait;
  }

  /** What is on the way is lost. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
