package org.vigie.simulator.load;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.vigie.simulator.load.LoadReport.Percentiles;
import org.vigie.simulator.load.media.MediaSessions;
import org.vigie.simulator.load.media.MediaThread;
import org.vigie.simulator.load.media.Reflector;
import org.vigie.simulator.load.media.Rehearsal;

/**
 * The load test without a server: what cameras send comes back to the viewers through a second
 * socket of this process that does nothing else. It shows the least delay and cost that any server
 * could be seen with.
 */
public final class SelfRun implements Run {
  private final LoadPlan plan;
  private final AddressBlock addresses;
  private final Progress progress;
  private final StopSignal stop = new StopSignal();

  /** A run that is still to begin. */
  public SelfRun(LoadPlan plan, AddressBlock addresses, Progress progress) {
    this.plan = plan;
    this.addresses = addresses;
    this.progress = progress;
  }

  @Override
  public Optional<LoadReport> run() throws IOException, InterruptedException {
    stop.begin();
    MeasuredWindow window = new MeasuredWindow(plan, progress, stop);
    List<InetAddress> ours = addresses.addresses(plan.cameras() + plan.viewers());
    try (MediaThread thread = new MediaThread(LoadRun.socket(ours)).start();
        Reflector reflector = new Reflector(LoadRun.socket(List.of(ours.getFirst())))) {
      MediaSessions sessions = new MediaSessions(thread, plan);
      Rehearsal rehearsal = new Rehearsal(plan, thread, sessions, reflector);
      for (int camera = 0; camera < plan.cameras(); camera++) {
        rehearsal.add(camera, ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
      }
      reflector.start();
      return window.measure("no server", sessions, () -> joins(sessions));
    } finally {
      progress.done();
      stop.end();
    }
  }

  private LoadReport.Joins joins(MediaSessions sessions) {
    return new LoadReport.Joins(
        plan.cameras(),
        plan.viewers(),
        Map.of(),
        Duration.ZERO,
        0,
        0,
        Percentiles.NONE,
        sessions.firstPacket());
  }

  @Override
  public void stop() {
    stop.stop();
  }
}
