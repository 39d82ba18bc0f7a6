package org.vigie.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.vigie.simulator.rtp.Rtcp;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;
import org.vigie.simulator.transport.SecureTransport;

/**
 * A viewer that counts what it is sent and decodes nothing; with {@link
 * org.vigie.simulator.transport.LightIce} thousands fit in one process. It can ask for repairs and
 * key frames, and send whatever a test wants, before or after protection.
 */
public final class SimulatedViewer implements AutoCloseable {
  private static final int MAX_SSRCS = 64;
  private static final int RTCP_BYTES = 200;
  private static final List<Offer.Format> VIDEO =
      List.of(
          h264(102, "42e01f"),
          h264(104, "42001f"),
          h264(106, "4d001f"),
          h264(108, "640032"),
          new Offer.Format(96, "VP8/90000", "", 97),
          new Offer.Format(98, "VP9/90000", "profile-id=0", 99),
          new Offer.Format(45, "AV1/90000", "", 46));
  private static final List<Offer.Format> AUDIO =
      List.of(
          new Offer.Format(111, "opus/48000/2", "minptime=10;useinbandfec=1", -1),
          new Offer.Format(0, "PCMU/8000", "", -1),
          new Offer.Format(8, "PCMA/8000", "", -1));

  private final Map<Integer, ReceivedStream> streams = new ConcurrentHashMap<>();
  private final AtomicLong rtcpPackets = new AtomicLong();
  private final AtomicLong byes = new AtomicLong();
  private final int ssrc = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  private final Observer observer;
  private final RelaySession session;
  private volatile boolean closedByRelay;

  /** Sees each RTP packet, opened, on the link's thread. */
  @FunctionalInterface
  public interface Observer {
    /** The array is reused afterwards. */
    void rtp(byte[] array, int offset, int length);
  }

  private SimulatedViewer(RelaySession.Access access, URI endpoint, Observer observer)
      throws IOException, InterruptedException {
    this.observer = observer;
    this.session = RelaySession.open(access, endpoint, offered(), new Incoming());
  }

  /** Connects to a WHEP endpoint and starts to count. */
  public static SimulatedViewer connect(RelaySession.Access access, URI endpoint)
      throws IOException, InterruptedException {
    return connect(access, endpoint, (_, _, _) -> {});
  }

  /** Connects to a WHEP endpoint; the observer sees each packet. */
  public static SimulatedViewer connect(RelaySession.Access access, URI endpoint, Observer observer)
      throws IOException, InterruptedException {
    return new SimulatedViewer(access, endpoint, observer);
  }

  private static List<Offer.Media> offered() {
    return List.of(
        new Offer.Media("video", "recvonly", VIDEO, Optional.empty()),
        new Offer.Media("audio", "recvonly", AUDIO, Optional.empty()));
  }

  private static Offer.Format h264(int payloadType, String profile) {
    return new Offer.Format(
        payloadType,
        "H264/90000",
        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile,
        payloadType + 1);
  }

  /** What has come so far, by SSRC; RTX has one of its own. */
  public Map<Integer, ReceivedStream.Counts> counts() {
    Map<Integer, ReceivedStream.Counts> counts = new ConcurrentHashMap<>();
    streams.forEach((ssrc, stream) -> counts.put(ssrc, stream.counts()));
    return counts;
  }

  /** What has come on the first m-line of a kind, {@code video} or {@code audio}. */
  public Optional<ReceivedStream.Counts> counts(String kind) {
    return mediaSsrc(kind).map(streams::get).map(ReceivedStream::counts);
  }

  /** The SSRC that the relay announced for a kind of media. */
  public Optional<Integer> mediaSsrc(String kind) {
    return session
        .answer()
        .accepted(kind)
        .flatMap(media -> media.ssrcs().stream().filter(s -> isMedia(media, s)).findFirst());
  }

  private static boolean isMedia(Answer.Media media, int ssrc) {
    return !media.rtxSsrcs().containsValue(ssrc);
  }

  /** Compound RTCP packets that came. */
  public long rtcpPackets() {
    return rtcpPackets.get();
  }

  /** SSRCs that said BYE. */
  public long byes() {
    return byes.get();
  }

  /** Whether the relay said close_notify. */
  public boolean isClosedByRelay() {
    return closedByRelay;
  }

  /** The session at the relay, and its transport to send anything on. */
  public RelaySession session() {
    return session;
  }

  /** Asks for a packet again. */
  public void nack(int mediaSsrc, int sequence) {
    byte[] out = new byte[RTCP_BYTES];
    session.transport().sendRtcp(out, Rtcp.nack(out, ssrc, mediaSsrc, sequence));
  }

  /** Asks for a key frame. */
  public void pli(int mediaSsrc) {
    byte[] out = new byte[RTCP_BYTES];
    session.transport().sendRtcp(out, Rtcp.pli(out, ssrc, mediaSsrc));
  }

  /** Deletes the session and says close_notify. */
  @Override
  public void close() {
    session.delete();
  }

  private final class Incoming implements SecureTransport.Listener {
    @Override
    public void rtp(byte[] array, int offset, int length) {
      int ssrc = ByteBuffer.wrap(array).getInt(offset + 8);
      ReceivedStream stream = streams.get(ssrc);
      if (stream == null && streams.size() < MAX_SSRCS) {
        stream = streams.computeIfAbsent(ssrc, _ -> new ReceivedStream());
      }
      if (stream != null) {
        stream.add(array, offset, length);
      }
      observer.rtp(array, offset, length);
    }

    @Override
    public void rtcp(byte[] array, int offset, int length) {
      rtcpPackets.incrementAndGet();
      Rtcp.read(array, offset, length, new Goodbyes());
    }

    @Override
    public void closed() {
      closedByRelay = true;
    }
  }

  private final class Goodbyes implements Rtcp.Listener {
    @Override
    public void nack(int mediaSsrc, int sequence) {}

    @Override
    public void keyFrameRequest(int mediaSsrc) {}

    @Override
    public void bye(int ssrc) {
      byes.incrementAndGet();
    }
  }
}
