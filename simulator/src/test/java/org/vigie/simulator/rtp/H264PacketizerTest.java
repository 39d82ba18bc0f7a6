package org.vigie.simulator.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.footage.VideoTrack;

class H264PacketizerTest {
  private static final int MAX = 1_140;

  private final Random random = new Random(4);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sent(byte[] payload, boolean marker) {}

  @Test
  void everyPictureOfTheClipArrivesAsItWasSent() throws Exception {
    VideoTrack video = Footage.clip().video();
    for (int i = 0; i < video.count(); i++) {
      assertArrives(video.accessUnit(i));
    }
  }

  @Test
  void unitsOfEverySizeAroundTheLimitArriveAsTheyWereSent() {
    for (int size : new int[] {1, 2, 3, MAX - 1, MAX, MAX + 1, 2 * MAX - 2, 2 * MAX, 100_000}) {
      assertArrives(List.of(unit(5, size)));
      assertArrives(List.of(unit(7, 20), unit(8, 4), unit(5, size), unit(1, 10)));
    }
  }

  @Test
  void parameterSetsTravelTogether() {
    List<Sent> sent = packetize(List.of(unit(7, 20), unit(8, 4), unit(5, 5_000)));
    assertEquals(24, sent.get(0).payload()[0] & 0x1f);
    assertEquals(28, sent.get(1).payload()[0] & 0x1f);
  }

  @Test
  void fragmentsHaveAboutOneSize() {
    List<Sent> sent = packetize(List.of(unit(1, 10_007)));
    int largest = sent.stream().mapToInt(s -> s.payload().length).max().orElseThrow();
    int smallest = sent.stream().mapToInt(s -> s.payload().length).min().orElseThrow();
    assertTrue(largest - smallest <= 1, largest + " and " + smallest);
  }

  private void assertArrives(List<byte[]> units) {
    List<Sent> sent = packetize(units);
    H264Depacketizer far = new H264Depacketizer();
    for (Sent packet : sent) {
      assertTrue(packet.payload().length <= MAX);
      far.payload(packet.payload(), packet.marker());
    }
    assertEquals(1, far.accessUnits().size(), "one marker, on the last packet");
    List<byte[]> arrived = far.accessUnits().getFirst();
    assertEquals(units.size(), arrived.size());
    for (int i = 0; i < units.size(); i++) {
      assertArrayEquals(units.get(i), arrived.get(i));
    }
  }

  private static List<Sent> packetize(List<byte[]> units) {
    List<Sent> sent = new ArrayList<>();
    new H264Packetizer(MAX)
        .packetize(
            units, (array, length, last) -> sent.add(new Sent(Arrays.copyOf(array, length), last)));
    return sent;
  }

  private byte[] unit(int type, int size) {
    byte[] unit = new byte[size];
    random.nextBytes(unit);
    unit[0] = (byte) (0x60 | type);
    return unit;
  }
}
