package org.vigie.simulator.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.srtp.SrtpTransform;

/**
 * RTP and RTCP to and from one peer, protected. Sending may be called by any thread; what arrives
 * is told on the link's thread.
 */
public final class SecureTransport implements AutoCloseable {
  private final IceLink link;
  private final Listener listener;
  private final ReentrantLock sending = new ReentrantLock();
  private final ReentrantLock receiving = new ReentrantLock();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  // Two, because one transform is for one thread, and the directions share nothing.
  private @Nullable SrtpTransform outbound;
  private @Nullable SrtpTransform inbound;
  private volatile @Nullable DtlsClient dtls;
  private volatile long heardAt;

  private SecureTransport(IceLink link, Listener listener) {
    this.link = link;
    this.listener = listener;
  }

  /** Told what arrives; the arrays are reused afterwards. */
  public interface Listener {
    /** One RTP packet, opened. */
    void rtp(byte[] array, int offset, int length);

    /** One compound RTCP packet, opened. */
    void rtcp(byte[] array, int offset, int length);

    /** The peer said close_notify or failed; called at most once, not after {@link #close}. */
    void closed();
  }

  /**
   * Runs ICE, then DTLS as client.
   *
   * @param fingerprints certificates that the peer may show
   * @param limit for both together
   * @throws IOException which of them failed and why; then the link is closed
   */
  public static SecureTransport connect(
      IceLink link,
      IceLink.Peer peer,
      List<Fingerprint> fingerprints,
      DtlsIdentity identity,
      Listener listener,
      Duration limit)
      throws IOException {
    SecureTransport transport = new SecureTransport(link, listener);
    try {
      link.connect(peer, transport::datagram, limit);
      DtlsClient dtls = DtlsClient.start(link, identity, fingerprints, transport::peerClosed);
      transport.dtls = dtls;
      transport.use(dtls.keys(limit));
      return transport;
    } catch (IOException e) {
      transport.close();
      throw e;
    }
  }

  private void use(SrtpKeys keys) {
    SrtpTransform first = new SrtpTransform(keys); // the process's first chooses a cipher, slowly
    SrtpTransform second = new SrtpTransform(keys);
    sending.lock();
    receiving.lock();
    try {
      outbound = first;
      inbound = second;
      heardAt = System.nanoTime();
    } finally {
      receiving.unlock();
      sending.unlock();
    }
  }

  /**
   * Protects an RTP packet in place and sends it.
   *
   * @return its protected length, or a negative number if it cannot be protected
   */
  public int sendRtp(byte[] array, int length) {
    return send(array, length, true);
  }

  /**
   * Protects a compound RTCP packet in place and sends it.
   *
   * @return its protected length, or a negative number if it cannot be protected
   */
  public int sendRtcp(byte[] array, int length) {
    return send(array, length, false);
  }

  private int send(byte[] array, int length, boolean rtp) {
    sending.lock();
    try {
      SrtpTransform transform = outbound;
      if (transform == null || ended.get()) {
        return SrtpTransform.FAILED;
      }
      int size =
          rtp ? transform.protectRtp(array, 0, length) : transform.protectRtcp(array, 0, length);
      if (size > 0) {
        link.send(array, 0, size);
      }
      return size;
    } finally {
      sending.unlock();
    }
  }

  /** Sends bytes as they are: what was protected before, or what a hostile peer would send. */
  public void sendRaw(byte[] datagram) {
    link.send(datagram, 0, datagram.length);
  }

  /** Takes anything that is not STUN (RFC 7983). */
  private void datagram(byte[] array, int offset, int length) {
    int first = array[offset] & 0xff;
    if (first >= 20 && first <= 63) {
      DtlsClient client = dtls;
      if (client != null) {
        client.receive(array, offset, length);
      }
    } else if (first >= 128 && first <= 191 && length >= 8) {
      open(array, offset, length);
    }
  }

  private void open(byte[] array, int offset, int length) {
    int type = array[offset + 1] & 0xff;
    boolean rtcp = type >= 192 && type <= 223; // RFC 5761, section 4
    int size = unprotect(array, offset, length, rtcp);
    if (size < 0) {
      rejected.incrementAndGet();
      return;
    }
    received.incrementAndGet();
    heardAt = System.nanoTime();
    if (rtcp) {
      listener.rtcp(array, offset, size);
    } else {
      listener.rtp(array, offset, size);
    }
  }

  private int unprotect(byte[] array, int offset, int length, boolean rtcp) {
    receiving.lock();
    try {
      SrtpTransform transform = inbound;
      if (transform == null || ended.get()) {
        return SrtpTransform.FAILED;
      }
      return rtcp
          ? transform.unprotectRtcp(array, offset, length)
          : transform.unprotectRtp(array, offset, length);
    } finally {
      receiving.unlock();
    }
  }

  private void peerClosed() {
    if (ended.compareAndSet(false, true)) {
      link.close();
      listener.closed();
    }
  }

  /** Whether the peer still consents and neither end has closed. */
  public boolean isAlive() {
    return !ended.get() && link.isAlive();
  }

  /** Time since something authentic arrived, ns. */
  public long silentNanos() {
    return System.nanoTime() - heardAt;
  }

  /** RTP and RTCP packets that were authentic. */
  public long received() {
    return received.get();
  }

  /** RTP and RTCP packets that were not, or came twice. */
  public long rejected() {
    return rejected.get();
  }

  /** Says close_notify and lets go of the socket. */
  @Override
  public void close() {
    ended.set(true);
    DtlsClient client = dtls;
    if (client != null) {
      client.close();
    }
    vanish();
  }

  /** Lets go of the socket without a word, as a camera does that lost its network. */
  public void vanish() {
    ended.set(true);
    link.close();
    DtlsClient client = dtls;
    if (client != null) {
      client.abandon();
    }
    closeTransforms();
  }

  private void closeTransforms() {
    sending.lock();
    receiving.lock();
    try {
      for (SrtpTransform transform : Arrays.asList(outbound, inbound)) {
        if (transform != null) {
          transform.close();
        }
      }
      outbound = null;
      inbound = null;
    } finally {
      receiving.unlock();
      sending.unlock();
    }
  }
}
