package org.vigie.bridge.rtp;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A seeded source of hostile input: valid samples with bits flipped, bytes replaced by telling
 * values, pieces cut, doubled or moved, and now and then pure noise. The same seed gives the same
 * inputs.
 */
public final class Mutations {
  private static final int[] TELLING = {0, 1, 3, 0x0f, 0x1f, 0x7f, 0x80, 0x90, 0xb0, 0xbe, 0xff};
  private static final int LARGEST = 1500;

  private final RandomGenerator random;
  private final List<byte[]> samples;

  public Mutations(long seed, List<byte[]> samples) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.samples = samples;
  }

  /** The next input, in an array of just its size, so that reading past it throws. */
  public byte[] next() {
    if (random.nextInt(16) == 0) {
      return noise();
    }
    byte[] input = samples.get(random.nextInt(samples.size())).clone();
    int changes = random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      input = change(input);
    }
    return input;
  }

  /** The input between two margins of one value, which no parser may look at. */
  public static byte[] within(byte[] input, int margin, int value) {
    byte[] framed = new byte[input.length + 2 * margin];
    Arrays.fill(framed, (byte) value);
    System.arraycopy(input, 0, framed, margin, input.length);
    return framed;
  }

  private byte[] noise() {
    byte[] input = new byte[random.nextInt(64)];
    random.nextBytes(input);
    return input;
  }

  private byte[] change(byte[] input) {
    if (input.length == 0) {
      return noise();
    }
    int at = random.nextInt(input.length);
    switch (random.nextInt(6)) {
      case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> input[at] = (byte) TELLING[random.nextInt(TELLING.length)];
      case 2 -> input[at] = (byte) random.nextInt();
      case 3 -> {
        return Arrays.copyOf(input, at);
      }
      case 4 -> {
        return Arrays.copyOf(input, Math.min(LARGEST, input.length + random.nextInt(16)));
      }
      default -> {
        int from = random.nextInt(input.length);
        int length = random.nextInt(input.length - Math.max(at, from) + 1);
        System.arraycopy(input, from, input, at, length);
      }
    }
    return input;
  }
}
