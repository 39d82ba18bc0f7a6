package org.vigie.bridge.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.CameraBounds;
import org.vigie.bridge.api.Feedback;
import org.vigie.bridge.api.UplinkStats;
import org.vigie.bridge.feedback.KeyFrameRequester;
import org.vigie.bridge.feedback.NackGenerator;
import org.vigie.bridge.feedback.RembEstimator;
import org.vigie.bridge.feedback.ReportInterval;
import org.vigie.bridge.feedback.TransportFeedbackRecorder;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtcpWriter;

/**
 * What a camera is told: receiver reports, requests for lost packets and for key frames, and what
 * it may send (RFC 3550, RFC 4585, RFC 5104, transport-wide feedback, REMB). Everything that is due
 * leaves in one compound packet.
 */
public final class CameraFeedback {
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);

  /** Requests made on behalf of a viewer wait no longer than this for their repetition. */
  private static final long LONGEST_WAIT_NANOS = 100_000_000L;

  /** A camera that sends for so long without the extension it negotiated does not have it now. */
  private static final long TRANSPORT_CC_GRACE_NANOS = 3_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  /** With what protection adds it still fits every path that carries IPv6. */
  private static final int MAX_PACKET_BYTES = 1_150;

  private static final int MAX_PACKETS_AT_ONCE = 8;

  private final SecureTransport transport;
  private final List<IncomingTrack> tracks;
  private final int ssrc;
  private final byte[] cname;
  private final RembEstimator cap;
  private final RembEstimator estimate;
  private final boolean remb;
  private final boolean transportCc;
  private final TransportFeedbackRecorder arrivals;
  private final ReportInterval reports;
  private final RtcpWriter writer = new RtcpWriter();
  private final NackWriter nacks = new NackWriter();
  private final int[] rembSources;
  private long unnumberedSinceNanos = NEVER;
  private long lastNanos;
  private int transportMediaSsrc;
  private int lastLoss;
  private long keyFrameNanos = KeyFrameRequester.MIN_INTERVAL_NANOS;
  private boolean something;

  /**
   * Feedback for these Tracks.
   *
   * @param ssrc this end's source in RTCP
   * @param cname its canonical name
   */
  public CameraFeedback(
      SecureTransport transport,
      List<IncomingTrack> tracks,
      int ssrc,
      String cname,
      CameraBounds bounds,
      RandomGenerator random,
      long nowNanos) {
    this.transport = transport;
    this.tracks = List.copyOf(tracks);
    this.ssrc = ssrc;
    this.cname = cname.getBytes(StandardCharsets.UTF_8);
    this.cap = RembEstimator.capping(bounds.maxBps());
    this.estimate = RembEstimator.estimating(bounds.startBps(), bounds.maxBps());
    this.remb = tracks.stream().anyMatch(track -> track.understands(Feedback.REMB));
    this.transportCc = tracks.stream().anyMatch(IncomingTrack::hasTransportCc);
    this.arrivals = new TransportFeedbackRecorder();
    this.reports = new ReportInterval(REPORT_INTERVAL, random, nowNanos);
    this.rembSources = new int[tracks.stream().mapToInt(track -> track.layers().length).sum()];
  }

  /** Key frames of one Layer are asked for at most so often from now on. */
  void spaceKeyFrames(Duration least) {
    keyFrameNanos = least.toNanos();
  }

  /** Sets what the camera may send; what changes for it is said at once. */
  void bound(long nowNanos, CameraBounds bounds) {
    cap.bound(bounds);
    estimate.bound(bounds);
    onTime(nowNanos);
  }

  /** How the camera's line does. */
  UplinkStats uplink(long nowNanos) {
    long trip = 0;
    for (IncomingTrack track : tracks) {
      for (IncomingLayer layer : track.layers()) {
        trip = Math.max(trip, layer == null ? 0 : layer.trip.measuredNanos());
      }
    }
    return new UplinkStats(
        remb ? Optional.of(rate(nowNanos).currentBps()) : Optional.empty(),
        lastLoss / 256.0,
        trip == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(trip)));
  }

  void addTo(MediaCounters counters) {
    counters.add(arrivals);
    for (IncomingTrack track : tracks) {
      counters.addNackOverflows(track.nackOverflows());
    }
  }

  void start(long nowNanos) {
    lastNanos = nowNanos;
  }

  void transportSequence(long nowNanos, int sequence, int mediaSsrc) {
    unnumberedSinceNanos = NEVER;
    transportMediaSsrc = mediaSsrc;
    arrivals.received(nowNanos, sequence);
  }

  /** A packet came without a transport-wide sequence number though it was to have one. */
  void unnumbered(long nowNanos) {
    unnumberedSinceNanos = Math.min(unnumberedSinceNanos, nowNanos);
  }

  /** Sends what is due. */
  void onTime(long nowNanos) {
    lastNanos = nowNanos;
    if (!transport.ready()) {
      return;
    }
    begin();
    boolean reporting = reports.poll(nowNanos);
    writer.receiverReport(ssrc);
    if (reporting) {
      report(nowNanos);
    }
    sayRate(nowNanos);
    for (IncomingTrack track : tracks) {
      requestMissing(nowNanos, track);
    }
    sayArrivals(nowNanos);
    flush();
  }

  private void begin() {
    writer.begin(transport.array(), transport.offset(), transport.offset() + MAX_PACKET_BYTES);
    something = false;
  }

  private void flush() {
    if (something) {
      transport.sendRtcp(writer.length());
    }
  }

  private void report(long nowNanos) {
    something = true;
    int worstLoss = 0;
    long bps = 0;
    for (IncomingTrack track : tracks) {
      for (IncomingLayer layer : track.layers()) {
        if (layer != null) {
          reportBlock(nowNanos, layer);
          worstLoss = Math.max(worstLoss, layer.reception.fractionLost());
          bps += layer.rate.bps(nowNanos);
        }
      }
    }
    writer.sourceDescription(ssrc, cname);
    writer.receiverReferenceTime(ssrc, NtpTime.ofUnixNanos(nowNanos));
    lastLoss = worstLoss;
    estimate.observed(worstLoss, bps);
  }

  private void reportBlock(long nowNanos, IncomingLayer layer) {
    if (!layer.reception.started()) {
      return;
    }
    layer.reception.snapshot(nowNanos);
    writer.reportBlock(
        layer.ssrc(),
        layer.reception.fractionLost(),
        layer.reception.cumulativeLost(),
        Integer.toUnsignedLong(layer.reception.highestSequence()),
        layer.reception.jitter(),
        layer.reception.lastSenderReport(),
        layer.reception.delaySinceLastSenderReport());
  }

  private void sayRate(long nowNanos) {
    if (!remb) {
      return;
    }
    long bps = rate(nowNanos).poll(nowNanos);
    int sources = bps < 0 ? 0 : collectSources();
    if (sources > 0) {
      something |= writer.remb(ssrc, bps, rembSources, sources);
    }
  }

  private RembEstimator rate(long nowNanos) {
    return transportCc && !lacksNumbers(nowNanos) ? cap : estimate;
  }

  /** It sends, and its own estimator learns nothing. */
  private boolean lacksNumbers(long nowNanos) {
    return unnumberedSinceNanos != NEVER
        && nowNanos - unnumberedSinceNanos > TRANSPORT_CC_GRACE_NANOS;
  }

  private int collectSources() {
    int count = 0;
    for (IncomingTrack track : tracks) {
      for (IncomingLayer layer : track.layers()) {
        if (layer != null) {
          rembSources[count++] = layer.ssrc();
        }
      }
    }
    return count;
  }

  private void requestMissing(long nowNanos, IncomingTrack track) {
    for (IncomingLayer layer : track.layers()) {
      if (layer != null) {
        if (track.understands(Feedback.NACK)) {
          requestLost(nowNanos, layer);
        } else {
          layer.losses.expire(nowNanos);
        }
        if ((track.understands(Feedback.PLI) || track.understands(Feedback.FIR))) {
          requestKeyFrame(nowNanos, layer);
        }
      }
    }
  }

  /** After a blackout they can be more than fit into one packet. */
  private void requestLost(long nowNanos, IncomingLayer layer) {
    nacks.collect(nowNanos, layer);
    while (nacks.hasMore()) {
      if (!nacks.write(layer, writer, ssrc)) {
        flush();
        begin();
        writer.receiverReport(ssrc);
        nacks.write(layer, writer, ssrc);
      }
      something = true;
    }
  }

  private void requestKeyFrame(long nowNanos, IncomingLayer layer) {
    if (layer.losses.takeKeyFrameNeeded() || layer.missedItsStart()) {
      layer.keyFrames.request(nowNanos);
    }
    layer.keyFrames.space(keyFrameNanos);
    KeyFrameRequester.Request request = layer.keyFrames.poll(nowNanos, layer.trip.nanos());
    switch (request) {
      case NONE -> {}
      case PLI -> something |= writer.pli(ssrc, layer.ssrc());
      case FIR -> something |= writer.fir(ssrc, layer.ssrc(), layer.nextFirSequence());
    }
  }

  private void sayArrivals(long nowNanos) {
    if (!arrivals.due(nowNanos)) {
      return;
    }
    something = true;
    for (int i = 0;
        i < MAX_PACKETS_AT_ONCE && !arrivals.write(nowNanos, writer, ssrc, transportMediaSsrc);
        i++) {
      flush();
      begin();
      writer.receiverReport(ssrc);
      something = true;
    }
  }

  /** A report about nothing, as the camera has sent nothing worth one. */
  void showLife() {
    if (transport.ready()) {
      begin();
      something = writer.receiverReport(ssrc) && writer.sourceDescription(ssrc, cname);
      flush();
    }
  }

  /** When {@link #onTime} should be called next. */
  long nextDeadlineNanos() {
    if (!transport.ready()) {
      return lastNanos + LONGEST_WAIT_NANOS;
    }
    long deadline = Math.min(reports.nextDeadline(), lastNanos + LONGEST_WAIT_NANOS);
    deadline = Math.min(deadline, arrivals.nextDeadline());
    for (IncomingTrack track : tracks) {
      for (IncomingLayer layer : track.layers()) {
        if (layer != null) {
          deadline = Math.min(deadline, layer.losses.nextDeadline());
        }
      }
    }
    return deadline;
  }

  void bye() {
    if (transport.ready()) {
      begin();
      something = writer.receiverReport(ssrc) && writer.bye(ssrc);
      flush();
    }
  }

  /** Packs what a Layer misses into generic NACKs. */
  private static final class NackWriter {
    /** Even where each needs an entry of its own, so many fit into one packet. */
    private static final int MOST_AT_ONCE = 250;

    private final int[] sequences = new int[NackGenerator.MAX_MISSING];
    private int count;
    private int written;
    private @Nullable IncomingLayer layer;
    private long nowNanos;

    /** What is due now. */
    void collect(long now, IncomingLayer from) {
      layer = from;
      nowNanos = now;
      count = 0;
      written = 0;
      from.losses.poll(now, from.trip.usualNanos(), this::add);
    }

    boolean hasMore() {
      return written < count;
    }

    /** Writes some of it, if there is room. */
    boolean write(IncomingLayer from, RtcpWriter writer, int ssrc) {
      int to = Math.min(count, written + MOST_AT_ONCE);
      if (!writer.nack(ssrc, from.ssrc(), sequences, written, to)) {
        return false;
      }
      written = to;
      return true;
    }

    private void add(long sequence) {
      if (layer != null) {
        sequences[count++] = (int) sequence & 0xffff;
        layer.trip.asked(nowNanos, sequence);
      }
    }
  }
}
