package org.vigie.bridge.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InsertionsTest {
  private final Insertions insertions = new Insertions();

  @Test
  void nothingMovesBeforeSomethingIsPutIn() {
    assertEquals(7, insertions.number(7));
  }

  @Test
  void whatIsBehindMovesUpAndLatePacketsKeepTheirPlace() {
    insertions.insert(100, 2);
    insertions.insert(200, 2);
    assertEquals(99, insertions.number(99));
    assertEquals(102, insertions.number(100));
    assertEquals(201, insertions.number(199));
    assertEquals(204, insertions.number(200));
  }

  @Test
  void manyInsertionsKeepTheNewestPlaces() {
    for (int i = 1; i <= 100; i++) {
      insertions.insert(100L * i, 2);
    }
    assertEquals(10_000 + 200, insertions.number(10_000));
    assertEquals(9_999 + 198, insertions.number(9_999));
    assertEquals(9_899 + 196, insertions.number(9_899));
  }
}
