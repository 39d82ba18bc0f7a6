package org.vigie.bridge.network;

import java.util.random.RandomGenerator;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.udp.Path;

/** Somebody without keys, who knows every address and hears every packet. */
final class Attacker {
  private static final int SRTP_BYTES = 60;

  private final VirtualNetwork network;
  private final StreamId stream;
  private final RandomGenerator random;

  Attacker(VirtualNetwork network, StreamId stream) {
    this.network = network;
    this.stream = stream;
    this.random = network.newRandom();
  }

  /** Sends the Loops something. */
  void attack() {
    NetworkLoop loop = network.homeOf(stream);
    byte[] datagram = random.nextBoolean() ? noise() : overheard();
    loop.arrive(random.nextBoolean() ? network.newPath() : spoofed(), datagram, () -> {});
  }

  private byte[] noise() {
    byte[] bytes = new byte[12 + random.nextInt(SRTP_BYTES)];
    random.nextBytes(bytes);
    bytes[0] = (byte) (random.nextBoolean() ? 0x80 : random.nextInt(256));
    return bytes;
  }

  /** A packet of a camera, as it was or with a bit turned. */
  private byte[] overheard() {
    Source source = network.sources.get(random.nextInt(network.sources.size()));
    Shot shot = source.shot(source.next() - 1 - random.nextInt(100));
    if (shot == null || shot.wire.length == 0) {
      return noise();
    }
    byte[] bytes = shot.wire.clone();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private Path spoofed() {
    return network.anyPeer(random).path;
  }
}
