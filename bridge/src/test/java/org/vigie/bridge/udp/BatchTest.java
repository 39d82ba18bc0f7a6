package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Path PATH = new Path(0, new InetSocketAddress("192.0.2.1", 9));

  private final SendBatch batch = new SendBatch(2);

  @Test
  void aSlotThatIsNotCommittedIsOfferedAgain() {
    assertEquals(0, batch.next());
    assertEquals(0, batch.next());
    batch.commit(10, PATH);
    assertEquals(1, batch.next());
    assertEquals(10, batch.length(0));
    assertEquals(PATH, batch.path(0));
  }

  @Test
  void aFullBatchSaysSo() {
    batch.commit(10, PATH);
    assertFalse(batch.isFull());
    batch.commit(10, PATH);
    assertTrue(batch.isFull());
    assertThrows(IllegalStateException.class, batch::next);
    batch.clear();
    assertEquals(0, batch.next());
  }

  @Test
  void aLengthOutsideTheSlotIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> batch.commit(0, PATH));
    assertThrows(IllegalArgumentException.class, () -> batch.commit(2049, PATH));
    assertThrows(IllegalArgumentException.class, () -> batch.add(new byte[3000], 0, 2049, PATH));
  }

  @Test
  void slotsDoNotOverlap() {
    assertEquals(SendBatch.SLOT_BYTES, batch.offset(1) - batch.offset(0));
  }
}
