package org.vigie.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.srtp.SrtpTransform;

/** A host that embeds the bridge may forbid its libraries native code. */
class NativeAccessTest {
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aJvmThatForbidsNativeCodeRelaysWithTheJdkAlone() throws Exception {
    String said = run("--illegal-native-access=deny");
    assertTrue(said.contains("sunjce"), said);
    for (SrtpProfile profile : SrtpProfile.values()) {
      assertTrue(said.contains(profile + " opened"), said);
    }
  }

  private static String run(String option) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                option,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Host.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  /** Of whatever runs these tests. */
  private static String classPath() {
    if (NativeAccessTest.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"));
    }
    String own = System.getProperty("java.class.path");
    return System.getProperty("surefire.test.class.path", own);
  }

  /** Starts a bridge, and sends a packet from itself to itself with each profile. */
  static final class Host {
    private static final byte[] PACKET = {(byte) 0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 'm'};

    private Host() {}

    public static void main(String[] arguments) throws Exception {
      BridgeConfig config =
          BridgeConfig.defaults()
              .withPort(0)
              .withAnnounce(List.of(InetAddress.getLoopbackAddress()));
      try (Bridge bridge = Bridge.start(config, event -> {})) {
        System.out.println(bridge.selfTest().srtpCipher());
        for (SrtpProfile profile : SrtpProfile.values()) {
          System.out.println(profile + (opens(profile) ? " opened" : " failed"));
        }
      }
    }

    private static boolean opens(SrtpProfile profile) {
      byte[] key = new byte[profile.keyLength()];
      byte[] salt = new byte[profile.saltLength()];
      SrtpKeys keys = new SrtpKeys(profile, key, salt, key, salt);
      try (SrtpTransform sender = new SrtpTransform(keys);
          SrtpTransform receiver = new SrtpTransform(keys)) {
        byte[] packet = new byte[PACKET.length + SrtpTransform.MAX_OVERHEAD];
        System.arraycopy(PACKET, 0, packet, 0, PACKET.length);
        int length = sender.protectRtp(packet, 0, PACKET.length);
        return length > 0 && receiver.unprotectRtp(packet, 0, length) == PACKET.length;
      }
    }
  }
}
