package org.vigie.simulator.load.media;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.rtp.Rtx;
import org.vigie.simulator.load.LoadPlan;
import org.vigie.simulator.load.MediaServer;

/** A viewer that counts and times what it gets, and answers as a browser does. */
final class LoadViewer implements Endpoint, RtcpVisitor {
  private static final int PACKETS_PER_SAMPLE = 64;
  private static final int TICKS_PER_FEEDBACK = 10;
  private static final int TICKS_PER_REPORT = 100;
  private static final int MAX_DATAGRAM = 2_048;
  private static final byte[] CNAME = "load".getBytes(StandardCharsets.UTF_8);

  private final int cameraNumber;
  private final @Nullable LoadCamera camera;
  private final SecurePort port;
  private final MediaServer.Video video;
  private final double loss;
  private final Scratch scratch;
  private final Measurements counts;
  private final SplittableRandom random;
  private final long requestedAt;
  private final boolean reports;
  private final int ownSsrc;
  private final int transportId;
  private final Reception reception = new Reception();
  private final TransportArrivals arrivals = new TransportArrivals();
  private final MissingPackets missing = new MissingPackets();
  private final SequenceMapping mapping = new SequenceMapping();
  private final SeenNumbers seen = new SeenNumbers();
  private final FrameTracker frames = new FrameTracker();
  private int mediaSsrc;
  private int untilSample;
  private long received; // of those that count, repairs included
  private long now;

  /** Memory that all viewers of a thread share, each for the length of a call. */
  static final class Scratch {
    final byte[] opened = new byte[MAX_DATAGRAM];
    final byte[] rtcp = new byte[SecurePort.ROOM];
    final RtpPacket packet = new RtpPacket();
    final RtcpReader reader = new RtcpReader();
    final RtcpWriter writer = new RtcpWriter();
    final int[] numbers = new int[64];
  }

  /**
   * A viewer of a camera.
   *
   * @param camera null if nobody publishes it, so that nothing is to come
   * @param requestedAt when the session was asked for
   */
  LoadViewer(
      int cameraNumber,
      @Nullable LoadCamera camera,
      SecurePort port,
      MediaServer.Video video,
      LoadPlan plan,
      Scratch scratch,
      Measurements counts,
      long requestedAt) {
    this.cameraNumber = cameraNumber;
    this.camera = camera;
    this.port = port;
    this.video = video;
    this.loss = plan.viewerLoss();
    this.reports = plan.reports();
    this.scratch = scratch;
    this.counts = counts;
    this.requestedAt = requestedAt;
    this.random = new SplittableRandom(port.path().localIndex());
    this.ownSsrc = random.nextInt(1, Integer.MAX_VALUE);
    this.transportId = video.transportFeedback() ? video.extensions().transportCc() : 0;
    this.mediaSsrc = video.ssrc();
  }

  @Override
  public void rtp(byte[] array, int offset, int length, long nowNanos) {
    now = nowNanos;
    if (loss > 0 && random.nextDouble() < loss) {
      counts.droppedByViewers += counts.recording ? 1 : 0;
      return;
    }
    int transport = RtpBytes.twoByteExtension(array, offset, length, transportId);
    if (transportId > 0 && transport >= 0) {
      arrivals.add(transport, nowNanos);
    }
    int ssrc = RtpBytes.ssrc(array, offset);
    int payloadType = RtpBytes.payloadType(array, offset);
    if (ssrc == mediaSsrc || (mediaSsrc == 0 && payloadType == video.payloadType())) {
      mediaSsrc = ssrc;
      media(array, offset, length);
    } else if (payloadType == video.rtxPayloadType()) {
      repair(array, offset, length);
    } else {
      counts.strange++;
    }
  }

  private void media(byte[] array, int offset, int length) {
    boolean first = !reception.isStarted();
    long before = reception.highest();
    long sequence =
        reception.add(
            RtpBytes.sequenceNumber(array, offset), RtpBytes.timestamp(array, offset), now);
    boolean asked = false;
    if (first) {
      counts.firstPacket.record(now - requestedAt);
    } else if (sequence > before + 1) {
      missing.add(before + 1, sequence, now);
    } else if (sequence < before) {
      asked = missing.remove(sequence);
    }
    untilSample--;
    if (untilSample <= 0 || !mapping.isKnown()) {
      sample(array, offset, length, sequence);
    }
    if (mapping.isKnown()) {
      arrived(mapping.index(sequence), length, asked);
    }
  }

  /** Opens a copy and sees which of the camera's packets it is. */
  private void sample(byte[] array, int offset, int length, long sequence) {
    if (!open(array, offset, length)) {
      return;
    }
    RtpPacket packet = scratch.packet;
    if (packet.payloadLength() == 0) {
      return; // padding alone says nothing; the next packet will
    }
    untilSample = PACKETS_PER_SAMPLE;
    long index =
        VideoPayload.index(
            cameraNumber, packet.array(), packet.payloadOffset(), packet.payloadLength());
    if (index < 0) {
      counts.strange++;
    } else {
      mapping.sample(sequence, index);
    }
  }

  private boolean open(byte[] array, int offset, int length) {
    System.arraycopy(array, offset, scratch.opened, 0, length);
    int size = port.srtp().unprotectRtp(scratch.opened, 0, length);
    if (size < 0 || !scratch.packet.wrap(scratch.opened, 0, size)) {
      counts.undecryptable++;
      return false;
    }
    return true;
  }

  private void repair(byte[] array, int offset, int length) {
    counts.rtx += counts.recording ? 1 : 0;
    if (!reception.isStarted() || !open(array, offset, length) || Rtx.isProbe(scratch.packet)) {
      return;
    }
    long sequence = reception.peek(Rtx.originalSequence(scratch.packet));
    missing.remove(sequence);
    if (mapping.isKnown()) {
      arrived(mapping.index(sequence), length, true);
    }
  }

  private void arrived(long index, int length, boolean repaired) {
    if (camera == null || !camera.sent().knows(index)) {
      return; // from the server's memory of a picture long ago, before the window
    }
    boolean counted = camera.inWindow(index);
    boolean ordered = index > seen.highest();
    if (!seen.add(index)) {
      counts.duplicates += counted ? 1 : 0;
      return;
    }
    if (counted) {
      count(index, length, repaired, ordered);
    }
    complete(camera, index);
  }

  private void count(long index, int length, boolean repaired, boolean ordered) {
    received++;
    if (repaired) {
      counts.repaired++;
      return;
    }
    counts.received++;
    counts.receivedBytes += length;
    counts.inOrder += ordered ? 1 : 0;
    if (camera != null) {
      counts.packetDelay.record(now - camera.sent().sentAt(index));
    }
  }

  private void complete(LoadCamera camera, long index) {
    SentPackets sent = camera.sent();
    long frame = sent.frame(index);
    long last = sent.lastPacket(frame);
    if (frames.add(frame, sent.count(frame)) && camera.inWindow(last)) {
      counts.frameDelay.record(now - sent.sentAt(last));
    }
  }

  @Override
  public void rtcp(byte[] array, int offset, int length, long nowNanos) {
    now = nowNanos;
    counts.rtcpReceived += counts.recording ? 1 : 0;
    int size = port.srtp().unprotectRtcp(array, offset, length);
    if (size < 0) {
      counts.undecryptable++;
    } else {
      scratch.reader.read(array, offset, size, this);
    }
  }

  @Override
  public void senderReport(
      int senderSsrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {
    if (senderSsrc == mediaSsrc) {
      reception.senderReport(ntpTime, now);
    }
  }

  @Override
  public void bye(int ssrc) {
    counts.byes++;
  }

  @Override
  public void tick(long tick, long nowNanos) {
    int place = port.path().localIndex();
    if (!missing.isEmpty()) {
      requestMissing(nowNanos);
    }
    if (!arrivals.isEmpty() && tick % TICKS_PER_FEEDBACK == place % TICKS_PER_FEEDBACK) {
      scratch.writer.begin(scratch.rtcp, 0, SecurePort.MAX_PACKET);
      arrivals.write(scratch.writer, ownSsrc, mediaSsrc);
      counts.transportFeedbacks += counts.recording ? 1 : 0;
      port.sendRtcp(scratch.rtcp, scratch.writer.length());
    }
    if (reports && tick % TICKS_PER_REPORT == place % TICKS_PER_REPORT) {
      report(nowNanos);
    }
  }

  private void requestMissing(long nowNanos) {
    int wanted = missing.due(nowNanos, scratch.numbers);
    if (wanted > 0) {
      scratch.writer.begin(scratch.rtcp, 0, SecurePort.MAX_PACKET);
      scratch.writer.nack(ownSsrc, mediaSsrc, scratch.numbers, 0, wanted);
      counts.nacked += counts.recording ? wanted : 0;
      port.sendRtcp(scratch.rtcp, scratch.writer.length());
    }
  }

  private void report(long nowNanos) {
    scratch.writer.begin(scratch.rtcp, 0, SecurePort.MAX_PACKET);
    scratch.writer.receiverReport(ownSsrc);
    if (reception.isStarted()) {
      reception.write(scratch.writer, mediaSsrc, nowNanos);
    }
    scratch.writer.sourceDescription(ownSsrc, CNAME);
    counts.receiverReports += counts.recording ? 1 : 0;
    port.sendRtcp(scratch.rtcp, scratch.writer.length());
  }

  /** Packets that count and never came. */
  long lost() {
    return camera == null ? 0 : camera.windowPackets() - received;
  }

  /** Whether media came at all. */
  boolean hasMedia() {
    return reception.isStarted();
  }

  /** Whether media ought to come. */
  boolean expectsMedia() {
    return camera != null;
  }

  /** The samples so far. */
  SequenceMapping mapping() {
    return mapping;
  }

  @Override
  public void close() {
    port.srtp().close();
  }
}
