package org.vigie.bridge.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.bridge.api.StreamId;

class HomeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 64})
  void numberedCamerasSpreadOverAllLoops(int loops) {
    int[] cameras = new int[loops];
    IntStream.range(0, 100 * loops)
        .forEach(i -> cameras[Home.of(new StreamId("cam-" + i), loops)]++);
    assertEquals(100 * loops, IntStream.of(cameras).sum());
    assertTrue(IntStream.of(cameras).min().orElseThrow() > 50);
    assertTrue(IntStream.of(cameras).max().orElseThrow() < 150);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cam-1", "patrol/7", "é", "a-camera-with-a-rather-long-name"})
  void aStreamHasOneHome(String name) {
    assertEquals(Home.of(new StreamId(name), 5), Home.of(new StreamId(name), 5));
  }
}
