package org.vigie.bridge.loop;

import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.relay.Home;
import org.vigie.bridge.relay.Neighbours;
import org.vigie.bridge.relay.RelayCommand;

/** A second Loop beside a test's own, which is home to {@code cam-1}; both turn together. */
final class FarLoop extends VirtualTime {
  static final String STREAM = "cam-1";

  /** What the two know of each other. */
  static final class Link {
    private final VirtualTime[] loops = new VirtualTime[2];
    private final int home = Home.of(new StreamId(STREAM), 2);

    /** For the test's own Loop. */
    Neighbours home() {
      return new End(this, home);
    }
  }

  private record End(Link link, int own) implements Neighbours {
    @Override
    public int count() {
      return 2;
    }

    @Override
    public void offer(int loop, RelayCommand command) {
      link.loops[loop].loop.offer(new LoopCommand.Relayed(command));
    }

    @Override
    public void wake(int loop) {}
  }

  private final Runnable turnHome;

  /** Beside a Loop that was made with this link. */
  FarLoop(Link link, VirtualTime home, Runnable turnHome) {
    super(new End(link, 1 - link.home));
    link.loops[link.home] = home;
    link.loops[1 - link.home] = this;
    this.turnHome = turnHome;
  }

  @Override
  void turn() {
    super.turn();
    turnHome.run();
    super.turn();
  }

  /** Turns at this time, alone. */
  void follow(long nowNanos) {
    now = nowNanos;
    super.turn();
  }
}
