package org.vigie.bridge.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.HistoryConfig;

class HistoryMemoryTest {
  private static final long MIB = 1 << 20;
  private static final HistoryConfig USUAL = HistoryConfig.defaults();

  @Test
  void allLoopsTogetherTakeLessThanHalfOfTheHeap() {
    for (long heap : new long[] {256 * MIB, 512 * MIB, 4_096 * MIB}) {
      for (int loops : new int[] {1, 2, 4, 16, 32}) {
        HistoryMemory memory = HistoryMemory.of(heap, loops);
        assertTrue(memory.bytes() <= heap * 0.4, memory + " of " + heap);
        assertTrue(memory.bytes() > heap * 0.24, memory + " of " + heap);
      }
    }
  }

  @Test
  void aLoopHasTwoMebibytesAtLeastAndOneGibibyteAtMost() {
    assertEquals(2 * MIB, HistoryMemory.of(4 * MIB, 1).bytes());
    assertEquals(128 * MIB, HistoryMemory.of(64 * MIB, 64).bytes());
    assertEquals(1_024 * MIB, HistoryMemory.of(64_000 * MIB, 1).bytes());
    assertEquals(2_048 * MIB, HistoryMemory.of(Long.MAX_VALUE, 2).bytes());
  }

  @Test
  void aQuarterOfTwoGibibytesHoldsFortyCameras() {
    HistoryMemory memory = HistoryMemory.of(512 * MIB, 1);
    assertEquals(40, memory.cameras(USUAL, 2_500_000));
    assertEquals(
        "214 MB of the heap, room for about 40 cameras of 2.5 Mbit/s", memory.words(USUAL));
    assertEquals(List.of(), memory.warnings(USUAL));
  }

  @Test
  void withoutKeyFramesThereIsRoomForMore() {
    HistoryConfig repairOnly =
        new HistoryConfig(Duration.ofMillis(1_500), 1 << 22, Duration.ZERO, 1 << 22);
    assertEquals(245, HistoryMemory.of(512 * MIB, 1).cameras(repairOnly, 2_500_000));
  }

  @Test
  void aSmallHeapIsWarnedOf() {
    List<String> warnings = HistoryMemory.of(128 * MIB, 1).warnings(USUAL);
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("about 10 cameras"), warnings.getFirst());
    assertTrue(warnings.getFirst().contains("VIGIE_JAVA_OPTS=-Xmx"), warnings.getFirst());
  }
}
