package org.vigie.simulator.footage;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * H.264 pictures of an MP4 file (ISO/IEC 14496-15), decoded in the order of their index.
 *
 * <p>All times are ns from the start of the footage.
 */
public final class VideoTrack {
  private static final int NAL_SPS = 7;
  private static final int NAL_PPS = 8;
  private static final int NAL_DELIMITER = 9;

  private final MemorySegment file;
  private final SampleTable table;
  private final AvcConfiguration configuration;
  private final long timescale;
  private final int width;
  private final int height;

  VideoTrack(
      MemorySegment file,
      SampleTable table,
      AvcConfiguration configuration,
      long timescale,
      int width,
      int height) {
    this.file = file;
    this.table = table;
    this.configuration = configuration;
    this.timescale = timescale;
    this.width = width;
    this.height = height;
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /** Pixels. */
  public int height() {
    return height;
  }

  /** Pictures. */
  public int count() {
    return table.count();
  }

  /** Pictures a second, on average. */
  public double framesPerSecond() {
    return count() * 1e9 / durationNanos();
  }

  /** Average of the whole track. */
  public long bps() {
    long bytes = 0;
    for (int size : table.sizes()) {
      bytes += size;
    }
    return Math.round(bytes * 8e9 / durationNanos());
  }

  /** After this the footage starts again. */
  public long durationNanos() {
    return nanos(table.duration());
  }

  /** When a picture is sent. */
  public long decodeNanos(int index) {
    return nanos(table.decodeTimes()[index]);
  }

  /** When a picture is shown, which its RTP timestamp says. */
  public long presentationNanos(int index) {
    return nanos(table.presentationTimes()[index]);
  }

  /** Whether decoding can start here. */
  public boolean isKey(int index) {
    return table.key()[index];
  }

  /** The six hexadecimal digits of {@code profile-level-id} (RFC 6184, section 8.1). */
  public String profileLevelId() {
    return configuration.profileLevelId();
  }

  /**
   * The NAL units of one picture without start codes or lengths. A key frame begins with its
   * parameter sets, which a viewer who has just come needs.
   *
   * @throws FootageException if the file is damaged here
   */
  public List<byte[]> accessUnit(int index) throws FootageException {
    List<byte[]> units = new ArrayList<>();
    if (isKey(index)) {
      units.addAll(configuration.parameterSets());
    }
    try {
      addUnits(new Box("sample", sample(index), table.positions()[index]), units);
    } catch (IndexOutOfBoundsException e) {
      throw new FootageException("picture %d is damaged".formatted(index), e);
    }
    return units;
  }

  private MemorySegment sample(int index) {
    return file.asSlice(table.positions()[index], table.sizes()[index]);
  }

  private void addUnits(Box sample, List<byte[]> units) {
    boolean hasOwnSets = false;
    int lengthBytes = configuration.lengthBytes();
    for (long at = 0; at + lengthBytes <= sample.size(); ) {
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | sample.u8(at++);
      }
      byte[] unit = sample.bytes(at, length);
      at += length;
      if (length == 0 || type(unit) == NAL_DELIMITER) {
        continue;
      }
      if (isParameterSet(unit) && !hasOwnSets) {
        hasOwnSets = true;
        units.removeIf(VideoTrack::isParameterSet); // those in the stream are the newer ones
      }
      units.add(unit);
    }
  }

  private static boolean isParameterSet(byte[] unit) {
    return type(unit) == NAL_SPS || type(unit) == NAL_PPS;
  }

  private static int type(byte[] unit) {
    return unit[0] & 0x1f;
  }

  private long nanos(long time) {
    return Math.round(time * 1e9 / timescale);
  }

  /** What {@code avcC} says (ISO/IEC 14496-15, section 5.3.3). */
  record AvcConfiguration(String profileLevelId, int lengthBytes, List<byte[]> parameterSets) {
    static AvcConfiguration read(Box avcC) throws FootageException {
      List<byte[]> sets = new ArrayList<>();
      long at = addSets(avcC, 5, avcC.u8(5) & 0x1f, sets);
      addSets(avcC, at, avcC.u8(at), sets);
      if (sets.isEmpty()) {
        throw FootageException.damaged("no SPS and PPS in 'avcC'");
      }
      int lengthBytes = (avcC.u8(4) & 3) + 1;
      String profile = "%02x%02x%02x".formatted(avcC.u8(1), avcC.u8(2), avcC.u8(3));
      return new AvcConfiguration(profile, lengthBytes, List.copyOf(sets));
    }

    private static long addSets(Box avcC, long countAt, int count, List<byte[]> sets) {
      long at = countAt + 1;
      for (int i = 0; i < count; i++) {
        int length = avcC.u16(at);
        sets.add(avcC.bytes(at + 2, length));
        at += 2 + length;
      }
      return at;
    }
  }
}
