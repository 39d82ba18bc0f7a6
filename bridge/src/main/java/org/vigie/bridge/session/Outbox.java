package org.vigie.bridge.session;

import org.vigie.bridge.udp.Path;
import org.vigie.bridge.udp.SendBatch;
import org.vigie.bridge.udp.UdpSocket;

/**
 * What a Loop's Sessions send in one turn: packets are written into the batch in place, and leave
 * when it is full or the turn ends.
 */
public final class Outbox {
  private final UdpSocket socket;
  private final SendBatch batch;
  private int slot;

  /** An empty outbox before a socket. */
  public Outbox(UdpSocket socket) {
    this.socket = socket;
    this.batch = new SendBatch();
  }

  /** Takes a free slot; write from {@link #offset()} up to {@link #limit()} of {@link #array()}. */
  public void begin() {
    if (batch.isFull()) {
      flush();
    }
    slot = batch.next();
  }

  /** Where the packet that was begun is written. */
  public byte[] array() {
    return batch.array(slot);
  }

  /** First byte of the slot that was begun. */
  public int offset() {
    return batch.offset(slot);
  }

  /** End of the slot that was begun. */
  public int limit() {
    return batch.offset(slot) + SendBatch.SLOT_BYTES;
  }

  /** The packet that was begun is this long and goes over this path. */
  public void commit(int length, Path path) {
    batch.commit(length, path);
  }

  /** Copies a whole datagram; one that does not fit a slot is left out. */
  public void add(byte[] array, int offset, int length, Path path) {
    if (length < 1 || length > SendBatch.SLOT_BYTES) {
      return;
    }
    begin();
    batch.add(array, offset, length, path);
  }

  /** Everything leaves. */
  public void flush() {
    if (batch.size() > 0) {
      socket.send(batch);
    }
  }
}
