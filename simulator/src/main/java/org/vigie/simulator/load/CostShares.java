package org.vigie.simulator.load;

import java.time.Duration;
import org.vigie.simulator.load.LoadReport.ServerCost;
import org.vigie.simulator.load.LoadReport.Traffic;

/** What a server's process cost by packet and by time; all 0 where nothing was forwarded. */
record CostShares(ServerCost cost, Traffic traffic) {
  /** Cores that its threads kept busy, 1 for a whole one. */
  double coresUsed() {
    return by(cost.user().plus(cost.system()), traffic.window().toNanos());
  }

  double userNanosPerForwarded() {
    return by(cost.user(), traffic.received());
  }

  double systemNanosPerForwarded() {
    return by(cost.system(), traffic.received());
  }

  /** Includes what the kernel did on the process's cores for nobody in particular. */
  double coreBusyNanosPerForwarded() {
    return by(cost.coreBusy(), traffic.received());
  }

  /** Per packet that came in or went out, for few viewers a camera. */
  double nanosPerPacketInAndOut() {
    return by(cost.user().plus(cost.system()), traffic.sent() + traffic.received());
  }

  private static double by(Duration spent, long divisor) {
    return divisor == 0 ? 0 : (double) spent.toNanos() / divisor;
  }
}
