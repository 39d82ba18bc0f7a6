package org.vigie.bridge.dtls;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * What Bouncy Castle takes for its socket. Records that are sent without waiting in between travel
 * in one datagram as far as the MTU allows (RFC 6347, section 4.1.1): a flight has fewer parts to
 * lose.
 *
 * <p>It also keeps the end of the client's flight in order. Bouncy Castle changes to the new cipher
 * with ChangeCipherSpec even while CertificateVerify is missing, takes nothing in the clear from
 * then on, and so never gets it, however often it is repeated.
 */
final class MailboxTransport implements DatagramTransport {
  private static final int MAX_HELD = 4;

  private final Mailbox mailbox;
  private final Consumer<byte[]> network;
  private final byte[] outgoing;
  private final Queue<byte[]> held = new ArrayDeque<>(MAX_HELD);
  private boolean holdsEncrypted;
  private int outgoingLength;

  MailboxTransport(Mailbox mailbox, int mtu, Consumer<byte[]> network) {
    this.mailbox = mailbox;
    this.network = network;
    this.outgoing = new byte[mtu];
  }

  /** From now on ChangeCipherSpec and what follows it wait until {@link #releaseEncrypted}. */
  void holdEncrypted() {
    holdsEncrypted = true;
  }

  /** Everything in the clear has been read. */
  void releaseEncrypted() {
    holdsEncrypted = false;
  }

  @Override
  public int getReceiveLimit() {
    return DtlsEndpoint.MAX_DATAGRAM_BYTES;
  }

  @Override
  public int getSendLimit() {
    return outgoing.length;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    flush();
    byte[] datagram = next(waitMillis);
    if (datagram == null) {
      return -1;
    }
    int copied = Math.min(length, datagram.length);
    System.arraycopy(datagram, 0, buffer, offset, copied);
    return copied;
  }

  private byte @Nullable [] next(int waitMillis) throws IOException {
    if (!holdsEncrypted && !held.isEmpty()) {
      return held.poll();
    }
    byte[] datagram = mailbox.take(waitMillis);
    return datagram == null || !holdsEncrypted ? datagram : clearPart(datagram);
  }

  /** May be empty, which Bouncy Castle takes for noise. */
  private byte[] clearPart(byte[] datagram) {
    int encryptedAt = DtlsDatagrams.changeOfCipher(datagram);
    if (encryptedAt == datagram.length) {
      return datagram;
    }
    if (held.size() < MAX_HELD) {
      held.add(Arrays.copyOfRange(datagram, encryptedAt, datagram.length));
    }
    return Arrays.copyOf(datagram, encryptedAt);
  }

  @Override
  public void send(byte[] buffer, int offset, int length) throws IOException {
    if (length > outgoing.length) {
      throw new IOException("a record of " + length + " bytes exceeds the MTU");
    }
    if (outgoingLength + length > outgoing.length) {
      flush();
    }
    System.arraycopy(buffer, offset, outgoing, outgoingLength, length);
    outgoingLength += length;
  }

  void flush() {
    if (outgoingLength > 0) {
      byte[] datagram = Arrays.copyOf(outgoing, outgoingLength);
      outgoingLength = 0;
      network.accept(datagram);
    }
  }

  /** Called by Bouncy Castle when the association is over. */
  @Override
  public void close() {
    flush();
    mailbox.close();
  }
}
