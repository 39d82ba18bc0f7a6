package org.vigie.simulator.footage;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tracks in an MP4 file.
 *
 * <p>Our own reader, because {@code org.mp4parser:isoparser} ends at the boxes: the walk through
 * the sample tables would still be ours. It needs no AspectJ run time and believes no size in the
 * file.
 */
final class Mp4 {
  private static final int SAMPLE_ENTRY_HEADER = 8;
  private static final int VISUAL_ENTRY = 78;
  private static final int AUDIO_ENTRY = 28;
  private static final String MAKE_H264 =
      "; convert it: ffmpeg -i IN -c:v libx264 -profile:v baseline -bf 0 -g 60 -c:a libopus OUT.mp4";

  private final MemorySegment bytes;
  private final List<String> warnings = new ArrayList<>();
  private boolean otherSound;

  Mp4(MemorySegment bytes) {
    this.bytes = bytes;
  }

  Footage read() throws FootageException {
    try {
      List<Box> tracks = tracks();
      VideoTrack video = video(tracks);
      return new Footage(video, audio(tracks), warnings);
    } catch (IndexOutOfBoundsException _) {
      throw FootageException.damaged("a box ends early");
    }
  }

  /** Only the sound. */
  Optional<AudioTrack> readAudio() throws FootageException {
    return audio(tracks());
  }

  /** Whether there is sound that is not Opus; known after reading. */
  boolean hasOtherSound() {
    return otherSound;
  }

  private List<Box> tracks() throws FootageException {
    Box moov = Box.file(bytes).require("moov");
    if (moov.find("mvex").isPresent()) {
      throw new FootageException(
          "fragmented MP4 is not played; rewrite it: ffmpeg -i IN -c copy OUT.mp4");
    }
    return moov.children(0).stream().filter(box -> box.type().equals("trak")).toList();
  }

  private VideoTrack video(List<Box> tracks) throws FootageException {
    for (Box track : tracks) {
      Optional<Box> entry = entry(track, "vide");
      if (entry.isPresent()) {
        return video(track, entry.get());
      }
    }
    throw new FootageException("no picture in it" + MAKE_H264);
  }

  private VideoTrack video(Box track, Box entry) throws FootageException {
    if (!entry.type().equals("avc1") && !entry.type().equals("avc3")) {
      throw new FootageException("the picture is '" + entry.type() + "', not H.264" + MAKE_H264);
    }
    Box avcC = sub(entry, VISUAL_ENTRY, "avcC");
    SampleTable table = table(track);
    requirePlayable(table);
    if (table.isReordered()) {
      warnings.add("the footage has B-frames, which browsers show jerkily or late" + MAKE_H264);
    }
    return new VideoTrack(
        bytes,
        table,
        VideoTrack.AvcConfiguration.read(avcC),
        timescale(track),
        entry.u16(24),
        entry.u16(26));
  }

  private static void requirePlayable(SampleTable table) throws FootageException {
    if (table.count() == 0 || table.duration() <= 0) {
      throw new FootageException("no picture in it" + MAKE_H264);
    }
    if (!table.key()[0]) {
      throw new FootageException("it does not begin with a key frame" + MAKE_H264);
    }
  }

  private Optional<AudioTrack> audio(List<Box> tracks) throws FootageException {
    for (Box track : tracks) {
      Optional<Box> entry = entry(track, "soun");
      if (entry.isPresent() && entry.get().type().equals("Opus")) {
        int channels = sub(entry.get(), AUDIO_ENTRY, "dOps").u8(1);
        return Optional.of(new AudioTrack(bytes, table(track), timescale(track), channels));
      }
      otherSound |= entry.isPresent();
    }
    return Optional.empty();
  }

  /** The first sample entry of a track, if the track is of that kind. */
  private static Optional<Box> entry(Box track, String kind) throws FootageException {
    if (!track.require("mdia", "hdlr").fourCharacters(8).equals(kind)) {
      return Optional.empty();
    }
    Box stsd = track.require("mdia", "minf", "stbl", "stsd");
    return stsd.children(SAMPLE_ENTRY_HEADER).stream().findFirst();
  }

  private static Box sub(Box entry, int offset, String type) throws FootageException {
    return entry.children(offset).stream()
        .filter(box -> box.type().equals(type))
        .findFirst()
        .orElseThrow(() -> FootageException.damaged("no '" + type + "' in '" + entry.type() + "'"));
  }

  private SampleTable table(Box track) throws FootageException {
    return SampleTable.read(track.require("mdia", "minf", "stbl"), bytes.byteSize());
  }

  private static long timescale(Box track) throws FootageException {
    Box mdhd = track.require("mdia", "mdhd");
    long timescale = mdhd.u8(0) == 1 ? mdhd.u32(20) : mdhd.u32(12);
    if (timescale == 0) {
      throw FootageException.damaged("a track has no time scale");
    }
    return timescale;
  }
}
