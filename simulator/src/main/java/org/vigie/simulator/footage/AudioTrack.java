package org.vigie.simulator.footage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Opus packets of an MP4 file. All times are ns from the start of the footage. */
public final class AudioTrack {
  private final MemorySegment file;
  private final SampleTable table;
  private final long timescale;
  private final int channels;

  AudioTrack(MemorySegment file, SampleTable table, long timescale, int channels) {
    this.file = file;
    this.table = table;
    this.timescale = timescale;
    this.channels = channels;
  }

  /** Packets. */
  public int count() {
    return table.count();
  }

  /** 1 or 2. */
  public int channels() {
    return channels;
  }

  /** When a packet is due. */
  public long nanos(int index) {
    return Math.round(table.decodeTimes()[index] * 1e9 / timescale);
  }

  /** One Opus packet. */
  public byte[] packet(int index) {
    return file.asSlice(table.positions()[index], table.sizes()[index])
        .toArray(ValueLayout.JAVA_BYTE);
  }
}
