package org.vigie.simulator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.rtp.ExtensionIds;
import org.vigie.simulator.rtp.RtpStream;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.signal.RefusedException;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.SecureTransport;

/**
 * A camera that publishes footage by WHIP until it is stopped, is taken over, or is refused for
 * good. While the relay is away it tries again, waiting up to 10 s in between.
 */
public final class SimulatedCamera implements AutoCloseable {
  private static final int H264 = 102;
  private static final int RTX = 103;
  private static final int OPUS = 111;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final long SUSPICIOUS_SILENCE = 5_000_000_000L;

  private final Options options;
  private final Footage footage;
  private final Consumer<CameraState> states;
  private final CompletableFuture<CameraState> end = new CompletableFuture<>();
  private final int videoSsrc = ssrc();
  private final int rtxSsrc = ssrc();
  private final int audioSsrc = ssrc();
  private final String cname = "sim-" + Integer.toUnsignedString(videoSsrc, 36);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable MediaSender sender;
  private volatile @Nullable RelaySession session;
  private Duration wait = FIRST_WAIT;
  private long askedAt;

  /**
   * How a camera reaches its relay.
   *
   * @param endpoint of WHIP
   * @param rtx whether to offer retransmission by RFC 4588
   * @param history packets kept for repair, a power of two
   * @param obeys whether it sends a key frame when asked, as not every camera does
   * @param clockJump by how much its RTP clocks are set forward (or back) after a while
   */
  public record Options(
      RelaySession.Access access,
      URI endpoint,
      boolean rtx,
      int history,
      boolean obeys,
      Duration clockJump) {
    /** With RTX and some seconds of history. */
    public Options(RelaySession.Access access, URI endpoint) {
      this(access, endpoint, true, 1_024);
    }

    /** One that sends a key frame when asked. */
    public Options(RelaySession.Access access, URI endpoint, boolean rtx, int history) {
      this(access, endpoint, rtx, history, true, Duration.ZERO);
    }
  }

  /**
   * What has been sent since the last connect.
   *
   * @param videoBytes of payload
   * @param keyFrameRequests PLI and FIR that came
   */
  public record Stats(
      long videoPackets,
      long audioPackets,
      long videoBytes,
      long retransmitted,
      long keyFrameRequests) {}

  /** A camera that has not started; {@code states} is told each change on the camera's thread. */
  public SimulatedCamera(Options options, Footage footage, Consumer<CameraState> states) {
    this.options = options;
    this.footage = footage;
    this.states = states;
    this.thread = Thread.ofVirtual().name("camera").unstarted(this::run);
  }

  /** Starts to connect and returns. */
  public SimulatedCamera start() {
    thread.start();
    return this;
  }

  /** Done when the camera has come to its end, with the last state. */
  public CompletableFuture<CameraState> end() {
    return end.copy();
  }

  /** What it sends now, or nothing while it is not live. */
  public Optional<Stats> stats() {
    return Optional.ofNullable(sender).map(MediaSender::stats);
  }

  /** The session that it has at the relay now, for tests that want to disturb it. */
  public Optional<RelaySession> session() {
    return Optional.ofNullable(session);
  }

  /** Says BYE, deletes the session, says close_notify; waits up to 5 s. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    if (!thread.isAlive() && !end.isDone()) {
      end.complete(new CameraState.Stopped()); // never started
    }
    try {
      end.get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException _) {
      thread.interrupt();
    }
  }

  private void run() {
    CameraState last = new CameraState.Stopped();
    try {
      last = publishUntilTheEnd();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      states.accept(last);
      end.complete(last);
    }
  }

  private CameraState publishUntilTheEnd() throws InterruptedException {
    while (!stopping) {
      String lost;
      try {
        states.accept(new CameraState.Connecting(options.endpoint()));
        if (publish() == SignalingClient.Fate.TAKEN_OVER) {
          return new CameraState.TakenOver();
        }
        lost = "the relay ended the session";
      } catch (RefusedException e) {
        if (e.isFinal()) {
          return new CameraState.Refused(e.problem().line());
        }
        lost = e.problem().line();
      } catch (IOException e) {
        lost = reason(e);
      }
      pause(lost);
    }
    return new CameraState.Stopped();
  }

  private String reason(IOException e) {
    boolean away = e instanceof ConnectException;
    return away ? "no relay at " + options.endpoint() : String.valueOf(e.getMessage());
  }

  private void pause(String lost) {
    if (stopping) {
      return;
    }
    states.accept(new CameraState.Reconnecting(lost, wait));
    long until = System.nanoTime() + wait.toNanos();
    while (!stopping && System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
  }

  /** One session from offer to end; says what became of it. */
  private SignalingClient.Fate publish() throws IOException, InterruptedException {
    try (RelaySession opened =
        RelaySession.open(options.access(), options.endpoint(), offered(), new Incoming())) {
      MediaSender media =
          new MediaSender(footage, tracks(opened.answer()), opened.transport(), options);
      session = opened;
      sender = media;
      wait = FIRST_WAIT;
      states.accept(new CameraState.Live(bps(), picture()));
      media.run(() -> !stopping && isWanted(opened));
      if (stopping) {
        media.bye();
        opened.delete();
        return SignalingClient.Fate.GONE;
      }
      return opened.fate();
    } finally {
      session = null;
      sender = null;
    }
  }

  /** A relay that has said nothing for long may be gone, or may have given our place away. */
  private boolean isWanted(RelaySession opened) {
    SecureTransport transport = opened.transport();
    long now = System.nanoTime();
    boolean ask =
        transport.silentNanos() > SUSPICIOUS_SILENCE && now - askedAt > SUSPICIOUS_SILENCE;
    if (!ask) {
      return transport.isAlive();
    }
    askedAt = now;
    try {
      return opened.fate() == SignalingClient.Fate.ALIVE && transport.isAlive();
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long bps() {
    return footage.video().bps() + (footage.audio().isPresent() ? 50_000 : 0);
  }

  private String picture() {
    return "%d×%d at %.4g frames a second"
        .formatted(
            footage.video().width(), footage.video().height(), footage.video().framesPerSecond());
  }

  private List<Offer.Media> offered() {
    String parameters =
        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
            + footage.video().profileLevelId();
    Offer.Media video =
        new Offer.Media(
            "video",
            "sendonly",
            List.of(new Offer.Format(H264, "H264/90000", parameters, options.rtx() ? RTX : -1)),
            Optional.of(new Offer.Source(videoSsrc, options.rtx() ? rtxSsrc : 0, cname)));
    Offer.Media audio =
        new Offer.Media(
            "audio",
            "sendonly",
            List.of(new Offer.Format(OPUS, "opus/48000/2", "minptime=10;useinbandfec=1", -1)),
            Optional.of(new Offer.Source(audioSsrc, 0, cname)));
    return footage.audio().isPresent() ? List.of(video, audio) : List.of(video);
  }

  private MediaSender.Tracks tracks(Answer answer) throws IOException {
    Answer.Media video =
        answer
            .accepted("video")
            .orElseThrow(() -> new IOException("the relay does not take this camera's H.264"));
    int rtx = options.rtx() ? video.rtxPayloadType(H264) : -1;
    return new MediaSender.Tracks(
        new RtpStream.Parameters(
            videoSsrc, H264, 90_000, rtxSsrc, rtx, video.mid(), ids(video), options.history()),
        answer
            .accepted("audio")
            .map(audio ->
                new RtpStream.Parameters(
                    audioSsrc, OPUS, 48_000, 0, -1, audio.mid(), ids(audio), 16)),
        cname);
  }

  private static ExtensionIds ids(Answer.Media media) {
    return new ExtensionIds(
        media.extension(Offer.MID),
        media.extension(Offer.TRANSPORT_CC),
        media.extension(Offer.ABS_SEND_TIME));
  }

  private static int ssrc() {
    return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  }

  private final class Incoming implements SecureTransport.Listener {
    @Override
    public void rtp(byte[] array, int offset, int length) {}

    @Override
    public void rtcp(byte[] array, int offset, int length) {
      MediaSender media = sender;
      if (media != null) {
        media.rtcp(array, offset, length);
      }
    }

    @Override
    public void closed() {
      LockSupport.unpark(thread);
    }
  }
}
