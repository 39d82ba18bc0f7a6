package org.vigie.simulator.load.media;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.simulator.load.LoadPlan;
import org.vigie.simulator.load.LoadReport.Delays;
import org.vigie.simulator.load.LoadReport.OwnCost;
import org.vigie.simulator.load.LoadReport.Percentiles;
import org.vigie.simulator.load.LoadReport.Repair;
import org.vigie.simulator.load.LoadReport.Traffic;
import org.vigie.simulator.load.MediaServer;
import org.vigie.simulator.sdp.Offer;

/** Cameras and viewers on the media thread, for other threads. */
public final class MediaSessions {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A whole frame's burst for a thousand viewers takes half of it. */
  private static final long BEHIND_NANOS = 50_000_000;

  private final MediaThread thread;
  private final LoadPlan plan;
  private final Measurements counts;
  private final LoadViewer.Scratch scratch = new LoadViewer.Scratch();

  // Of the media thread.
  private final @Nullable LoadCamera[] cameras;
  private final List<LoadViewer> viewers = new ArrayList<>();
  private long beganAt;
  private long windowNanos;
  private Duration processAtBegin = Duration.ZERO;
  private @Nullable OwnCost own;

  /** No sessions yet. */
  public MediaSessions(MediaThread thread, LoadPlan plan) {
    this.thread = thread;
    this.plan = plan;
    this.counts = thread.counts();
    this.cameras = new LoadCamera[plan.cameras()];
  }

  /** A camera whose session is up begins to send, out of step with the others. */
  public void addCamera(
      int number,
      MediaPort port,
      SrtpTransform srtp,
      MediaServer.Video video,
      Offer.Source source) {
    SecurePort secure = new SecurePort(port.path(), srtp, thread.outbox());
    long interval = NANOS_PER_SECOND / plan.camera().framesPerSecond();
    long phase = interval * number / plan.cameras();
    thread.run(() -> {
      long startAt = (System.nanoTime() / interval + 1) * interval + phase;
      LoadCamera camera = new LoadCamera(number, secure, video, source, plan, counts, startAt);
      cameras[number] = camera;
      thread.add(camera);
      port.use(camera);
    });
  }

  /** A viewer whose session is up begins to count; its camera must be there if it publishes. */
  public void addViewer(
      int cameraNumber,
      MediaPort port,
      SrtpTransform srtp,
      MediaServer.Video video,
      long requestedAt) {
    SecurePort secure = new SecurePort(port.path(), srtp, thread.outbox());
    thread.run(() -> {
      LoadCamera camera = cameraNumber < cameras.length ? cameras[cameraNumber] : null;
      LoadViewer viewer =
          new LoadViewer(cameraNumber, camera, secure, video, plan, scratch, counts, requestedAt);
      viewers.add(viewer);
      port.use(viewer);
    });
  }

  /** From now on packets count. */
  public void beginWindow() {
    thread.ask(() -> {
      counts.late.clear();
      counts.begin(thread.cpuNanos(), refused());
      processAtBegin = processCpu();
      beganAt = System.nanoTime();
      thread.cameras().forEach(LoadCamera::beginWindow);
      return true;
    });
  }

  /** What is sent from now on does not count; what comes of the rest still does. */
  public void endWindow() {
    thread.ask(() -> {
      thread.cameras().forEach(LoadCamera::endWindow);
      windowNanos = System.nanoTime() - beganAt;
      own = ownCost();
      counts.recording = false;
      return true;
    });
  }

  private OwnCost ownCost() {
    long cpu = counts.cpuSince(thread.cpuNanos());
    return new OwnCost(
        Duration.ofNanos(cpu),
        processCpu().minus(processAtBegin),
        counts.datagrams == 0 ? 0 : (double) cpu / counts.datagrams,
        counts.turnGap.percentiles(),
        counts.late.percentiles(),
        counts.refusedSince(refused()));
  }

  private long refused() {
    var datagrams = thread.datagrams();
    return datagrams.sendBlocked()
        + datagrams.sendUnreachable()
        + datagrams.sendTooLong()
        + datagrams.sendFailed();
  }

  private static Duration processCpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Duration.ofNanos(system.getProcessCpuTime())
        : Duration.ZERO;
  }

  /** Packets that counted, when the window is over. */
  public Traffic traffic() {
    return thread.ask(() ->
        new Traffic(
            Duration.ofNanos(windowNanos),
            thread.cameras().stream().mapToLong(LoadCamera::windowPackets).sum(),
            counts.sentBytes,
            counts.received,
            counts.receivedBytes,
            viewers.stream().mapToLong(LoadViewer::lost).sum(),
            counts.duplicates,
            counts.received == 0 ? 0 : (double) counts.inOrder / counts.received));
  }

  /** How long they took. */
  public Delays delays() {
    return thread.ask(() ->
        new Delays(
            counts.packetDelay.percentiles(),
            counts.frameDelay.percentiles(),
            viewers.stream().mapToLong(v -> v.mapping().samples()).sum(),
            viewers.stream().mapToLong(v -> v.mapping().disagreeing()).sum()));
  }

  /** What was repaired. */
  public Repair repair() {
    return thread.ask(() ->
        new Repair(
            counts.receiverReports,
            counts.transportFeedbacks,
            counts.droppedByViewers,
            counts.nacked,
            counts.repaired,
            counts.rtx,
            counts.rtcpReceived,
            counts.droppedByCameras,
            counts.nackedByServer,
            counts.sentAgain,
            counts.keyFramesAsked));
  }

  /** What the window cost this process. */
  public OwnCost own() {
    return thread.ask(() -> {
      if (own == null) {
        throw new IllegalStateException("the window is not over");
      }
      return own;
    });
  }

  /** From asking for a session to its first packet. */
  public Percentiles firstPacket() {
    return thread.ask(counts.firstPacket::percentiles);
  }

  /** Viewers that media ought to come to, and does not. */
  public int viewersWithoutMedia() {
    return thread.ask(
        () -> (int) viewers.stream().filter(v -> v.expectsMedia() && !v.hasMedia()).count());
  }

  /** What makes the figures doubtful, in words; empty if nothing does. */
  public List<String> faults() {
    return thread.ask(() -> {
      List<String> faults = new ArrayList<>();
      note(faults, counts.undecryptable, "packets could not be decrypted");
      note(faults, counts.strange, "packets were of no known source or camera");
      note(faults, counts.byes, "sources said BYE");
      if (counts.longestBacklog > BEHIND_NANOS) {
        faults.add(
            "the load test itself was behind for up to %d ms: give it a core of its own"
                .formatted(counts.longestBacklog / 1_000_000));
      }
      long now = System.nanoTime();
      note(
          faults,
          thread.ports().stream().filter(p -> !p.consents(now)).count(),
          "sessions to whose checks the server no longer answers");
      return faults;
    });
  }

  private static void note(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }
}
