package org.vigie.signaling.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PathTemplateTest {
  @Test
  void parametersAreWholeSegments() {
    PathTemplate template = new PathTemplate("/whip/{camera}/{session}");
    assertEquals(
        Optional.of(Map.of("camera", "cam-1", "session", "s")), template.match("/whip/cam-1/s"));
    assertEquals(Optional.empty(), template.match("/whip/cam-1"));
    assertEquals(Optional.empty(), template.match("/whip/cam-1/s/t"));
    assertEquals(Optional.empty(), template.match("/whip//s"));
    assertEquals(Optional.empty(), template.match("/whip/cam-1/"));
    assertEquals(Optional.empty(), template.match("/whep/cam-1/s"));
  }

  @Test
  void theRestIsEverythingThatFollows() {
    PathTemplate template = new PathTemplate("/assets/{file*}");
    assertEquals(Optional.of(Map.of("file", "a/b.js")), template.match("/assets/a/b.js"));
    assertEquals(Optional.of(Map.of("file", "")), template.match("/assets/"));
    assertEquals(Optional.empty(), template.match("/assets"));
    assertEquals(Optional.empty(), template.match("/other/a"));
  }

  @Test
  void theRootIsTheRootOnly() {
    PathTemplate template = new PathTemplate("/");
    assertEquals(Optional.of(Map.of()), template.match("/"));
    assertEquals(Optional.empty(), template.match("/a"));
    assertEquals(Optional.empty(), template.match(""));
  }
}
