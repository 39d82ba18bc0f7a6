package org.vigie.bridge.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;

/** What libcrypto allocates goes back when a Session ends. */
class NativeMemoryTest {
  private static final int WARM_UP = 4_000;
  private static final int SESSIONS = 10_000;
  private static final long MOST_GROWTH_KIB = 10 * 1_024;

  @ParameterizedTest
  @EnumSource
  void aSessionHasOneNativeContextPerSourceAndNoneOnceClosed(SrtpProfile profile) {
    assumeTrue(Libcrypto.available(), "this machine has no libcrypto 3");
    SrtpTransform transform = new SrtpTransform(keys(profile), libcrypto());
    assertEquals(0, transform.nativeContexts());
    byte[] packet = packet(1);
    assertTrue(transform.protectRtp(packet, 0, 100) > 0);
    assertEquals(1, transform.nativeContexts());
    packet = packet(2);
    assertTrue(transform.protectRtcp(packet, 0, 100) > 0);
    assertEquals(2, transform.nativeContexts());
    transform.close();
    assertEquals(0, transform.nativeContexts());
    assertEquals(SrtpTransform.FAILED, transform.protectRtp(packet(3), 0, 100));
    transform.close();
  }

  @Test
  void aContextThatWasFreedIsNeverUsed() {
    assumeTrue(Libcrypto.available(), "this machine has no libcrypto 3");
    EvpContexts contexts = new EvpContexts();
    EvpContexts.Context context = contexts.open();
    contexts.close();
    assertFalse(context.isOpen());
    assertThrows(IllegalStateException.class, context::pointer);
    assertThrows(IllegalStateException.class, contexts::open);
  }

  @Test
  void contextsThatNobodyClosedAreFreedWithTheirOwner() throws Exception {
    assumeTrue(Libcrypto.available(), "this machine has no libcrypto 3");
    EvpContexts.Context context = new EvpContexts().open();
    for (int i = 0; i < 200 && context.isOpen(); i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertFalse(context.isOpen());
  }

  /** In a process of its own, whose heap is touched in full before: only native memory can grow. */
  @Test
  void tenThousandSessionsLeaveNativeMemoryFlat() throws Exception {
    assumeTrue(Libcrypto.available() && Files.exists(Path.of("/proc/self/status")));
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Xms48m",
                "-Xmx48m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Sessions.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    long growth = Long.parseLong(said.strip());
    assertTrue(growth < MOST_GROWTH_KIB, "grew by " + growth + " KiB");
  }

  /** Of whatever runs these tests. */
  private static String classPath() {
    return NativeMemoryTest.class.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
        : System.getProperty("java.class.path");
  }

  /** Opens and closes Sessions, and says how much the process grew by, KiB. */
  static final class Sessions {
    private Sessions() {}

    public static void main(String[] arguments) throws IOException {
      open(WARM_UP);
      long before = residentKib();
      open(SESSIONS);
      System.out.println(residentKib() - before);
    }

    private static void open(int sessions) {
      for (int i = 0; i < sessions; i++) {
        SrtpProfile profile = SrtpProfile.values()[i % SrtpProfile.values().length];
        try (SrtpTransform transform = new SrtpTransform(keys(profile), libcrypto())) {
          for (int ssrc = 0; ssrc < 4; ssrc++) {
            byte[] packet = packet(1);
            packet[11] = (byte) ssrc;
            if (transform.protectRtp(packet, 0, 100) < 0) {
              throw new IllegalStateException("not protected");
            }
          }
        }
      }
    }

    private static long residentKib() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static CipherSource libcrypto() {
    return SOURCES.stream()
        .filter(one -> one.cipher() == CipherChoice.LIBCRYPTO)
        .findFirst()
        .orElseThrow();
  }

  private static final List<CipherSource> SOURCES = CipherSource.available();

  private static SrtpKeys keys(SrtpProfile profile) {
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    return new SrtpKeys(profile, key, salt, key, salt);
  }

  private static byte[] packet(int sequence) {
    byte[] packet = new byte[100 + SrtpTransform.MAX_OVERHEAD];
    packet[0] = (byte) 0x80;
    packet[1] = (byte) 200;
    packet[3] = (byte) sequence;
    return packet;
  }
}
