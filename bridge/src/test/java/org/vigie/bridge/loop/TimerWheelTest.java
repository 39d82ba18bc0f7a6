package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.loop.TimerWheel.Timer;

class TimerWheelTest {
  private static final long TICK = 1_000_000;

  private final List<String> fired = new ArrayList<>();
  private final TimerWheel<String> wheel = new TimerWheel<>(TICK, 0);

  @Test
  void firesOnceAfterItsDeadlineAndNotBefore() {
    wheel.schedule(new Timer<>("a"), 5 * TICK);
    expire(5 * TICK);
    assertEquals(List.of(), fired);
    expire(6 * TICK);
    expire(7 * TICK);
    assertEquals(List.of("a"), fired);
  }

  @Test
  void aLaterScheduleReplacesTheEarlier() {
    Timer<String> timer = new Timer<>("a");
    wheel.schedule(timer, 5 * TICK);
    wheel.schedule(timer, 50 * TICK);
    expire(49 * TICK);
    assertEquals(List.of(), fired);
    expire(52 * TICK);
    assertEquals(List.of("a"), fired);
  }

  @Test
  void aDeadlineBeyondTheRingIsKept() {
    wheel.schedule(new Timer<>("far"), 5_000 * TICK);
    for (long now = 0; now < 5_000 * TICK; now += 100 * TICK) {
      expire(now);
    }
    assertEquals(List.of(), fired);
    expire(5_001 * TICK);
    assertEquals(List.of("far"), fired);
  }

  @Test
  void aLongSleepFiresEverythingThatIsDue() {
    wheel.schedule(new Timer<>("a"), 3 * TICK);
    wheel.schedule(new Timer<>("b"), 1_000 * TICK);
    expire(1_000_000 * TICK);
    assertEquals(2, fired.size());
  }

  @Test
  void whatFiresMayCancelAnotherOfTheSameTick() {
    Timer<String> a = new Timer<>("a");
    Timer<String> b = new Timer<>("b");
    wheel.schedule(a, TICK);
    wheel.schedule(b, TICK);
    wheel.expire(
        3 * TICK,
        (name, now) -> {
          fired.add(name);
          wheel.cancel(a);
          wheel.cancel(b);
        });
    assertEquals(1, fired.size());
    assertEquals(Long.MAX_VALUE, wheel.nextDeadlineNanos());
  }

  @Test
  void tellsWhenItShouldBeAskedNext() {
    assertEquals(Long.MAX_VALUE, wheel.nextDeadlineNanos());
    wheel.schedule(new Timer<>("a"), 700 * TICK);
    assertEquals(701 * TICK, wheel.nextDeadlineNanos());
    wheel.schedule(new Timer<>("b"), 3 * TICK + 5);
    assertEquals(4 * TICK, wheel.nextDeadlineNanos());
  }

  @Test
  void agreesWithAnOrderedMapOverRandomSchedules() {
    Random random = new Random(7);
    TimerWheel<Integer> wheel = new TimerWheel<>(TICK, 0);
    TreeMap<Integer, Long> expected = new TreeMap<>();
    List<Timer<Integer>> timers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      timers.add(new Timer<>(i));
    }
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      int pick = random.nextInt(50);
      long deadline = now + random.nextLong(3_000 * TICK);
      wheel.schedule(timers.get(pick), deadline);
      expected.put(pick, deadline);
      now += random.nextLong(20 * TICK);
      long at = now;
      wheel.expire(
          now,
          (owner, when) -> {
            Long due = expected.remove(owner);
            assertTrue(due != null && due <= at, "fired early or twice");
          });
      long oldest = at - 2 * TICK;
      assertTrue(expected.values().stream().allMatch(due -> due > oldest), "one fired late");
    }
  }

  private void expire(long now) {
    wheel.expire(now, (name, when) -> fired.add(name));
  }
}
