package org.vigie.bridge.relay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.rtp.RtpPacket;
import org.vigie.bridge.session.Slot;
import org.vigie.bridge.udp.ReceiveBatch;

/**
 * Packets of a Layer that wait for the rest of their picture or for the end of the Loop's turn, not
 * yet given to the Slots. By the time of the camera's next packet, a viewer's state has left the
 * processor's cache, and a burst begun for him too; so each viewer is served all packets at a time,
 * and his burst leaves while it is still there. In a trial with 100 viewers that saved a fifth of
 * the processor's time against serving each packet as it comes, and costs the viewers served last
 * half a millisecond.
 */
final class Gathering {
  /** With one more packet they are given out: a burst of packets of 1,100 bytes is full by then. */
  static final int MOST = 13;

  private final int layer;
  private final @Nullable Copy[] copies = new @Nullable Copy[MOST];

  /** Slots whose line takes no burst: they have been given these packets already. */
  private final List<Slot> hasty = new ArrayList<>();

  private boolean padding;
  private int count;

  /** Whether a Slot may have packets that have not left: else nobody need be visited. */
  private boolean waiting;

  /**
   * Of the Layer at this place.
   *
   * @param padding whether packets that others of their picture follow are made as long as those
   */
  Gathering(int layer, boolean padding) {
    this.layer = layer;
    this.padding = padding;
  }

  /** From now on packets that others of their picture follow are made as long as those, or not. */
  void pad(boolean newPadding) {
    padding = newPadding;
  }

  /** A packet's bytes and what was found out about it. */
  private static final class Copy {
    final byte[] bytes = new byte[ReceiveBatch.SLOT_BYTES];
    final RtpPacket rtp = new RtpPacket();
    final IncomingPacket packet;

    Copy(IncomingPacket first) {
      packet = new IncomingPacket(first.layer(), rtp);
    }

    boolean set(IncomingPacket other) {
      RtpPacket from = other.rtp();
      if (from.length() > bytes.length) {
        return false;
      }
      System.arraycopy(from.array(), from.offset(), bytes, 0, from.length());
      if (!rtp.wrap(bytes, 0, from.length())) {
        return false;
      }
      packet.set(other, rtp);
      return true;
    }
  }

  /** Keeps a packet for later, but for the hasty; false if there is no room. */
  boolean add(long nowNanos, IncomingPacket packet) {
    if (count == MOST || !copy(packet)) {
      return false;
    }
    count++;
    waiting = true;
    for (int i = 0; i < hasty.size(); i++) {
      give(nowNanos, hasty.get(i), packet);
    }
    return true;
  }

  private void give(long nowNanos, Slot slot, IncomingPacket packet) {
    slot.forward(nowNanos, packet, padding && !packet.rtp().marker());
  }

  private boolean copy(IncomingPacket packet) {
    Copy made = copies[count];
    Copy copy = made == null ? new Copy(packet) : made;
    copies[count] = copy;
    return copy.set(packet);
  }

  /** Gives each Slot what was gathered, and this packet behind it. */
  void giveOut(long nowNanos, List<Slot> slots, IncomingPacket last) {
    int gathered = begin();
    waiting = true;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      giveGathered(nowNanos, slot, gathered);
      give(nowNanos, slot, last);
      look(slot);
    }
  }

  /** Gives each Slot what was gathered, and lets all that waits leave. */
  void letLeave(long nowNanos, List<Slot> slots) {
    if (!waiting) {
      return;
    }
    int gathered = begin();
    waiting = false;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      giveGathered(nowNanos, slot, gathered);
      slot.letLeave(layer);
      look(slot);
    }
  }

  /** What is given out is gone, also should it fail, so that no fault comes again and again. */
  private int begin() {
    int gathered = count;
    count = 0;
    hasty.clear();
    return gathered;
  }

  private void giveGathered(long nowNanos, Slot slot, int gathered) {
    if (slot.isHasty(layer)) {
      return;
    }
    for (int i = 0; i < gathered; i++) {
      Copy copy = copies[i];
      if (copy != null) {
        give(nowNanos, slot, copy.packet);
      }
    }
  }

  /** A Slot more; what was gathered must have left. */
  void added(Slot slot) {
    look(slot);
  }

  /** A Slot less; what was gathered must have left. */
  void removed(Slot slot) {
    hasty.remove(slot);
  }

  private void look(Slot slot) {
    if (slot.becomesHasty(layer)) {
      hasty.add(slot);
    }
  }
}
