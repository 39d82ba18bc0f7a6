package org.vigie.simulator.load;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
public final class LoadRun implements Run {
  /** Half a second of 1 Gbit/s, so that a pause of this process loses nothing. */
  private static final UdpOptions OPTIONS =
      UdpOptions.defaults().withReceiveOffload(true).withBufferBytes(64 << 20);

  private final LoadPlan plan;
  private final MediaServer server;
  private final AddressBlock addresses;
  private final Progress progress;
  private final LoadSession.Security security;
  private final StopSignal stop = new StopSignal();

  /** A run that is still to begin. */
  public LoadRun(LoadPlan plan, MediaServer server, AddressBlock addresses, Progress progress) {
    this.plan = plan;
    this.server = server;
    this.addresses = addresses;
    this.progress = progress;
    this.security = new LoadSession.Security(DtlsIdentity.generate(), plan.profile());
  }

  /**
   * Runs it.
   *
   * @throws IOException if the server cannot be reached or refuses, if not one session came up, or
   *     if this machine lacks the addresses; the message names the cause
   */
  @Override
  public Optional<LoadReport> run() throws IOException, InterruptedException {
    stop.begin();
    MeasuredWindow window = new MeasuredWindow(plan, progress, stop);
    JoinPhase cameras = phase("publishing", plan.cameras(), "cameras");
    JoinPhase viewers = phase("joining", plan.viewers(), "viewers");
    try (MediaThread thread = new MediaThread(socket(sessionAddresses())).start()) {
      try {
        server.prepare(plan.cameras());
        MediaSessions sessions = new MediaSessions(thread, plan);
        publish(cameras, thread, sessions);
        join(viewers, thread, sessions);
        return window.measure(server.name(), sessions, () -> joins(cameras, viewers, sessions));
      } finally {
        progress.done();
        viewers.endAll();
        cameras.endAll();
        server.close();
      }
    } finally {
      stop.end();
    }
  }

  private JoinPhase phase(String what, int of, String unit) {
    return new JoinPhase(plan.joinsAtOnce(), done -> progress.step(what, done, of, unit));
  }

  private List<InetAddress> sessionAddresses() {
    return addresses.addresses(plan.cameras() + plan.viewers());
  }

  /** A socket with room for a burst to all of them. */
  static UdpSocket socket(List<InetAddress> ours) throws IOException {
    return UdpSockets.open(SocketChoice.AUTO, ours, 0, OPTIONS);
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
        stop.isWanted() ? 0 : plan.viewers(),
        number -> {
          long requestedAt = System.nanoTime();
          int camera = number % plan.cameras();
          MediaPort port = thread.port(plan.cameras() + number);
          LoadSession session =
              LoadSession.join(port, security, local -> server.subscribe(camera, local));
          sessions.addViewer(camera, port, session.srtp(), session.video(), requestedAt);
          return session;
        });
    if (plan.viewers() > 0 && !stop.isWanted()) {
      requireSome(phase, "viewer");
    }
  }

  private static void requireSome(JoinPhase phase, String what) throws IOException {
    IOException failure = phase.firstFailure();
    if (phase.sessions().isEmpty() && failure != null) {
      throw new IOException("no " + what + " came up: " + failure.getMessage(), failure);
    }
  }

  private static LoadReport.Joins joins(
      JoinPhase cameras, JoinPhase viewers, MediaSessions sessions) {
    return new LoadReport.Joins(
        cameras.sessions().size(),
        viewers.sessions().size(),
        JoinPhase.merged(cameras.failures(), viewers.failures()),
        viewers.took(),
        viewers.perSecond(),
        viewers.perSecondOfSecondHalf(),
        viewers.times(),
        sessions.firstPacket());
  }

  @Override
  public void stop() {
    stop.stop();
  }
}
