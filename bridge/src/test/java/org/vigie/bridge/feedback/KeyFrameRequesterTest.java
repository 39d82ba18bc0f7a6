package org.vigie.bridge.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.feedback.KeyFrameRequester.Request;

class KeyFrameRequesterTest {
  private static final long MS = 1_000_000L;

  @Test
  void asksNothingUntilSomebodyWantsAKeyFrame() {
    KeyFrameRequester requester = new KeyFrameRequester(true);
    assertEquals(Request.NONE, requester.poll(0, 0));
    assertEquals(Long.MAX_VALUE, requester.nextDeadline());
  }

  @Test
  void asksAtOnceAndHoweverManyWantItOnlyOnce() {
    KeyFrameRequester requester = new KeyFrameRequester(false);
    int sent = 0;
    for (int viewer = 0; viewer < 100; viewer++) {
      requester.request(viewer * MS);
      sent += requester.poll(viewer * MS, 0) == Request.PLI ? 1 : 0;
    }
    assertEquals(1, sent);
  }

  @Test
  void neverAsksTwiceWithinTheIntervalEvenIfKeyFramesCome() {
    KeyFrameRequester requester = new KeyFrameRequester(false);
    int sent = 0;
    for (long now = 0; now < 3_000 * MS; now += MS) {
      requester.request(now);
      if (requester.poll(now, 0) != Request.NONE) {
        sent++;
        requester.keyFrameArrived(now);
      }
    }
    assertEquals(10, sent);
  }

  @Test
  void theIntervalCanChangeWhileItRuns() {
    KeyFrameRequester requester = new KeyFrameRequester(false);
    requester.space(1_000 * MS);
    int sent = 0;
    for (long now = 0; now < 3_000 * MS; now += MS) {
      requester.request(now);
      if (requester.poll(now, 0) != Request.NONE) {
        sent++;
        requester.keyFrameArrived(now);
      }
    }
    assertEquals(3, sent);
  }

  @Test
  void asksAtOnceWhenTheCameraIsHeardAgain() {
    KeyFrameRequester requester = new KeyFrameRequester(false);
    requester.request(0);
    for (long now = 0; now < 10_000 * MS; now += MS) {
      requester.poll(now, 0);
    }
    requester.heardAgain(10_000 * MS);
    assertEquals(Request.PLI, requester.poll(10_000 * MS, 0));
    assertEquals(Request.NONE, requester.poll(10_001 * MS, 0));
  }

  @Test
  void waitsForTheRoundTripBeforeItAsksAgain() {
    KeyFrameRequester requester = new KeyFrameRequester(false);
    requester.request(0);
    assertEquals(Request.PLI, requester.poll(0, 500 * MS));
    assertEquals(Request.NONE, requester.poll(799 * MS, 500 * MS));
    assertEquals(800 * MS, requester.nextDeadline());
    assertEquals(Request.PLI, requester.poll(800 * MS, 500 * MS));
  }

  @Test
  void unansweredRequestsComeAtGrowingIntervals() {
    KeyFrameRequester requester = new KeyFrameRequester(false);
    requester.request(0);
    List<Long> times = new ArrayList<>();
    for (long now = 0; now < 30_000 * MS; now += 100 * MS) {
      if (requester.poll(now, 0) == Request.PLI) {
        times.add(now / MS);
      }
    }
    assertEquals(List.of(0L, 300L, 900L, 2_100L, 4_500L, 9_300L, 14_300L), times.subList(0, 7));
  }

  @Test
  void triesFirAfterSomePlisIfTheCameraKnowsIt() {
    assertEquals(List.of(Request.PLI, Request.PLI, Request.PLI, Request.FIR), firstFour(true));
    assertEquals(List.of(Request.PLI, Request.PLI, Request.PLI, Request.PLI), firstFour(false));
  }

  private static List<Request> firstFour(boolean fir) {
    KeyFrameRequester requester = new KeyFrameRequester(fir);
    requester.request(0);
    List<Request> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(requester.poll(requester.nextDeadline(), 0));
    }
    return sent;
  }

  @Test
  void anAnswerEndsTheRequestAndItsBackoff() {
    KeyFrameRequester requester = new KeyFrameRequester(true);
    requester.request(0);
    for (long now = 0; now < 10_000 * MS; now += 100 * MS) {
      requester.poll(now, 0);
    }
    requester.keyFrameArrived(10_000 * MS);
    assertFalse(requester.pending());
    requester.request(10_100 * MS);
    assertTrue(requester.pending());
    assertEquals(Request.PLI, requester.poll(10_100 * MS, 0));
    assertEquals(10_400 * MS, requester.nextDeadline());
    assertEquals(1, requester.keyFrames());
  }
}
