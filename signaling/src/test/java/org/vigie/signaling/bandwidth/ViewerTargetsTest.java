package org.vigie.signaling.bandwidth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a budget of viewers is divided. */
class ViewerTargetsTest {
  @Test
  void whatOneDoesNotNeedGoesToTheOthers() {
    assertEquals(
        800_000, ViewerTargets.level(2_000_000, List.of(400_000L, 1_400_000L, 1_400_000L)));
  }

  @Test
  void aBudgetThatCarriesAllBindsNobody() {
    assertEquals(Long.MAX_VALUE, ViewerTargets.level(3_200_000, List.of(400_000L, 1_400_000L)));
    assertEquals(Long.MAX_VALUE, ViewerTargets.level(1, List.of()));
  }

  @Test
  void whereNobodyHasEnoughAllHaveTheSame() {
    assertEquals(100, ViewerTargets.level(300, List.of(1_000L, 2_000L, 5_000L)));
  }
}
