package org.vigie.simulator.relay;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.rtp.ExtensionIds;
import org.vigie.simulator.rtp.RtpStream;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.transport.SecureTransport;

/**
 * A camera that sends one small VP8 key frame after the other, so cheap that many fit beside
 * hundreds of viewers, and so regular that a viewer knows how many pictures to expect.
 */
final class StillCamera implements AutoCloseable, SecureTransport.Listener, RtpStream.Outlet {
  static final int VP8 = 96;
  static final int RTX = 97;

  /** Descriptor with S, then the header of a key frame of 320 by 240 (RFC 7741, RFC 6386). */
  private static final byte[] PICTURE = {
    0x10, 0, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
  };

  private final RelaySession session;
  private final RtpStream video;
  private final long intervalNanos;
  private final Thread thread;
  private final AtomicInteger transportSequence = new AtomicInteger();
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong rtcpPackets = new AtomicLong();
  private volatile boolean stopping;
  private volatile boolean closedByRelay;

  private StillCamera(RelaySession.Access access, URI whip, Duration interval)
      throws IOException, InterruptedException {
    int ssrc = ThreadLocalRandom.current().nextInt(2, Integer.MAX_VALUE);
    this.session = RelaySession.open(access, whip, offered(ssrc, ssrc - 1), this);
    Answer.Media media = session.answer().accepted("video").orElseThrow();
    ExtensionIds ids =
        new ExtensionIds(
            media.extension(Offer.MID),
            media.extension(Offer.TRANSPORT_CC),
            media.extension(Offer.ABS_SEND_TIME));
    RtpStream.Parameters parameters =
        new RtpStream.Parameters(ssrc, VP8, 90_000, ssrc - 1, RTX, media.mid(), ids, 256);
    this.video = new RtpStream(parameters, new SplittableRandom(), this);
    this.intervalNanos = interval.toNanos();
    this.thread = Thread.ofVirtual().name("still-camera").start(this::play);
  }

  /** Connects to a WHIP endpoint and sends a picture every interval until it is ended. */
  static StillCamera publish(RelaySession.Access access, URI whip, Duration interval)
      throws IOException, InterruptedException {
    return new StillCamera(access, whip, interval);
  }

  /** One m-line with VP8 and RTX. */
  static List<Offer.Media> offered(int ssrc, int rtxSsrc) {
    return List.of(
        new Offer.Media(
            "video",
            "sendonly",
            List.of(new Offer.Format(VP8, "VP8/90000", "", RTX)),
            Optional.of(new Offer.Source(ssrc, rtxSsrc, "still"))));
  }

  private void play() {
    long start = System.nanoTime();
    for (long n = 0; !stopping; n++) {
      long due = n * intervalNanos;
      for (long wait = due; wait > 0 && !stopping; wait = start + due - System.nanoTime()) {
        LockSupport.parkNanos(start + due - System.nanoTime());
      }
      video.send(PICTURE, PICTURE.length, true, due, due);
      pictures.incrementAndGet();
    }
  }

  /** Its session and transport. */
  RelaySession session() {
    return session;
  }

  /** The SSRC of its pictures; that of RTX is one less. */
  int ssrc() {
    return video.ssrc();
  }

  /** Pictures sent so far. */
  long pictures() {
    return pictures.get();
  }

  /** Compound packets that the relay sent. */
  long rtcpPackets() {
    return rtcpPackets.get();
  }

  /** Whether the relay said close_notify. */
  boolean isClosedByRelay() {
    return closedByRelay;
  }

  /** Stops to send and goes silent without a word, as one whose battery is taken out. */
  void vanish() {
    stop();
    session.vanish();
  }

  /** Stops and deletes its session. */
  @Override
  public void close() {
    stop();
    session.delete();
  }

  private void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  @Override
  public int nextTransportSequence() {
    return transportSequence.getAndIncrement();
  }

  @Override
  public int protectAndSend(byte[] array, int length) {
    return session.transport().sendRtp(array, length);
  }

  @Override
  public void sendAgain(byte[] datagram) {
    session.transport().sendRaw(datagram);
  }

  @Override
  public void rtp(byte[] array, int offset, int length) {}

  @Override
  public void rtcp(byte[] array, int offset, int length) {
    rtcpPackets.incrementAndGet();
  }

  @Override
  public void closed() {
    closedByRelay = true;
  }
}
