package org.vigie.signaling.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.SessionId;
import org.vigie.signaling.bandwidth.CameraTarget;
import org.vigie.signaling.live.LiveMessages.Said;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.TestSessions;

/** One socket's conversation in virtual time. */
class ConversationTest {
  private static final String HELLO =
      "{\"type\":\"hello\",\"version\":1,\"token\":\"t\",\"session\":\"s\"}";

  private final FakeWire wire = new FakeWire();
  private long now;
  private final Conversation conversation = new Conversation(wire, new Host(), () -> now);

  @Test
  void aSilentSocketIsAskedForASignOfLifeAndDroppedAfterHalfAMinute() {
    conversation.said(HELLO);
    pass(30);
    assertFalse(wire.dropped);
    assertEquals(3, wire.pings);
    pass(2);
    assertTrue(wire.dropped);
  }

  @Test
  void aSocketThatAnswersStays() {
    conversation.said(HELLO);
    for (int i = 0; i < 20; i++) {
      pass(10);
      conversation.heard();
    }
    assertFalse(wire.dropped);
  }

  @Test
  void aSocketThatTakesNothingIsDropped() {
    conversation.said(HELLO);
    wire.stuck = Duration.ofSeconds(11).toNanos();
    pass(1);
    assertTrue(wire.dropped);
  }

  @Test
  void aPeerThatDoesNotSayGoodbyeIsDropped() {
    conversation.said("nonsense");
    assertEquals(List.of(4400), wire.closed);
    pass(4);
    assertFalse(wire.dropped);
    pass(3);
    assertTrue(wire.dropped);
  }

  @Test
  void whoSaysNoHelloIsToldSoAndDroppedASecondLater() {
    pass(6);
    assertEquals(List.of(4408), wire.closed);
    assertFalse(wire.dropped);
    pass(1);
    assertTrue(wire.dropped);
  }

  @Test
  void aTargetNamesASizeOnlyWhereTheWholePictureIsNotNeeded() {
    conversation.said(HELLO);
    conversation.told(new CameraTarget(1_000_000, true, OptionalLong.empty(), List.of()));
    conversation.told(new CameraTarget(301_600, true, OptionalLong.of(57_600), List.of()));
    assertEquals(
        List.of(
            "{\"type\":\"target\",\"bps\":1000000,\"watched\":true}",
            "{\"type\":\"target\",\"bps\":301600,\"watched\":true,\"pixels\":57600}"),
        wire.sent.subList(wire.sent.size() - 2, wire.sent.size()));
  }

  @Test
  void nothingIsSaidOnceItIsOver() {
    conversation.said(HELLO);
    conversation.ended("closed");
    int before = wire.sent.size();
    conversation.told(new CameraTarget(1_000_000, true, OptionalLong.empty(), List.of()));
    conversation.said("{\"type\":\"ping\"}");
    conversation.replaced();
    conversation.ended("closed");
    assertEquals(before, wire.sent.size());
    assertEquals(List.of(4410), wire.closed);
  }

  @Test
  void theLimitOfMessagesIsForASecondNotForEver() {
    conversation.said(HELLO);
    for (int i = 0; i < 60; i++) {
      conversation.said("{\"type\":\"ping\"}");
      if (i % 10 == 0) {
        pass(1);
      }
    }
    assertEquals(List.of(), wire.closed);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += Duration.ofSeconds(1).toNanos();
      conversation.tick();
    }
  }

  private static final class Host implements Conversation.Doorman {
    @Override
    public Session admit(Said.Hello hello) {
      return TestSessions.camera(new SessionId(hello.session()), "a");
    }

    @Override
    public void admitted(Conversation conversation, Session session) {}
  }

  private static final class FakeWire implements Wire {
    private final List<String> sent = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private int pings;
    private boolean dropped;
    private long stuck;

    @Override
    public void send(String message) {
      sent.add(message);
    }

    @Override
    public void sendNewest(String message) {
      sent.add(message);
    }

    @Override
    public void ping() {
      pings++;
    }

    @Override
    public void close(int code, String reason) {
      closed.add(code);
    }

    @Override
    public void drop() {
      dropped = true;
    }

    @Override
    public long stuckNanos(long nowNanos) {
      return stuck;
    }
  }
}
