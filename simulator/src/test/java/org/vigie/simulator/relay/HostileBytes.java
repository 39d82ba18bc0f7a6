package org.vigie.simulator.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.vigie.simulator.sdp.Answer;

/** Datagrams and packets that no honest peer sends, repeatable by their seed. */
final class HostileBytes {
  static final int ROOM = 20;

  private static final int MAGIC_COOKIE = 0x2112a442;
  private static final int[] STUN_ATTRIBUTES = {
    0x0006, 0x0008, 0x0009, 0x000a, 0x0014, 0x0020, 0x0024, 0x0025, 0x001c, 0x8028, 0x8029, 0x802a
  };

  private final SplittableRandom random;

  HostileBytes(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Anything, of every first byte in turn. */
  byte[] noise(int first) {
    byte[] bytes = bytes(1 + random.nextInt(random.nextInt(10) == 0 ? 1_999 : 150));
    bytes[0] = (byte) first;
    return bytes;
  }

  /** STUN for a session that exists, signed by nobody, with attributes true, absurd and cut off. */
  byte[] stun(Answer answer) {
    ByteBuffer message = ByteBuffer.allocate(1_400);
    message.putShort((short) (random.nextInt(4) == 0 ? random.nextInt(0x4000) : 1));
    message.putShort((short) 0).putInt(MAGIC_COOKIE).put(bytes(12));
    if (random.nextInt(8) > 0) {
      putAttribute(
          message, 6, (answer.ice().ufrag() + ":abcd").getBytes(StandardCharsets.UTF_8), 0);
    }
    int attributes = random.nextInt(6);
    for (int i = 0; i < attributes; i++) {
      int type =
          random.nextInt(3) == 0
              ? random.nextInt(0x10000)
              : STUN_ATTRIBUTES[random.nextInt(STUN_ATTRIBUTES.length)];
      int lie = random.nextInt(5) == 0 ? random.nextInt(0x10000) : 0;
      putAttribute(message, type, bytes(random.nextInt(random.nextInt(20) == 0 ? 200 : 24)), lie);
    }
    message.putShort(2, (short) (message.position() - 20));
    byte[] bytes = Arrays.copyOf(message.array(), message.position());
    return random.nextInt(3) == 0 ? flipped(bytes, 1) : bytes;
  }

  private static void putAttribute(ByteBuffer message, int type, byte[] value, int lie) {
    message.putShort((short) type).putShort((short) (value.length ^ lie)).put(value);
    message.put(new byte[-value.length & 3]);
  }

  /** Records of every type, version and epoch around handshake messages of every kind. */
  byte[] dtls() {
    int records = 1 + random.nextInt(3);
    ByteBuffer datagram = ByteBuffer.allocate(1_400);
    for (int i = 0; i < records; i++) {
      byte[] body = bytes(random.nextInt(300));
      if (body.length > 12) {
        body[0] = (byte) random.nextInt(25); // the kind of the message; 1 is a ClientHello
        ByteBuffer.wrap(body).putInt(1, random.nextInt(600) << 8);
      }
      datagram.put((byte) (20 + random.nextInt(random.nextInt(4) == 0 ? 44 : 5)));
      datagram.putShort((short) (random.nextInt(4) == 0 ? random.nextInt() : 0xfefd));
      datagram.putShort((short) random.nextInt(3)).put(bytes(6));
      int lie = random.nextInt(4) == 0 ? random.nextInt(0x800) : 0;
      datagram.putShort((short) (body.length ^ lie)).put(body);
    }
    return Arrays.copyOf(datagram.array(), datagram.position());
  }

  /**
   * RTP of a source, malformed wherever SRTP lets it be: beyond fixed header and the outer bounds
   * of CSRCs and extension, which are looked at before the packet is opened.
   *
   * @param sequence ascends, else SRTP would take it for a replay
   */
  byte[] rtp(int ssrc, int payloadType, int sequence) {
    int csrcs = random.nextInt(6) == 0 ? random.nextInt(16) : 0;
    int words = random.nextInt(3) == 0 ? -1 : random.nextInt(random.nextInt(9) == 0 ? 120 : 6);
    int payload = random.nextInt(random.nextInt(4) == 0 ? 500 : 12);
    boolean padding = random.nextInt(4) == 0;
    int header = 12 + 4 * csrcs + (words < 0 ? 0 : 4 + 4 * words);
    ByteBuffer packet = ByteBuffer.wrap(bytes(header + payload + ROOM));
    packet.put((byte) (0x80 | csrcs | (words < 0 ? 0 : 0x10) | (padding ? 0x20 : 0)));
    packet.put((byte) (payloadType | (random.nextInt(2) << 7)));
    packet.putShort((short) sequence).putInt(random.nextInt()).putInt(ssrc);
    if (words >= 0) {
      int profile = new int[] {0xbede, 0x1000, 0x100f, random.nextInt()}[random.nextInt(4)];
      packet.position(12 + 4 * csrcs).putShort((short) profile).putShort((short) words);
    }
    return packet.array();
  }

  /**
   * A compound packet whose first report is of a source, and what follows nonsense that looks like
   * RTCP: lengths and counts that lie, feedback with garbage inside.
   */
  byte[] rtcp(int senderSsrc, int mediaSsrc) {
    ByteBuffer compound = ByteBuffer.wrap(bytes(1_000));
    int parts = 1 + random.nextInt(4);
    int end = 0;
    for (int i = 0; i < parts; i++) {
      int words = random.nextInt(random.nextInt(8) == 0 ? 50 : 8);
      int lie = random.nextInt(5) == 0 ? random.nextInt(0x10000) : 0;
      compound.put(end, (byte) (0x80 | random.nextInt(random.nextInt(6) == 0 ? 64 : 32)));
      compound.put(end + 1, (byte) (200 + random.nextInt(random.nextInt(6) == 0 ? 16 : 8)));
      compound.putShort(end + 2, (short) (words ^ lie));
      compound.putInt(end + 4, senderSsrc);
      compound.putInt(end + 8, random.nextInt(4) == 0 ? random.nextInt() : mediaSsrc);
      end += 4 + 4 * words;
    }
    compound.put(0, (byte) (0x80 | (compound.get(0) & 0x3f)));
    int length = Math.max(8, random.nextInt(4) == 0 ? end - random.nextInt(4) : end);
    return Arrays.copyOf(compound.array(), length + ROOM);
  }

  /** Some bits of a datagram changed. */
  byte[] flipped(byte[] bytes, int atLeast) {
    int flips = atLeast + random.nextInt(4);
    for (int i = 0; i < flips; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** One of these. */
  int oneOf(int... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
