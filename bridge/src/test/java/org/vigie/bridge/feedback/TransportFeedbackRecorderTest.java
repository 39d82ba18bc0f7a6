package org.vigie.bridge.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.rtp.RtcpReader;
import org.vigie.bridge.rtp.RtcpVisitor;
import org.vigie.bridge.rtp.RtcpWriter;
import org.vigie.bridge.rtp.TransportFeedback;

class TransportFeedbackRecorderTest {
  private static final long MS = 1_000_000L;

  private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] array = new byte[1_200];
  private final TreeMap<Integer, Boolean> told = new TreeMap<>();
  private final List<Integer> feedbackCounts = new ArrayList<>();

  private void report(long nowNanos) {
    for (int i = 0; i < 1_000; i++) {
      writer.begin(array, 0, array.length);
      boolean done = recorder.write(nowNanos, writer, 1, 2);
      if (writer.length() > 0) {
        assertTrue(new RtcpReader().read(array, 0, writer.length(), collector()));
      }
      if (done) {
        return;
      }
    }
    throw new AssertionError("the report never ends");
  }

  private RtcpVisitor collector() {
    return new RtcpVisitor() {
      @Override
      public void transportFeedback(TransportFeedback feedback) {
        feedbackCounts.add(feedback.feedbackCount());
        while (feedback.next()) {
          told.merge(feedback.sequenceNumber(), feedback.received(), Boolean::logicalOr);
        }
      }
    };
  }

  @Test
  void hasNothingToSayBeforeAPacketCame() {
    assertFalse(recorder.due(1_000 * MS));
    assertEquals(Long.MAX_VALUE, recorder.nextDeadline());
    report(0);
    assertTrue(told.isEmpty());
  }

  @Test
  void reportsAtMostEveryFiftyMilliseconds() {
    recorder.received(0, 1);
    assertFalse(recorder.due(49 * MS));
    assertTrue(recorder.due(50 * MS));
    report(50 * MS);
    recorder.received(51 * MS, 2);
    assertFalse(recorder.due(99 * MS));
    assertTrue(recorder.due(100 * MS));
  }

  @Test
  void aBurstIsReportedAtOnce() {
    for (int i = 0; i < TransportFeedbackRecorder.MAX_UNREPORTED; i++) {
      recorder.received(0, i);
    }
    assertTrue(recorder.due(0));
  }

  @Test
  void tellsArrivalsAndLossesAcrossReportsAndTheWrap() {
    for (int i = 65_530; i < 65_550; i++) {
      if (i % 3 != 0) {
        recorder.received((i - 65_530) * MS, i & 0xffff);
      }
      if (i == 65_540) {
        report(20 * MS);
      }
    }
    report(70 * MS);
    for (int i = 65_530; i < 65_548; i++) {
      assertEquals(i % 3 != 0, told.get(i & 0xffff), "packet " + i);
    }
    assertEquals(List.of(0, 1), feedbackCounts);
  }

  @Test
  void aLatePacketIsReportedAfterAll() {
    recorder.received(0, 1);
    recorder.received(MS, 3);
    report(50 * MS);
    assertFalse(told.get(2));
    recorder.received(60 * MS, 2);
    report(100 * MS);
    assertTrue(told.get(2));
    assertTrue(told.get(3));
  }

  @Test
  void duplicatesAndPacketsFromBeforeTheMemoryAreCounted() {
    recorder.received(0, 5_000);
    recorder.received(0, 5_000);
    assertEquals(1, recorder.duplicates());
    report(50 * MS);
    recorder.received(60 * MS, 4_000);
    assertEquals(1, recorder.tooOld());
  }

  @Test
  void randomLossReorderingAndDuplicationEndInATrueReport() {
    for (long seed = 1; seed <= 50; seed++) {
      new TransportFeedbackRecorderTest().reportsTruly(new Random(seed));
    }
  }

  private void reportsTruly(Random random) {
    TreeMap<Integer, Boolean> sent = new TreeMap<>();
    List<Integer> delayed = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long now = i * MS;
      boolean lost = random.nextInt(10) == 0 && i > 0;
      if (!lost && random.nextInt(20) == 0 && i > 0) {
        delayed.add(i);
      } else if (!lost) {
        recorder.received(now, i);
      }
      sent.put(i, !lost);
      if (!delayed.isEmpty() && random.nextInt(5) == 0) {
        recorder.received(now, delayed.removeFirst());
      }
      if (recorder.due(now)) {
        report(now);
      }
    }
    for (int each : delayed) {
      recorder.received(2_000 * MS, each);
    }
    report(2_100 * MS);
    told.forEach(
        (sequence, arrived) -> assertEquals(sent.get(sequence), arrived, "packet " + sequence));
    assertTrue(told.size() > 1_990);
  }

  @Test
  void hostileJumpsStayBoundedAndHarmless() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      recorder.received(i * 1_000L, random.nextInt(65_536));
      if (i % 150 == 0) {
        report(i * 1_000L);
      }
    }
    report(40 * MS);
  }
}
