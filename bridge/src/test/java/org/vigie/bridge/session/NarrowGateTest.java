package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;

/** When a viewer on a line that is too slow is given the next key frame. */
class NarrowGateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BPS = 300_000;

  private final NarrowGate gate = new NarrowGate();

  @Test
  void aLineThatTakesEverythingIsGivenKeyFramesAtOnce() {
    assertTrue(gate.mayStart(0));
    assertTrue(gate.mayAsk(0, BPS));
  }

  @Test
  void keyFramesAreApart() {
    becomesNarrow();
    gate.starts(SECOND, packet(SECOND));
    assertFalse(gate.mayStart(SECOND + NarrowGate.LEAST_NANOS - 1));
    assertTrue(gate.mayStart(SECOND + NarrowGate.LEAST_NANOS));
  }

  @Test
  void theNextIsAskedForAsLateAsWhatIsShownAllows() {
    becomesNarrow();
    IncomingPacket packet = packet(SECOND);
    gate.starts(SECOND, packet);
    gate.sent(packet, 3_000);
    long takes = 3_000 * 8 * SECOND / BPS;
    long due = SECOND + NarrowGate.OLDEST_NANOS - takes;
    assertFalse(gate.mayAsk(due - SECOND / 5, BPS));
    assertTrue(gate.mayAsk(due, BPS));
  }

  @Test
  void aLineThatSeemsTooSlowForAMomentIsNot() {
    gate.narrow(0, true, true, true);
    gate.narrow(NarrowGate.DOUBT_NANOS - 1, true, true, true);
    assertFalse(gate.isClosing());
    gate.narrow(NarrowGate.DOUBT_NANOS, false, false, true);
    gate.narrow(2 * NarrowGate.DOUBT_NANOS, true, true, true);
    assertFalse(gate.isClosing());
  }

  private void becomesNarrow() {
    gate.narrow(0, true, true, true);
    gate.narrow(NarrowGate.DOUBT_NANOS, true, true, true);
    assertTrue(gate.isClosing());
  }

  private static IncomingPacket packet(long arrivalNanos) {
    ChunkPool pool = new ChunkPool(4_096, 2);
    PacketHistory history = new PacketHistory(pool, HistoryConfig.defaults());
    Layer layer = new Layer(1, 0, new ExtensionIds(Map.of()), history);
    byte[] bytes = new byte[100];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(96, true, 1, 3_000, 7);
    header.write(bytes, 0, bytes.length);
    RtpPacket rtp = new RtpPacket();
    if (!rtp.wrap(bytes, 0, bytes.length)) {
      throw new AssertionError("no packet");
    }
    IncomingPacket packet = new IncomingPacket(layer, rtp);
    packet.set(layer, packet.format(), rtp, 1, arrivalNanos, arrivalNanos);
    return packet;
  }

  @Test
  void aLineThatIsAlmostFastEnoughIsDoubtedForLonger() {
    gate.narrow(0, true, false, true);
    gate.narrow(NarrowGate.LONG_DOUBT_NANOS - 1, true, false, true);
    assertFalse(gate.isClosing());
    gate.narrow(NarrowGate.LONG_DOUBT_NANOS, true, false, true);
    assertTrue(gate.isClosing());
  }

  @Test
  void aLineThatHindersNothingIsNotTooSlowWhateverIsBelievedOfIt() {
    for (int i = 0; i < 100; i++) {
      gate.narrow(i * NarrowGate.DOUBT_NANOS / 4, true, true, i < 3);
      assertFalse(gate.isClosing());
    }
  }
}
