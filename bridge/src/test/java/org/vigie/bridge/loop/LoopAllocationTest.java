package org.vigie.bridge.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopAllocationTest {
  /** What the JCE allocates to hand over an initialization vector; a tenth is for the packet in. */
  private static final double CIPHER_BYTES = 88 * 1.1;

  /** The smallest object has 16 bytes; reports and feedback once in a while come to less. */
  private static final double BYTES = 2.0;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void fromSocketToSocketNothingOfOursIsAllocatedPerPacket() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                LoopAllocation.class.getName(),
                String.valueOf(CIPHER_BYTES + BYTES))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    assumeFalse(said.contains("is not available here"), "no libcrypto: " + said);
    assertEquals(0, status, said);
    double bytes = Double.parseDouble(said.substring(said.lastIndexOf('\n') + 1));
    assertTrue(
        bytes - CIPHER_BYTES < BYTES,
        bytes + " bytes per forwarded packet, " + CIPHER_BYTES + " of them the cipher's");
  }

  private static String classPath() {
    String own = System.getProperty("java.class.path");
    return System.getProperty("surefire.test.class.path", own);
  }
}
