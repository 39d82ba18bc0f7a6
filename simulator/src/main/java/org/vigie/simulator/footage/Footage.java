package org.vigie.simulator.footage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * H.264 pictures, and Opus sound where there is some, ready to be sent. Immutable: many cameras may
 * play the same.
 *
 * @param video the pictures, at least one key frame
 * @param audio the sound
 * @param warnings what a viewer may notice, one line each
 */
public record Footage(VideoTrack video, Optional<AudioTrack> audio, List<String> warnings) {
  private static final String CLIP = "/org/vigie/simulator/clip.mp4";

  public Footage {
    warnings = List.copyOf(warnings);
  }

  /** The clip that comes with the simulator: 24 s of a street at dusk, with a running clock. */
  public static Footage clip() {
    try (InputStream in = Footage.class.getResourceAsStream(CLIP)) {
      if (in == null) {
        throw new IllegalStateException(CLIP + " is missing; build it with simulator/make-clip.sh");
      }
      return new Mp4(MemorySegment.ofArray(in.readAllBytes())).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an MP4 file. Sound that is not Opus is converted by ffmpeg where that is installed, and
   * left out with a warning where it is not.
   *
   * @throws FootageException with one line that says what is wrong and what to do
   */
  public static Footage of(Path file) throws FootageException {
    try {
      Mp4 mp4 = new Mp4(map(file));
      Footage footage = mp4.read();
      boolean convert = footage.audio().isEmpty() && mp4.hasOtherSound();
      return convert ? new SoundConverter().withSoundOf(file, footage) : footage;
    } catch (FootageException e) {
      throw new FootageException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new FootageException("cannot read " + file + ": " + reason(e), e);
    }
  }

  /** The same pictures without sound. */
  public Footage silent() {
    return new Footage(video, Optional.empty(), warnings);
  }

  private static MemorySegment map(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FootageException("no such file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "not allowed" : e.toString();
  }
}
