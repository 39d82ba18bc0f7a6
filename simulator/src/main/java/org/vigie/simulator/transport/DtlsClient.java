package org.vigie.simulator.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/**
 * The client's end of DTLS-SRTP (RFC 5764), on one virtual thread: first the handshake, then it
 * waits for the peer's close_notify.
 */
public final class DtlsClient implements AutoCloseable {
  private static final int MTU = 1_200;
  private static final int MAX_WAITING = 64;
  private static final int IDLE_MILLIS = 60_000;
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(MAX_WAITING);
  private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
  private final IceLink link;
  private final Runnable whenClosed;
  private volatile @Nullable DTLSTransport association;
  private volatile boolean closed;

  private DtlsClient(IceLink link, Runnable whenClosed) {
    this.link = link;
    this.whenClosed = whenClosed;
  }

  /**
   * Starts the handshake over a link that is connected.
   *
   * @param expected certificates that the peer may show
   * @param whenClosed called once if the peer ends the association after the handshake
   */
  static DtlsClient start(
      IceLink link, DtlsIdentity identity, List<Fingerprint> expected, Runnable whenClosed) {
    return start(link, identity, expected, SrtpTlsClient.ALL_PROFILES, whenClosed);
  }

  /**
   * Starts the handshake over a link that is connected.
   *
   * @param expected certificates that the peer may show
   * @param profiles of SRTP to offer, the best first
   * @param whenClosed called once if the peer ends the association after the handshake
   */
  public static DtlsClient start(
      IceLink link,
      DtlsIdentity identity,
      List<Fingerprint> expected,
      List<SrtpProfile> profiles,
      Runnable whenClosed) {
    DtlsClient client = new DtlsClient(link, whenClosed);
    SrtpTlsClient peer = new SrtpTlsClient(new BcTlsCrypto(), identity, expected, profiles);
    Thread.ofVirtual().name("dtls").start(() -> client.run(peer));
    return client;
  }

  /**
   * Waits for the keys.
   *
   * @throws IOException which says why there are none
   */
  public SrtpKeys keys(Duration limit) throws IOException {
    try {
      return keys.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the peer did not finish DTLS within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("DTLS failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Takes a datagram from the link; it is lost if too many wait. */
  public void receive(byte[] array, int offset, int length) {
    incoming.offer(Arrays.copyOfRange(array, offset, offset + length));
  }

  private void run(SrtpTlsClient peer) {
    try {
      association = new DTLSClientProtocol().connect(peer, new Datagrams());
      keys.complete(peer.keys());
      awaitClose(association);
    } catch (IOException | IllegalStateException e) {
      keys.completeExceptionally(e);
    }
  }

  /** Reads on, so that a lost last flight is repeated and close_notify is seen. */
  private void awaitClose(DTLSTransport transport) {
    byte[] ignored = new byte[MTU];
    while (!closed) {
      try {
        transport.receive(ignored, 0, ignored.length, IDLE_MILLIS);
      } catch (IOException _) {
        break; // a fatal alert, or closed
      }
    }
    closed = true;
    whenClosed.run();
  }

  /** Says close_notify. */
  @Override
  public void close() {
    DTLSTransport transport = association;
    if (!closed && transport != null) {
      closed = true;
      try {
        transport.close();
      } catch (IOException _) {
        // The peer will notice by silence.
      }
    }
    abandon();
  }

  /** Ends the thread without a word. */
  void abandon() {
    closed = true;
    incoming.clear();
    incoming.offer(END);
  }

  /** The link as Bouncy Castle wants it; it closes this when the peer says close_notify. */
  private final class Datagrams implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return 2_048;
    }

    @Override
    public int getSendLimit() {
      return MTU;
    }

    @Override
    public int receive(byte[] array, int offset, int length, int waitMillis) throws IOException {
      try {
        byte[] datagram = closed ? END : incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        if (datagram.length == 0) {
          throw new IOException("closed"); // else Bouncy Castle waits for what remains of its time
        }
        int size = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, array, offset, size);
        return size;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void send(byte[] array, int offset, int length) {
      link.send(array, offset, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
