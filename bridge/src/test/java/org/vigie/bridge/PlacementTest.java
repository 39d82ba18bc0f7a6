package org.vigie.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.SessionId;

class PlacementTest {
  private final Placement placement = new Placement(3);

  @Test
  void newcomersGoWhereTheFewestAre() {
    SessionId first = SessionId.random();
    placement.add(first, placement.leastLoaded());
    for (int i = 0; i < 5; i++) {
      placement.add(SessionId.random(), placement.leastLoaded());
    }
    assertEquals(6, placement.size());
    assertEquals(OptionalInt.of(0), placement.of(first));
    placement.add(SessionId.random(), 1);
    placement.remove(first);
    assertEquals(0, placement.leastLoaded());
    placement.add(SessionId.random(), 0);
    placement.add(SessionId.random(), 0);
    assertEquals(2, placement.leastLoaded());
  }

  @Test
  void whatHasEndedIsNowhereAndEndsOnce() {
    SessionId session = SessionId.random();
    placement.add(session, 2);
    placement.remove(session);
    placement.remove(session);
    assertEquals(OptionalInt.empty(), placement.of(session));
    assertEquals(0, placement.size());
    assertEquals(0, placement.leastLoaded());
  }
}
