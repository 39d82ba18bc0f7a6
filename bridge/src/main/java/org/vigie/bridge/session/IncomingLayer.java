package org.vigie.bridge.session;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.feedback.KeyFrameRequester;
import org.vigie.bridge.feedback.NackGenerator;
import org.vigie.bridge.feedback.RateMeter;
import org.vigie.bridge.feedback.ReceptionStatistics;
import org.vigie.bridge.feedback.RepairPatience;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.SequenceUnwrapper;
import org.vigie.bridge.rtp.TimestampUnwrapper;

/** One SSRC of a camera as it arrives: what is missing, what is reported, and how much comes. */
final class IncomingLayer {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final int MAX_STEP_BACK = 3_000;
  private static final int NOT_BEHIND = -1;
  private static final long ARRIVING_NANOS = 2_000_000_000L;

  /** Browsers repeat what they have just sent, to probe the line; that may overtake it. */
  private static final int MAX_REPEATED_AHEAD = 100;

  private static final int[] NONE = {};

  final SequenceUnwrapper sequences = new SequenceUnwrapper();
  final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  final NackGenerator losses = new NackGenerator();
  final RateMeter rate = new RateMeter(WINDOW);
  final KeyFrameFinder starts = new KeyFrameFinder();
  final RepairTrip trip = new RepairTrip();
  final RepairPatience patience = new RepairPatience();
  final Insertions insertions = new Insertions();
  final SourceLayers layers = new SourceLayers();
  final ReceptionStatistics reception;
  final KeyFrameRequester keyFrames;

  private final TrackClock.CameraOffset camera;
  private @Nullable ParameterSetPackets sets;
  private TrackClock clock;
  private int clockRate;
  private final int ssrc;
  private final Layer layer;
  private int farBehind = NOT_BEHIND;
  private int firSequence;
  private long lastArrivalNanos;
  private boolean anyFrame;
  private boolean laterFrame;
  private long newestFrame;
  private long newestTimestamp;
  private int width;
  private int height;
  private long packets;
  private long jumpSequence = Long.MIN_VALUE;
  private long jumpedTicks;
  private long jumpedTicksBefore;
  private int[] displaced = NONE;
  private boolean repairsApart;

  IncomingLayer(int ssrc, Layer layer, int clockRate, TrackClock.CameraOffset camera, boolean fir) {
    this.camera = camera;
    this.clockRate = clockRate;
    this.clock = new TrackClock(clockRate, camera);
    this.ssrc = ssrc;
    this.layer = layer;
    reception = new ReceptionStatistics(clockRate);
    keyFrames = new KeyFrameRequester(fir);
  }

  int ssrc() {
    return ssrc;
  }

  Layer layer() {
    return layer;
  }

  /** A packet came under its own SSRC; {@code apart} where answers to NACKs come under another. */
  void received(long nowNanos, long sequence, boolean apart) {
    if (apart || repairsApart) {
      losses.received(nowNanos, sequence);
      return;
    }
    switch (losses.receivedOrAnswered(nowNanos, sequence, trip.measuredNanos())) {
      case BY_ITSELF -> {}
      case ANSWER -> trip.answered(nowNanos, sequence);
      case REPEATED -> trip.answeredOnlyNow(nowNanos, sequence);
    }
  }

  /** A packet was sent again under an SSRC of its own (RFC 4588). */
  void recovered(long nowNanos, long sequence) {
    repairsApart = true;
    losses.recovered(nowNanos, sequence);
    trip.answered(nowNanos, sequence);
  }

  /** Takes the place of another source, or of its own numbers of before. */
  void displace(IncomingLayer before) {
    int[] ssrcs = Arrays.copyOf(before.displaced, before.displaced.length + 1);
    ssrcs[before.displaced.length] = before.ssrc;
    displaced = Arrays.stream(ssrcs).filter(other -> other != ssrc).toArray();
  }

  /**
   * Whether it has taken the place of this source and still arrives. Where a camera sends one layer
   * under two SSRCs at a time, the viewers would else begin anew with every packet.
   */
  boolean keepsOut(long nowNanos, int otherSsrc) {
    if (otherSsrc == ssrc || !arriving(nowNanos)) {
      return false;
    }
    for (int each : displaced) {
      if (each == otherSsrc) {
        return true;
      }
    }
    return false;
  }

  /** Whether a repeated packet can be one of this source: another's has any number. */
  boolean mayRepeat(long sequence) {
    return sequence <= sequences.highest() + MAX_REPEATED_AHEAD
        && sequence >= sequences.highest() - MAX_STEP_BACK;
  }

  /**
   * Whether the source has begun its numbers anew: two packets in a row that are far behind and
   * follow each other (as in RFC 3550, appendix A.1). One alone is a straggler.
   */
  boolean restarts(int sequenceNumber) {
    boolean behind =
        sequences.isStarted()
            && sequences.highest() - sequences.peek(sequenceNumber) > MAX_STEP_BACK;
    boolean again = behind && farBehind != NOT_BEHIND && follows(farBehind, sequenceNumber);
    farBehind = behind ? sequenceNumber : NOT_BEHIND;
    return again;
  }

  private static boolean follows(int before, int sequenceNumber) {
    int step = (short) (sequenceNumber - before);
    return step > 0 && step < MAX_STEP_BACK;
  }

  /** Its parameter sets; made for sources of H.264. */
  ParameterSetPackets sets() {
    ParameterSetPackets known = sets == null ? new ParameterSetPackets() : sets;
    sets = known;
    return known;
  }

  /** The time of its timestamps: each source has its own (RFC 3550, section 5.1). */
  TrackClock clock() {
    return clock;
  }

  /** A packet of a codec with this clock, which may be another than before. */
  void timedBy(int newClockRate) {
    if (clockRate != newClockRate) {
      clockRate = newClockRate;
      clock = new TrackClock(newClockRate, camera);
    }
  }

  /**
   * Makes a packet's timestamp go on from those before where the camera's RTP clock was set:
   * decoders and lip sync at viewers take seconds to get over such a step.
   */
  void steady(RtpPacket packet, long sequence) {
    long jumped = clock.jumpedTicks();
    if (jumped != jumpedTicks) {
      jumpedTicksBefore = jumpedTicks;
      jumpedTicks = jumped;
      jumpSequence = sequence;
    }
    long ticks = sequence < jumpSequence ? jumpedTicksBefore : jumpedTicks;
    if (ticks != 0) {
      packet.retime(packet.timestamp() - (int) ticks);
    }
  }

  /** The command number of the next FIR (RFC 5104, section 4.3.1.2). */
  int nextFirSequence() {
    return firSequence++ & 0xff;
  }

  /** Counts a packet with these unwrapped numbers; a camera's clock may step back. */
  void arrived(long nowNanos, int bytes, long sequence, long timestamp) {
    packets++;
    lastArrivalNanos = nowNanos;
    rate.addBytes(nowNanos, bytes);
    if (!anyFrame || (sequence > newestFrame && timestamp != newestTimestamp)) {
      laterFrame = anyFrame;
      anyFrame = true;
      newestFrame = sequence;
      newestTimestamp = timestamp;
      rate.addEvent(nowNanos);
    }
  }

  /**
   * Whether its first picture is over and no key frame has begun: the first was sent before anybody
   * heard, and who comes to watch should not have to wait for another.
   */
  boolean missedItsStart() {
    return laterFrame && keyFrames.keyFrames() == 0;
  }

  /** A picture of this size begins. */
  void pictureSize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  long packets() {
    return packets;
  }

  boolean arriving(long nowNanos) {
    return packets > 0 && nowNanos - lastArrivalNanos < ARRIVING_NANOS;
  }

  /** Whether nothing came for so long that what was missed is not asked for again. */
  boolean wasSilent(long nowNanos) {
    return packets > 0 && nowNanos - lastArrivalNanos > NackGenerator.MAX_SILENCE_NANOS;
  }

  /** When its last packet came; meaningful once {@link #packets()} is not 0. */
  long lastArrivalNanos() {
    return lastArrivalNanos;
  }
}
