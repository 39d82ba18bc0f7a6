package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.signaling.session.Session;
import org.vigie.signaling.session.TestSessions;

/** When a camera counts as watched by nobody. */
class AttentionTest {
  private static final long MILLI = 1_000_000;

  private final Attention attention = new Attention();
  private long now;

  @Test
  void aCameraThatHasJustComeIsLetRunForTenSeconds() {
    List<Session> camera = List.of(TestSessions.camera("a"));
    assertFalse(after(0, camera, Set.of()));
    assertFalse(after(9_900, camera, Set.of()));
    assertTrue(after(200, camera, Set.of()));
    assertTrue(attention.isUnwatched("a"));
  }

  @Test
  void aCameraThatWasWatchedFromItsStartHasLearntMeanwhile() {
    List<Session> camera = List.of(TestSessions.camera("a"));
    assertTrue(attention.isLearning(now, camera.getFirst().id()));
    after(0, camera, Set.of("a"));
    after(9_900, camera, Set.of("a"));
    assertTrue(attention.isLearning(now, camera.getFirst().id()));
    after(200, camera, Set.of());
    assertFalse(attention.isLearning(now, camera.getFirst().id()));
    assertTrue(after(500, camera, Set.of()));
    assertTrue(attention.isUnwatched("a"));
  }

  @Test
  void aCameraWithoutViewersIsUnwatchedAfterHalfASecond() {
    List<Session> camera = learnt();
    assertFalse(after(100, camera, Set.of("a")) && attention.isUnwatched("a"));
    after(100, camera, Set.of());
    after(450, camera, Set.of());
    assertFalse(attention.isUnwatched("a"));
    assertTrue(after(100, camera, Set.of()));
    assertTrue(attention.isUnwatched("a"));
  }

  @Test
  void whoChangesThePageDisturbsNothing() {
    List<Session> camera = learnt();
    after(100, camera, Set.of("a"));
    after(100, camera, Set.of());
    after(300, camera, Set.of());
    assertFalse(after(100, camera, Set.of("a")));
    assertFalse(after(300, camera, Set.of()));
  }

  @Test
  void openingItIsFeltAtOnceAndOnlyOnce() {
    learnt();
    assertTrue(attention.opened("a"));
    assertFalse(attention.opened("a"));
    assertFalse(attention.isUnwatched("a"));
  }

  @Test
  void whoCouldNotSeeItHasTenSecondsToTryAgain() {
    List<Session> camera = learnt();
    assertTrue(attention.wanted(now, "a"));
    assertFalse(attention.wanted(now, "a"));
    after(10_000, camera, Set.of());
    assertFalse(attention.isUnwatched("a"));
    after(600, camera, Set.of());
    assertTrue(attention.isUnwatched("a"));
  }

  @Test
  void aCameraThatComesBackIsLetRunAgain() {
    learnt();
    assertTrue(after(100, List.of(TestSessions.camera("a")), Set.of()));
    assertFalse(attention.isUnwatched("a"));
  }

  @Test
  void aCameraThatWentIsForgotten() {
    learnt();
    assertTrue(after(100, List.of(), Set.of()));
    assertFalse(attention.isUnwatched("a"));
    assertFalse(after(100, List.of(), Set.of()));
  }

  private List<Session> learnt() {
    List<Session> camera = List.of(TestSessions.camera("a"));
    after(0, camera, Set.of());
    after(11_000, camera, Set.of());
    assertTrue(attention.isUnwatched("a"));
    return camera;
  }

  private boolean after(long millis, List<Session> publishing, Set<String> watched) {
    now += millis * MILLI;
    return attention.observe(now, publishing, watched);
  }
}
