package org.vigie.bridge.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.bandwidth.LongerWay.Verdict;

class LongerWayTest {
  private static final long REPORT_MICROS = 60_000;
  private static final long ALL_MICROS = 3_000_000;

  private final LongerWay way = new LongerWay();

  private List<Verdict> verdicts(LongUnaryOperator waited) {
    List<Verdict> verdicts = new ArrayList<>();
    for (long at = 0; at < ALL_MICROS && !verdicts.contains(Verdict.LONGER); at += REPORT_MICROS) {
      Verdict verdict = way.reported(at, waited.applyAsLong(at));
      if (verdict != Verdict.WAIT) {
        verdicts.add(verdict);
      }
    }
    return verdicts;
  }

  @Test
  void whatStaysWhenLessIsSentIsNoQueue() {
    assertEquals(List.of(Verdict.SEND_LESS, Verdict.LONGER), verdicts(at -> 50_000 + at % 5_000));
  }

  @Test
  void aQueueThatDrainsIsOne() {
    assertEquals(List.of(), verdicts(at -> Math.max(40_000, 400_000 - at / 8)));
  }

  @Test
  void aQueueThatDrainsOnceLessIsSentIsOne() {
    assertEquals(
        List.of(Verdict.SEND_LESS),
        verdicts(at -> at < 900_000 ? 120_000 : Math.max(0, 120_000 - (at - 900_000) / 15)));
  }

  @Test
  void aQueueThatGrowsIsOne() {
    assertEquals(List.of(), verdicts(at -> 40_000 + at / 10));
  }

  @Test
  void whoWaitsNoMoreBeginsAnew() {
    way.reported(0, 50_000);
    way.restart();
    assertEquals(List.of(Verdict.SEND_LESS, Verdict.LONGER), verdicts(at -> 200_000));
  }
}
