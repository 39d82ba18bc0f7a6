package org.vigie.simulator.footage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootageTest {

  @TempDir Path folder;

  @Test
  void theClipIsWhatTheDemoNeeds() {
    Footage clip = Footage.clip();
    VideoTrack video = clip.video();
    assertEquals(1280, video.width());
    assertEquals(720, video.height());
    assertEquals(30, video.framesPerSecond(), 0.01);
    assertEquals(24_000_000_000L, video.durationNanos());
    assertTrue(video.profileLevelId().startsWith("42"), "baseline");
    assertTrue(video.bps() > 1_300_000 && video.bps() < 1_700_000, video.bps() + " bps");
    assertTrue(clip.audio().isPresent());
    assertTrue(clip.warnings().isEmpty(), "no B-frames");
  }

  @Test
  void theClipHasAKeyFrameEveryTwoSecondsWithItsParameterSets() throws Exception {
    VideoTrack video = Footage.clip().video();
    for (int i = 0; i < video.count(); i++) {
      assertEquals(i % 60 == 0, video.isKey(i));
      assertEquals(video.isKey(i), video.accessUnit(i).stream().anyMatch(u -> (u[0] & 31) == 7));
      assertFalse(video.accessUnit(i).isEmpty());
    }
  }

  @Test
  void realFootageIsRead() throws Exception {
    Optional<Path> file = street();
    Assumptions.assumeTrue(file.isPresent(), "shared/media/street.mp4 is not on this machine");
    Footage street = Footage.of(file.get());
    assertEquals(768, street.video().width());
    assertEquals(12.5, street.video().framesPerSecond(), 0.01);
    assertTrue(
        street.audio().isPresent() || street.warnings().size() == 1, "AAC by ffmpeg or a word");
    for (int i = 0; i < street.video().count(); i++) {
      assertFalse(street.video().accessUnit(i).isEmpty());
    }
  }

  @Test
  void withoutAConverterTheSoundIsLeftOutWithAWord() {
    Footage clip = Footage.clip().silent();
    Footage played = new SoundConverter("no-such-program").withSoundOf(folder, clip);
    assertTrue(played.audio().isEmpty());
    assertTrue(
        played.warnings().getFirst().endsWith("install ffmpeg"), played.warnings()::toString);
  }

  @Test
  void whatIsNoMp4FileIsRefusedInOneLine() throws Exception {
    assertRefused("", "whole?");
    assertRefused("this is no film", "whole?");
    assertRefused("\0\0\0\10free", "whole?");
    assertRefused("\0\0\0\1free\177\377\377\377\377\377\377\377", "whole?");
    assertRefused("\0\0\0\4moov", "whole?");
    FootageException e =
        assertThrows(FootageException.class, () -> Footage.of(folder.resolve("absent.mp4")));
    assertTrue(e.getMessage().endsWith("no such file"), e.getMessage());
  }

  @Test
  void aClipCutShortAnywhereIsRefused() throws Exception {
    byte[] clip = clipBytes();
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      MemorySegment cut = MemorySegment.ofArray(clip).asSlice(0, random.nextInt(clip.length));
      assertThrows(FootageException.class, () -> new Mp4(cut).read());
    }
  }

  @Test
  void aDamagedHeadEitherPlaysOrIsRefused() throws Exception {
    byte[] clip = clipBytes();
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      int at = random.nextInt(20_000);
      byte before = clip[at];
      clip[at] = (byte) random.nextInt();
      try {
        Footage footage = new Mp4(MemorySegment.ofArray(clip)).read();
        footage.video().accessUnit(random.nextInt(footage.video().count()));
      } catch (FootageException e) {
        assertFalse(e.getMessage().isBlank());
      }
      clip[at] = before;
    }
  }

  private void assertRefused(String content, String end) throws IOException {
    Path file = folder.resolve("film.mp4");
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    FootageException e = assertThrows(FootageException.class, () -> Footage.of(file));
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    assertTrue(e.getMessage().endsWith(end), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  /** It lies beside the project, not in it. */
  private static Optional<Path> street() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .map(folder -> folder.resolve("shared/media/street.mp4"))
        .filter(Files::exists)
        .findFirst();
  }

  private static byte[] clipBytes() throws IOException {
    try (InputStream in = Footage.class.getResourceAsStream("/org/vigie/simulator/clip.mp4")) {
      return in.readAllBytes();
    }
  }
}
