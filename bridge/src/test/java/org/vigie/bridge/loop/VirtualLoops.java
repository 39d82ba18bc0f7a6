package org.vigie.bridge.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.relay.Home;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.relay.RelayCommand;

/** Loops beside each other in one virtual time; each turns when another calls it. */
final class VirtualLoops {
  private final List<One> loops = new ArrayList<>();
  private final boolean[] called;
  private final boolean[] asleep;
  private long now;
  int wakes;

  /** Runs when a Loop is woken. */
  Runnable onWake = () -> {};

  VirtualLoops(int count) {
    called = new boolean[count];
    asleep = new boolean[count];
    for (int i = 0; i < count; i++) {
      loops.add(new One(new Beside(i, count)));
    }
  }

  /** One of the Loops, in the time of all. */
  final class One extends VirtualTime {
    One(Neighbours neighbours) {
      super(neighbours);
    }

    @Override
    void turn() {
      VirtualLoops.this.now = Math.max(VirtualLoops.this.now, now);
      turnAlone();
      settle();
    }

    private void turnAlone() {
      now = VirtualLoops.this.now;
      super.turn();
    }
  }

  VirtualTime loop(int index) {
    return loops.get(index);
  }

  /** The name of a Stream that is at home there. */
  String homedAt(int loop) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "cam-" + i)
        .filter(name -> Home.of(new StreamId(name), loops.size()) == loop)
        .findFirst()
        .orElseThrow();
  }

  /** The Loop does not turn, whoever calls it. */
  void suspend(int loop) {
    asleep[loop] = true;
  }

  void resume(int loop) {
    asleep[loop] = false;
    loops.get(loop).turn();
  }

  void advance(long nanos) {
    long end = now + nanos;
    while (now < end) {
      now = Math.min(end, now + 5 * VirtualTime.MILLI);
      for (int i = 0; i < loops.size(); i++) {
        called[i] = true;
      }
      settle();
    }
  }

  private void settle() {
    boolean any = true;
    while (any) {
      any = false;
      for (int i = 0; i < loops.size(); i++) {
        if (called[i] && !asleep[i]) {
          called[i] = false;
          loops.get(i).turnAlone();
          any = true;
        }
      }
    }
  }

  /** The sum of a counter over the Loops. */
  long count(String counter) {
    return loops.stream().mapToLong(loop -> loop.stats().counters().get(counter)).sum();
  }

  private final class Beside implements Neighbours {
    private final int own;
    private final int count;

    Beside(int own, int count) {
      this.own = own;
      this.count = count;
    }

    @Override
    public int own() {
      return own;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public void offer(int loop, RelayCommand command) {
      loops.get(loop).loop.offer(new LoopCommand.Relayed(command));
      called[loop] = true;
    }

    @Override
    public void wake(int loop) {
      wakes++;
      onWake.run();
      called[loop] = true;
    }
  }
}
