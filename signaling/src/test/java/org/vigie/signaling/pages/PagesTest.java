package org.vigie.signaling.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  @ParameterizedTest
  @ValueSource(strings = {"watch-DQ0tvKuF.js", "icon-Xf8-5v5v.svg", "words-B_Pi-q4z.css"})
  void assetsWithAHashInTheirNameAreKeptForEver(String name) {
    assertTrue(Pages.caching(name).contains("immutable"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vigie-player.js", "icon.svg", "a/vigie-player.js"})
  void assetsWhoseNameStaysAreCheckedAtEveryVisit(String name) {
    assertEquals("no-cache", Pages.caching(name));
  }
}
