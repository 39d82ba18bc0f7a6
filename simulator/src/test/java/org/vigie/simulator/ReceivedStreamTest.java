package org.vigie.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReceivedStreamTest {
  private final ReceivedStream stream = new ReceivedStream();

  private void receive(int... sequences) {
    for (int sequence : sequences) {
      byte[] packet = new byte[20];
      ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) 0xe6).putShort((short) sequence);
      stream.add(packet, 0, packet.length);
    }
  }

  @Test
  void nothingIsMissingBeforeAnythingCame() {
    assertEquals(0, stream.counts().missing());
  }

  @Test
  void gapsAreMissingUntilTheyAreFilled() {
    receive(10, 11, 14);
    assertEquals(2, stream.counts().missing());
    receive(13, 12);
    assertEquals(0, stream.counts().missing());
    assertEquals(2, stream.counts().reordered());
  }

  @Test
  void theWrapIsNoGap() {
    receive(0xfffe, 0xffff, 0, 1);
    assertEquals(0, stream.counts().missing());
    assertEquals(1, stream.counts().highestSequence());
  }

  @Test
  void markersEndFramesAndBytesAreCounted() {
    receive(1, 2);
    assertEquals(2, stream.counts().frames());
    assertEquals(40, stream.counts().bytes());
    assertEquals(102, stream.counts().lastPayloadType());
  }
}
