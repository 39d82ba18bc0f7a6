package org.vigie.simulator.load;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.SocketChoice;
import org.vigie.bridge.udp.UdpOptions;
import org.vigie.bridge.udp.UdpSocket;
import org.vigie.bridge.udp.UdpSockets;
import org.vigie.simulator.load.media.MediaPort;
import org.vigie.simulator.load.media.MediaSessions;
import org.vigie.simulator.load.media.MediaThread;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.transport.DtlsIdentity;

/**
 * One run of the load test: cameras publish, viewers join, all warms up, the window is measured,
 * and everything is taken down again.
 *
 * <p>{@link #run} may be called once; {@link #stop} by any thread, and at any time.
 */
public final class LoadRun {
  /** Half a second of 1 Gbit/s, so that a pause of this process loses nothing. */
  private static final UdpOptions OPTIONS =
      UdpOptions.defaults().withReceiveOffload(true).withBufferBytes(64 << 20);

  private static final Duration DRAIN = Duration.ofMillis(500);

  private final LoadPlan plan;
  private final MediaServer server;
  private final AddressBlock addresses;
  private final Progress progress;
  private final LoadSession.Security security;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean begun = new AtomicBoolean();

  /** A run that is still to begin. */
  public LoadRun(LoadPlan plan, MediaServer server, AddressBlock addresses, Progress progress) {
    this.plan = plan;
    this.server = server;
    this.addresses = addresses;
    this.progress = progress;
    this.security = new LoadSession.Security(DtlsIdentity.generate(), plan.profile());
  }

  /**
   * Runs it to the end, or until {@link #stop}.
   *
   * @return what was found; empty if it was stopped before there was anything
   * @throws IOException if the server cannot be reached or refuses, if not one session came up, or
   *     if this machine lacks the addresses; the message names the cause
   */
  public Optional<LoadReport> run() throws IOException, InterruptedException {
    begun.set(true);
    Instant at = Instant.now();
    Optional<ServerProcess> process = process();
    JoinPhase cameras = phase("publishing", plan.cameras(), "cameras");
    JoinPhase viewers = phase("joining", plan.viewers(), "viewers");
    try (MediaThread thread = new MediaThread(socket()).start()) {
      try {
        server.prepare(plan.cameras());
        MediaSessions sessions = new MediaSessions(thread, plan);
        publish(cameras, thread, sessions);
        join(viewers, thread, sessions);
        return measured(at, process, cameras, viewers, sessions);
      } finally {
        progress.done();
        viewers.endAll();
        cameras.endAll();
        server.close();
      }
    } finally {
      over.countDown();
    }
  }

  private Optional<ServerProcess> process() throws IOException {
    return plan.server().isPresent()
        ? Optional.of(ServerProcess.of(plan.server().getAsLong()))
        : Optional.empty();
  }

  private JoinPhase phase(String what, int of, String unit) {
    return new JoinPhase(plan.joinsAtOnce(), done -> progress.step(what, done, of, unit));
  }

  private UdpSocket socket() throws IOException {
    int sessions = plan.cameras() + plan.viewers();
    return UdpSockets.open(SocketChoice.AUTO, addresses.addresses(sessions), 0, OPTIONS);
  }

  private void publish(JoinPhase phase, MediaThread thread, MediaSessions sessions)
      throws IOException, InterruptedException {
    phase.run(
        plan.cameras(),
        number -> {
          MediaPort port = thread.port(number);
          Offer.Source source = source();
          LoadSession session =
              LoadSession.join(port, security, local -> server.publish(number, local, source));
          sessions.addCamera(number, port, session.srtp(), session.video(), source);
          return session;
        });
    requireSome(phase, "camera");
  }

  private static Offer.Source source() {
    int ssrc = ThreadLocalRandom.current().nextInt(2, Integer.MAX_VALUE);
    return new Offer.Source(ssrc, ssrc - 1, "load");
  }

  private void join(JoinPhase phase, MediaThread thread, MediaSessions sessions)
      throws IOException, InterruptedException {
    phase.run(
        isStopped() ? 0 : plan.viewers(),
        number -> {
          long requestedAt = System.nanoTime();
          int camera = number % plan.cameras();
          MediaPort port = thread.port(plan.cameras() + number);
          LoadSession session =
              LoadSession.join(port, security, local -> server.subscribe(camera, local));
          sessions.addViewer(camera, port, session.srtp(), session.video(), requestedAt);
          return session;
        });
    if (plan.viewers() > 0 && !isStopped()) {
      requireSome(phase, "viewer");
    }
  }

  private static void requireSome(JoinPhase phase, String what) throws IOException {
    IOException failure = phase.firstFailure();
    if (phase.sessions().isEmpty() && failure != null) {
      throw new IOException("no " + what + " came up: " + failure.getMessage(), failure);
    }
  }

  private Optional<LoadReport> measured(
      Instant at,
      Optional<ServerProcess> process,
      JoinPhase cameras,
      JoinPhase viewers,
      MediaSessions sessions)
      throws IOException, InterruptedException {
    if (pause("warming up", plan.warmUp())) {
      return Optional.empty();
    }
    ServerProcess.@Nullable Sample before = process.isPresent() ? process.get().sample() : null;
    sessions.beginWindow();
    pause("measuring", plan.measured());
    sessions.endWindow();
    ServerProcess.@Nullable Sample after = process.isPresent() ? process.get().sample() : null;
    stopped.await(DRAIN.toNanos(), TimeUnit.NANOSECONDS); // what is under way may still come
    LoadReport.Traffic traffic = sessions.traffic();
    Optional<LoadReport.ServerCost> cost =
        before == null || after == null
            ? Optional.empty()
            : Optional.of(before.until(after, traffic.received()));
    return Optional.of(
        new LoadReport(
            server.name(),
            plan,
            at,
            joins(cameras, viewers, sessions),
            traffic,
            sessions.delays(),
            sessions.repair(),
            sessions.own(),
            cost,
            faults(traffic, sessions)));
  }

  private static LoadReport.Joins joins(
      JoinPhase cameras, JoinPhase viewers, MediaSessions sessions) {
    return new LoadReport.Joins(
        cameras.sessions().size(),
        viewers.sessions().size(),
        JoinPhase.merged(cameras.failures(), viewers.failures()),
        viewers.took(),
        viewers.perSecond(),
        viewers.times(),
        sessions.firstPacket());
  }

  private List<String> faults(LoadReport.Traffic traffic, MediaSessions sessions) {
    List<String> faults = new ArrayList<>(sessions.faults());
    int silent = sessions.viewersWithoutMedia();
    boolean sending = plan.camera().bps() > 0;
    if (silent > 0 && sending) {
      faults.add("no media came to " + silent + " of " + plan.viewers() + " viewers");
    }
    if (traffic.sent() == 0 && sending) {
      faults.add("no camera sent anything");
    }
    if (isStopped()) {
      faults.add("stopped early");
    }
    return faults;
  }

  /** Waits, second by second; returns whether it was stopped. */
  private boolean pause(String what, Duration length) throws InterruptedException {
    long start = System.nanoTime();
    int seconds = (int) Math.ceil(length.toNanos() / 1e9);
    for (int done = 0; done < seconds; done++) {
      progress.step(what, done, seconds, "s");
      long next = Math.min(TimeUnit.SECONDS.toNanos(done + 1L), length.toNanos());
      if (stopped.await(start + next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return isStopped();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Ends the run early, and waits until all its sessions are taken down. */
  public void stop() {
    stopped.countDown();
    try {
      if (begun.get()) {
        over.await(30, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
