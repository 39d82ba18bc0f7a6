package org.vigie.simulator.load.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vigie.simulator.load.LoadPlan;

class VideoPayloadTest {
  private final byte[] packet = new byte[1_200];

  @Test
  void aPayloadSaysWhichOfWhoseItIs() {
    new VideoPayload(3).write(packet, 20, 1_000, 1L << 40, 5, false, false);
    assertEquals(1L << 40, VideoPayload.index(3, packet, 20, 1_000));
    assertEquals(-1, VideoPayload.index(4, packet, 20, 1_000));
    assertEquals(-1, VideoPayload.index(3, packet, 20, 999));
    assertEquals(-1, VideoPayload.index(3, packet, 20, 3));
  }

  @Test
  void aKeyFrameBeginsAsVp8Does() {
    new VideoPayload(0).write(packet, 0, 100, 0, 0x12345, true, true);
    assertEquals(0x90, packet[0] & 0xff); // X and S
    assertEquals(0x80, packet[1] & 0xff); // I
    assertEquals(0xa3, packet[2] & 0xff); // fifteen bits of the picture's number
    assertEquals(0x45, packet[3] & 0xff);
    assertEquals(0, packet[4] & 1);
    assertEquals(0x9d, packet[7] & 0xff);
    new VideoPayload(0).write(packet, 0, 100, 0, 1, true, false);
    assertEquals(1, packet[4] & 1);
  }

  @Test
  void framesHaveTheSizeAndSpacingThatTheBitRateAsksFor() {
    var camera = new LoadPlan.CameraPlan(2_500_000, 30, 0.4, Duration.ofSeconds(10));
    FramePlan plan = FramePlan.of(camera, 24);
    assertEquals(10, plan.packets());
    int bytes = 0;
    for (int i = 0; i < plan.packets(); i++) {
      bytes += 24 + plan.payloadBytes(i);
      assertTrue(plan.payloadBytes(i) - plan.payloadBytes(0) <= 1);
      assertFalse(plan.payloadBytes(i) < plan.payloadBytes(0));
    }
    assertEquals(2_500_000 / 8 / 30, bytes);
    assertEquals(33_333_333, plan.frameNanos());
    assertEquals(1_333_333, plan.spacingNanos());
  }
}
