package org.vigie.simulator.rtp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts access units together again (RFC 6184), the receiver's half of the tests. */
final class H264Depacketizer {
  private final List<byte[]> units = new ArrayList<>();
  private final List<List<byte[]>> accessUnits = new ArrayList<>();
  private final ByteArrayOutputStream fragment = new ByteArrayOutputStream();

  void payload(byte[] payload, boolean marker) {
    switch (payload[0] & 0x1f) {
      case 24 -> aggregate(payload);
      case 28 -> fragment(payload);
      default -> units.add(payload);
    }
    if (marker) {
      accessUnits.add(List.copyOf(units));
      units.clear();
    }
  }

  List<List<byte[]>> accessUnits() {
    return accessUnits;
  }

  private void aggregate(byte[] payload) {
    for (int at = 1; at < payload.length; ) {
      int length = ((payload[at] & 0xff) << 8) | (payload[at + 1] & 0xff);
      units.add(Arrays.copyOfRange(payload, at + 2, at + 2 + length));
      at += 2 + length;
    }
  }

  private void fragment(byte[] payload) {
    if ((payload[1] & 0x80) != 0) {
      fragment.reset();
      fragment.write((payload[0] & 0xe0) | (payload[1] & 0x1f));
    }
    fragment.write(payload, 2, payload.length - 2);
    if ((payload[1] & 0x40) != 0) {
      units.add(fragment.toByteArray());
    }
  }
}
