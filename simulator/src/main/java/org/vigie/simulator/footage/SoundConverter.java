package org.vigie.simulator.footage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Turns sound of any kind into Opus with the machine's ffmpeg, in a file that is then deleted. */
final class SoundConverter {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final String program;

  SoundConverter() {
    this("ffmpeg");
  }

  SoundConverter(String program) {
    this.program = program;
  }

  /** The footage with the file's sound, or with a warning that says why there is none. */
  Footage withSoundOf(Path file, Footage footage) {
    try {
      return new Footage(footage.video(), convert(file), footage.warnings());
    } catch (IOException e) {
      List<String> warnings = new ArrayList<>(footage.warnings());
      warnings.add(
          "played without its sound, which is not Opus and could not be converted (%s); install ffmpeg"
              .formatted(e.getMessage()));
      return new Footage(footage.video(), Optional.empty(), warnings);
    }
  }

  private Optional<AudioTrack> convert(Path file) throws IOException {
    Path opus = Files.createTempFile("vigie-sound-", ".mp4");
    try {
      run(file, opus);
      return new Mp4(MemorySegment.ofArray(Files.readAllBytes(opus))).readAudio();
    } finally {
      Files.deleteIfExists(opus);
    }
  }

  private void run(Path file, Path opus) throws IOException {
    Process process =
        new ProcessBuilder(command(file, opus))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(program + " took more than " + LIMIT.toMinutes() + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(program + " failed with exit code " + process.exitValue());
    }
  }

  private List<String> command(Path file, Path opus) {
    return List.of(
        program,
        "-nostdin",
        "-y",
        "-i",
        "file:" + file.toAbsolutePath(),
        "-vn",
        "-c:a",
        "libopus",
        "-b:a",
        "64k",
        "-ac",
        "2",
        "-ar",
        "48000",
        "-frame_duration",
        "20",
        "file:" + opus);
  }
}
