package org.vigie.bridge.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.bridge.rtp.BigEndian;

/**
 * What a camera of a megabit a second in 30 pictures sends, with a key frame where one is wanted.
 */
final class KeyedCamera {
  /** Bytes of each packet's payload. */
  static final int PAYLOAD = 1_000;

  private static final int PARTS = 4;

  /** Packets of a key frame. */
  static final int KEY_PARTS = 24;

  private static final byte[] KEY_START = {
    0x10, 0, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0
  };

  private final Map<Integer, Long> captured;
  private final Map<Integer, Integer> expected;
  private VirtualPeer peer;
  private int keyFramesAnswered;
  int packets;
  int pictures;

  /**
   * Sends as this peer.
   *
   * @param captured is told when each picture was taken
   * @param expected is told how many packets each has
   */
  KeyedCamera(VirtualPeer peer, Map<Integer, Long> captured, Map<Integer, Integer> expected) {
    this.peer = peer;
    this.captured = captured;
    this.expected = expected;
  }

  /** Goes on as another. */
  void become(VirtualPeer other) {
    peer = other;
    keyFramesAnswered = 0;
  }

  /** The next picture's packets. */
  List<byte[]> picture(long nowNanos) {
    boolean key = pictures == 0 || peer.keyFramesWanted.size() > keyFramesAnswered;
    keyFramesAnswered = peer.keyFramesWanted.size();
    int parts = key ? KEY_PARTS : PARTS;
    captured.put(pictures, nowNanos);
    expected.put(pictures, parts);
    List<byte[]> datagrams = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      byte[] payload = new byte[PAYLOAD];
      System.arraycopy(KEY_START, 0, payload, 0, key && part == 0 ? KEY_START.length : 0);
      BigEndian.put32(payload, PAYLOAD - 4, pictures);
      datagrams.add(peer.rtp(packets++, 3_000 * pictures, part == parts - 1, payload));
    }
    pictures++;
    return datagrams;
  }
}
