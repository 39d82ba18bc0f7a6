package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.buffer.ChunkPool;
import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;
import org.vigie.bridge.forward.PacketHistory;
import org.vigie.bridge.rtp.RtpHeaderWriter;
import org.vigie.bridge.rtp.RtpPacket;

class NarrowGateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PayloadFormat VP8 =
      new PayloadFormat(96, Codec.VP8, 1, Map.of(), OptionalInt.empty());

  private final Layer layer =
      new Layer(
          1,
          0,
          new ExtensionIds(Map.of()),
          new PacketHistory(new ChunkPool(4_096, 2), Duration.ofSeconds(1), 4_096));
  private final NarrowGate gate = new NarrowGate();

  private IncomingPacket packet(int sequence, int timestamp) {
    byte[] bytes = new byte[40];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(VP8.payloadType(), false, sequence, timestamp, 7);
    RtpPacket rtp = new RtpPacket();
    assertTrue(rtp.wrap(bytes, 0, header.write(bytes, 0, bytes.length) + 10));
    IncomingPacket packet = new IncomingPacket(layer, rtp);
    packet.set(layer, VP8, rtp, sequence, SECOND, SECOND);
    return packet;
  }

  @Test
  void whatComesLateOfThePicturesThatWereSentPassesThoughTheLineIsFull() {
    gate.overloaded(SECOND, 100_000);
    gate.starts(2 * SECOND);
    gate.sent(2 * SECOND, packet(1, 1_000), 1_000);
    gate.sent(2 * SECOND, packet(3, 4_000), 40_000);
    assertTrue(gate.passes(2 * SECOND, packet(2, 1_000), true));
    gate.sent(2 * SECOND, packet(2, 1_000), 1_000);
    assertTrue(gate.passes(2 * SECOND, packet(4, 4_000), true));
    assertFalse(gate.passes(2 * SECOND, packet(5, 7_000), true));
  }

  @Test
  void aNewKeyFrameMayBearAnyTime() {
    gate.overloaded(SECOND, 100_000);
    gate.starts(2 * SECOND);
    gate.sent(2 * SECOND, packet(1, 900_000), 1_000);
    gate.starts(4 * SECOND);
    gate.sent(4 * SECOND, packet(9, 1_000), 40_000);
    assertFalse(gate.passes(4 * SECOND, packet(10, 4_000), true));
  }
}
