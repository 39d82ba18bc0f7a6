package org.vigie.simulator.load.media;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.vigie.bridge.rtp.NtpTime;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.Rtx;
import org.vigie.simulator.load.LoadPlan;
import org.vigie.simulator.load.MediaServer;
import org.vigie.simulator.sdp.Offer;

/** A camera that sends frames on time, says what it sent, and repairs. */
final class LoadCamera implements Endpoint, RtcpVisitor {
  private static final long KEY_FRAME_PAUSE_NANOS = 1_000_000_000;
  private static final long NEVER_NANOS = Duration.ofDays(365).toNanos();
  private static final int TICKS_PER_REPORT = 100;
  private static final byte[] CNAME = "load".getBytes(StandardCharsets.UTF_8);

  private final SecurePort port;
  private final MediaServer.Video video;
  private final Offer.Source source;
  private final LoadPlan plan;
  private final Measurements counts;
  private final FramePlan frame;
  private final VideoPayload payload;
  private final PacketComposer composer;
  private final SentPackets sent = new SentPackets();
  private final SentDatagrams datagrams;
  private final SplittableRandom random;
  private final byte[] packet = new byte[SecurePort.ROOM];
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final int firstSequence;
  private final int firstTimestamp;
  private final long startAt;
  private int rtxSequence;
  private int nextInFrame;
  private long frameAt;
  private long payloadBytes;
  private long keyFrameAt;
  private boolean keyFrameWanted = true;
  private long windowFrom = Long.MAX_VALUE;
  private long windowTo = Long.MAX_VALUE;

  /**
   * A camera that begins to send at {@code startAt}.
   *
   * @param number which camera, as it stands in the payload
   */
  LoadCamera(
      int number,
      SecurePort port,
      MediaServer.Video video,
      Offer.Source source,
      LoadPlan plan,
      Measurements counts,
      long startAt) {
    this.port = port;
    this.video = video;
    this.source = source;
    this.plan = plan;
    this.counts = counts;
    this.startAt = startAt;
    this.frameAt = plan.camera().bps() == 0 ? startAt + NEVER_NANOS : startAt;
    this.keyFrameAt = startAt - KEY_FRAME_PAUSE_NANOS;
    this.composer = new PacketComposer(video.extensions(), video.mid());
    this.frame = FramePlan.of(plan.camera(), composer.length());
    this.payload = new VideoPayload(number);
    this.random = new SplittableRandom(number);
    this.firstSequence = random.nextInt(0x8000); // low, so that the first wrap comes late
    this.firstTimestamp = random.nextInt();
    this.rtxSequence = random.nextInt(0x8000);
    this.datagrams = new SentDatagrams(video.rtxPayloadType() < 0);
  }

  /** When the next packet is due. */
  long dueAt() {
    return frameAt + nextInFrame * frame.spacingNanos();
  }

  /** Sends the packet that is due. */
  void send(long nowNanos) {
    counts.late.record(nowNanos - dueAt());
    if (nextInFrame == 0) {
      beginFrame(nowNanos);
    }
    long index = sent.add(nowNanos);
    int sequence = firstSequence + (int) index;
    int length = compose(index, video.payloadType(), sequence, source.ssrc(), nowNanos);
    payloadBytes += length - composer.length();
    deliver(index, length);
    nextInFrame++;
    if (nextInFrame == frame.packets()) {
      nextInFrame = 0;
      frameAt += frame.frameNanos();
    }
  }

  private void beginFrame(long nowNanos) {
    long interval = plan.camera().keyFrameInterval().toNanos();
    boolean due = nowNanos - keyFrameAt >= (keyFrameWanted ? KEY_FRAME_PAUSE_NANOS : interval);
    if (due) {
      keyFrameAt = nowNanos;
      keyFrameWanted = false;
    }
    sent.begin(frame.packets(), due, timestamp(frameAt));
  }

  private int timestamp(long nanos) {
    return firstTimestamp + (int) ((nanos - startAt) * 9 / 100_000);
  }

  /** Writes a packet that {@link #sent} knows; returns its length. */
  private int compose(long index, int payloadType, int sequence, int ssrc, long nowNanos) {
    long number = sent.frame(index);
    boolean marker = index == sent.lastPacket(number);
    composer.write(packet, marker, payloadType, sequence, sent.timestamp(number), ssrc, nowNanos);
    int inFrame = (int) (index - sent.firstPacket(number));
    int length = frame.payloadBytes(inFrame);
    payload.write(
        packet, composer.length(), length, index, number, inFrame == 0, sent.isKey(number));
    return composer.length() + length;
  }

  private void deliver(long index, int length) {
    boolean drop = plan.uplinkLoss() > 0 && random.nextDouble() < plan.uplinkLoss();
    int size = port.srtp().protectRtp(packet, 0, length);
    datagrams.put(index, packet, size);
    if (drop) {
      counts.droppedByCameras += counts.recording ? 1 : 0;
    } else if (size > 0) {
      counts.sentBytes += counts.recording ? size : 0;
      port.outbox().add(port.path(), packet, 0, size);
    }
  }

  @Override
  public void rtp(byte[] array, int offset, int length, long nowNanos) {}

  @Override
  public void rtcp(byte[] array, int offset, int length, long nowNanos) {
    int size = port.srtp().unprotectRtcp(array, offset, length);
    if (size < 0) {
      counts.undecryptable++;
    } else {
      reader.read(array, offset, size, this);
    }
  }

  @Override
  public void nack(int senderSsrc, int mediaSsrc, int packetId, int bitmask) {
    sendAgain(packetId);
    for (int bit = 0; bit < 16; bit++) {
      if (((bitmask >> bit) & 1) != 0) {
        sendAgain(packetId + 1 + bit);
      }
    }
  }

  private void sendAgain(int sequence) {
    counts.nackedByServer += counts.recording ? 1 : 0;
    long newest = sent.packets() - 1;
    long index = newest + (short) (sequence - (firstSequence + (int) newest));
    if (!sent.knows(index)) {
      return;
    }
    counts.sentAgain += counts.recording ? 1 : 0;
    if (video.rtxPayloadType() < 0) {
      datagrams.sendAgain(index, port);
    } else {
      sendAsRtx(index, System.nanoTime());
    }
  }

  /** RFC 4588, section 4: the number that was missing stands before the payload. */
  private void sendAsRtx(long index, long nowNanos) {
    int length = compose(index, video.rtxPayloadType(), rtxSequence++, source.rtxSsrc(), nowNanos);
    int head = composer.length();
    System.arraycopy(packet, head, packet, head + 2, length - head);
    Rtx.writeOriginalSequence(packet, head, firstSequence + (int) index);
    port.sendRtp(packet, length + Rtx.ORIGINAL_SEQUENCE_LENGTH);
  }

  @Override
  public void pli(int senderSsrc, int mediaSsrc) {
    keyFrameWanted = true;
    counts.keyFramesAsked += counts.recording ? 1 : 0;
  }

  @Override
  public void fir(int senderSsrc, int mediaSsrc, int commandSequence) {
    pli(senderSsrc, mediaSsrc);
  }

  @Override
  public void bye(int ssrc) {
    counts.byes++;
  }

  @Override
  public void tick(long tick, long nowNanos) {
    if (tick % TICKS_PER_REPORT == port.path().localIndex() % TICKS_PER_REPORT) {
      report(nowNanos);
    }
  }

  private void report(long nowNanos) {
    long ntp = NtpTime.ofUnixNanos(System.currentTimeMillis() * 1_000_000);
    writer.begin(packet, 0, SecurePort.MAX_PACKET);
    writer.senderReport(source.ssrc(), ntp, timestamp(nowNanos), sent.packets(), payloadBytes);
    writer.sourceDescription(source.ssrc(), CNAME);
    port.sendRtcp(packet, writer.length());
  }

  /** What it sent, for its viewers. */
  SentPackets sent() {
    return sent;
  }

  void beginWindow() {
    windowFrom = sent.packets();
  }

  void endWindow() {
    windowTo = sent.packets();
  }

  /** Whether a packet counts. */
  boolean inWindow(long index) {
    return index >= windowFrom && index < windowTo;
  }

  /** Packets that count. */
  long windowPackets() {
    return windowTo - windowFrom;
  }

  @Override
  public void close() {
    port.srtp().close();
  }
}
