package org.vigie.bridge.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstTest {
  private static final Path PATH = new Path(0, new InetSocketAddress("192.0.2.1", 9));

  private final BurstPool pool = new BurstPool(64);
  private final Burst burst = take();

  @Test
  void datagramsOfOneSizeFollowEachOther() {
    burst.append(filled(1, 100), 0, 100);
    burst.append(filled(2, 100), 0, 100);
    assertEquals(2, burst.count());
    assertEquals(100, burst.segmentBytes());
    assertEquals(200, burst.totalBytes());
    assertArrayEquals(filled(1, 100), Bursts.datagram(burst, 0));
    assertArrayEquals(filled(2, 100), Bursts.datagram(burst, 1));
  }

  @Test
  void aShorterOneIsTheLast() {
    burst.append(filled(1, 100), 0, 100);
    burst.append(filled(2, 40), 0, 40);
    assertEquals(40, burst.length(1));
    assertArrayEquals(filled(2, 40), Bursts.datagram(burst, 1));
    assertFalse(burst.fits(40));
    assertThrows(IllegalArgumentException.class, () -> burst.append(filled(3, 40), 0, 40));
  }

  @Test
  void aLongerOneDoesNotFollow() {
    burst.append(filled(1, 100), 0, 100);
    assertFalse(burst.fits(101));
  }

  @Test
  void aLengthThatIsNoneIsRefused() {
    assertFalse(burst.fits(0));
    assertFalse(burst.fits(-1));
    assertFalse(burst.fits(Burst.CAPACITY + 1));
    assertTrue(burst.fits(Burst.CAPACITY));
    assertThrows(IndexOutOfBoundsException.class, () -> burst.append(new byte[10], 5, 6));
    assertEquals(0, burst.count());
  }

  @Test
  void noMoreSegmentsThanEveryKernelTakes() {
    for (int i = 0; i < Burst.MAX_SEGMENTS; i++) {
      burst.append(filled(i, 10), 0, 10);
    }
    assertFalse(burst.fits(10));
  }

  @Test
  void openingBeginsAnew() {
    burst.append(filled(1, 100), 0, 40);
    burst.open(PATH);
    assertEquals(0, burst.count());
    assertEquals(0, burst.segmentBytes());
    assertTrue(burst.fits(1000));
  }

  @Test
  void theBurstGivenBackLastIsLentFirst() {
    Burst other = take();
    pool.give(burst);
    pool.give(other);
    assertSame(other, pool.take());
  }

  @Test
  void aPoolLendsNoMoreThanItHas() {
    List<Burst> lent = new ArrayList<>(List.of(burst));
    for (int i = 1; i < 64; i++) {
      lent.add(take());
    }
    assertNull(pool.take());
    assertEquals(64, pool.lent());
    lent.forEach(pool::give);
    assertEquals(0, pool.lent());
    assertThrows(IllegalStateException.class, () -> pool.give(burst));
  }

  private Burst take() {
    Burst taken = pool.take();
    assertNotNull(taken);
    taken.open(PATH);
    return taken;
  }

  private static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
