package org.vigie.simulator.footage;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a track's samples lie and when they are due (ISO/IEC 14496-12, section 8.6 and 8.7). Times
 * are in units of the track's time scale.
 *
 * @param positions in the file, bytes
 * @param sizes bytes
 * @param decodeTimes from 0, growing
 * @param presentationTimes equal to the decode times unless there are B-frames
 * @param key which samples can be decoded alone
 * @param duration of all together
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, never compared
record SampleTable(
    long[] positions,
    int[] sizes,
    long[] decodeTimes,
    long[] presentationTimes,
    boolean[] key,
    long duration) {
  /** About a day of video; a bound against nonsense. */
  private static final int MAX_SAMPLES = 10_000_000;

  private static final int MAX_SAMPLE_BYTES = 16 << 20;

  int count() {
    return sizes.length;
  }

  boolean isReordered() {
    return !Arrays.equals(decodeTimes, presentationTimes);
  }

  /** Reads the boxes in {@code stbl}. */
  static SampleTable read(Box stbl, long fileSize) throws FootageException {
    int[] sizes = sizes(stbl.require("stsz"));
    long[] decodeTimes = new long[sizes.length];
    long duration = decodeTimes(stbl.require("stts"), decodeTimes);
    long[] positions = positions(stbl, sizes);
    requireInside(positions, sizes, fileSize);
    long[] presentationTimes = presentationTimes(stbl.find("ctts"), decodeTimes);
    boolean[] key = keys(stbl.find("stss"), sizes.length);
    return new SampleTable(positions, sizes, decodeTimes, presentationTimes, key, duration);
  }

  private static int[] sizes(Box stsz) throws FootageException {
    long fixed = stsz.u32(4);
    int[] sizes = new int[count(stsz, 8, fixed == 0 ? 4 : 0)];
    for (int i = 0; i < sizes.length; i++) {
      long size = fixed == 0 ? stsz.u32(12 + 4L * i) : fixed;
      if (size > MAX_SAMPLE_BYTES) {
        throw FootageException.damaged("sample %d claims %d bytes".formatted(i, size));
      }
      sizes[i] = (int) size;
    }
    return sizes;
  }

  /** The entry count at an offset, which the box must be large enough to hold. */
  private static int count(Box box, long offset, int bytesPerEntry) throws FootageException {
    long count = box.u32(offset);
    if (count > MAX_SAMPLES || count * bytesPerEntry > box.size() - offset - 4) {
      throw FootageException.damaged("'%s' claims %d entries".formatted(box.type(), count));
    }
    return (int) count;
  }

  private static long decodeTimes(Box stts, long[] times) throws FootageException {
    int entries = count(stts, 4, 8);
    long time = 0;
    int sample = 0;
    for (int i = 0; i < entries; i++) {
      long repeat = stts.u32(8 + 8L * i);
      long delta = stts.u32(12 + 8L * i);
      for (long n = 0; n < repeat && sample < times.length; n++) {
        times[sample++] = time;
        time += delta;
      }
    }
    if (sample < times.length) {
      throw FootageException.damaged(
          "only %d of %d samples have a time".formatted(sample, times.length));
    }
    return time;
  }

  private static long[] positions(Box stbl, int[] sizes) throws FootageException {
    Optional<Box> large = stbl.find("co64");
    Box chunks = large.isPresent() ? large.get() : stbl.require("stco");
    int width = large.isPresent() ? 8 : 4;
    int chunkCount = count(chunks, 4, width);
    Box stsc = stbl.require("stsc");
    int runs = count(stsc, 4, 12);
    long[] positions = new long[sizes.length];
    int sample = 0;
    int run = 0;
    for (int chunk = 1; chunk <= chunkCount && runs > 0; chunk++) {
      if (run + 1 < runs && chunk >= stsc.u32(8 + 12L * (run + 1))) {
        run++;
      }
      long at = width == 8 ? chunks.u64(8L * chunk) : chunks.u32(4 + 4L * chunk);
      long inChunk = stsc.u32(12 + 12L * run);
      for (long n = 0; n < inChunk && sample < sizes.length; n++) {
        positions[sample] = at;
        at += sizes[sample++];
      }
    }
    if (sample < sizes.length) {
      throw FootageException.damaged(
          "only %d of %d samples have a place".formatted(sample, sizes.length));
    }
    return positions;
  }

  private static void requireInside(long[] positions, int[] sizes, long fileSize)
      throws FootageException {
    for (int i = 0; i < sizes.length; i++) {
      if (positions[i] < 0 || positions[i] > fileSize - sizes[i]) {
        throw FootageException.damaged(
            "sample %d lies behind the end of the file, which was cut short".formatted(i));
      }
    }
  }

  private static long[] presentationTimes(Optional<Box> ctts, long[] decodeTimes)
      throws FootageException {
    long[] times = decodeTimes.clone();
    if (ctts.isEmpty()) {
      return times;
    }
    int entries = count(ctts.get(), 4, 8);
    int sample = 0;
    for (int i = 0; i < entries; i++) {
      long repeat = ctts.get().u32(8 + 8L * i);
      int offset = ctts.get().i32(12 + 8L * i);
      for (long n = 0; n < repeat && sample < times.length; n++) {
        times[sample++] += offset;
      }
    }
    return fromZero(times);
  }

  /** Encoders with B-frames delay everything; the first picture shown is at 0 again. */
  private static long[] fromZero(long[] times) {
    long first = Arrays.stream(times).min().orElse(0);
    for (int i = 0; i < times.length; i++) {
      times[i] -= first;
    }
    return times;
  }

  private static boolean[] keys(Optional<Box> stss, int samples) throws FootageException {
    boolean[] key = new boolean[samples];
    if (stss.isEmpty()) { // then all are (ISO/IEC 14496-12, section 8.6.2)
      Arrays.fill(key, true);
      return key;
    }
    int entries = count(stss.get(), 4, 4);
    for (int i = 0; i < entries; i++) {
      long number = stss.get().u32(8 + 4L * i);
      if (number >= 1 && number <= samples) {
        key[(int) number - 1] = true;
      }
    }
    return key;
  }
}
