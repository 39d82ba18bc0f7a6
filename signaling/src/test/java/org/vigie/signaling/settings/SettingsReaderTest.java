package org.vigie.signaling.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.SocketChoice;
import org.vigie.signaling.StartException;
import org.vigie.signaling.settings.live.LiveKey;
import org.vigie.signaling.settings.live.LiveValue;

class SettingsReaderTest {
  private static final Path DOCUMENTED = Path.of("../conf/vigie.conf");

  @TempDir private Path folder;

  @Test
  void withoutAnyConfigurationTheDefaultsHold() {
    Settings settings = SettingsReader.defaults();
    assertEquals("127.0.0.1", settings.http().host());
    assertEquals(8080, settings.http().port());
    assertEquals(Optional.of(8443), settings.https().port());
    assertEquals(10_000, settings.media().port());
    assertEquals(new LiveValue.Whole(2_000_000), settings.live().get(LiveKey.CAMERA_START_BITRATE));
    assertEquals(List.of(), settings.media().announce());
    assertEquals(Path.of("var"), settings.dataDir());
    assertEquals(Duration.ofSeconds(10), settings.http().bodyTimeout());
  }

  @Test
  void theDocumentedFileIsTheDefaultsWordForWord() throws IOException {
    try (InputStream packaged = SettingsReader.class.getResourceAsStream("vigie.conf")) {
      assertEquals(
          Files.readString(DOCUMENTED),
          new String(packaged.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void everyKeyIsDocumentedWithASentence() {
    Config file = ConfigFactory.parseFile(DOCUMENTED.toFile());
    assertTrue(file.entrySet().size() > 20);
    for (Map.Entry<String, ConfigValue> entry : file.entrySet()) {
      String comment = String.join(" ", entry.getValue().origin().comments());
      assertTrue(comment.length() > 30, entry.getKey() + " is not documented");
    }
  }

  @Test
  void theKeysThatStayAreThere() {
    Set<String> staying =
        Set.of(
            "vigie.http.host",
            "vigie.http.port",
            "vigie.https.port",
            "vigie.media.port",
            "vigie.media.loops",
            "vigie.media.announce",
            "vigie.data-dir");
    Config defaults = SettingsReader.defaultConfig();
    staying.forEach(key -> assertTrue(defaults.hasPath(key), key));
  }

  @Test
  void aFileOverrulesTheDefaultsAndTheCommandLineTheFile() throws Exception {
    Path file = write("vigie.http { port = 81, host = \"::1\" }", "vigie.media.port = 20000");
    Settings settings =
        SettingsReader.read(Optional.of(file), List.of("vigie.http.port=82", "vigie.http.port=83"));
    assertEquals(83, settings.http().port());
    assertEquals("::1", settings.http().host());
    assertEquals(20_000, settings.media().port());
  }

  @Test
  void whatTheCommandLineSetsNeedsNoQuotes() throws Exception {
    Settings settings =
        set(
            "vigie.http.host=::1",
            "vigie.data-dir=/tmp/a b#c",
            "vigie.http.idle-timeout=45 s",
            "vigie.https.port=0",
            "vigie.media.announce=192.0.2.7,2001:db8::7");
    assertEquals("::1", settings.http().host());
    assertEquals(Path.of("/tmp/a b#c"), settings.dataDir());
    assertEquals(Duration.ofSeconds(45), settings.http().idleTimeout());
    assertEquals(Optional.empty(), settings.https().port());
    assertEquals(2, settings.media().announce().size());
    assertEquals(1, set("vigie.media.announce=[\"192.0.2.7\"]").media().announce().size());
  }

  @Test
  void aWrongKeyIsNamedWithItsLineAndWhatWasProbablyMeant() throws Exception {
    Path file = write("# first line", "vigie.http.prot = 81", "vigie.media { prot = 1 }");
    String message = fault(Optional.of(file));
    assertTrue(message.contains(file + ":2: vigie.http.prot is no setting."), message);
    assertTrue(message.contains("Did you mean vigie.http.port?"), message);
    assertTrue(message.contains(file + ":3: vigie.media.prot"), message);
    assertTrue(message.contains("Did you mean vigie.media.port?"), message);
  }

  @Test
  void aKeyOutsideVigieIsWrong() throws Exception {
    String message = fault(Optional.of(write("http.port = 81")));
    assertTrue(message.contains("http is no setting"), message);
  }

  @Test
  void aWrongValueIsNamedWithItsLineAndItsRange() throws Exception {
    Path file = write("vigie {", "  http.port = 99999", "  log-level = loud", "}");
    String message = fault(Optional.of(file));
    assertTrue(
        message.contains(
            file + ":2: vigie.http.port is 99999, which is not a whole number from 0 to 65535."),
        message);
    assertTrue(message.contains(file + ":3: vigie.log-level is loud"), message);
  }

  @Test
  void everyWrongValueIsRefused() {
    for (String override :
        List.of(
            "vigie.http.port=-1",
            "vigie.http.port=1.5",
            "vigie.http.port=",
            "vigie.http.port=[1]",
            "vigie.http={port=x}",
            "vigie.http=8080",
            "vigie.http.idle-timeout=0",
            "vigie.http.idle-timeout=soon",
            "vigie.data-dir=",
            "vigie.media.announce=localhost",
            "vigie.media.announce=[7]",
            "vigie.media.announce={a=1}",
            "vigie.media.max-sessions=0",
            "vigie.media.socket=netty",
            "vigie.media.gso=maybe",
            "vigie.camera.start-bitrate=2 Mbit/s",
            "vigie.camera.min-bitrate=30000000",
            "vigie.budget.ingress=20000",
            "vigie.budget.egress=29999",
            "vigie.camera.layer-bitrate={low=500000, mid=300000}",
            "vigie.camera.layer-bitrate.high=-1",
            "vigie.camera.layer-bitrate.top=1",
            "vigie.camera.layer-bitrate=1",
            "vigie.limits.requests-per-second=0",
            "vigie.turn.servers=[{url=\"turn:x\"}]",
            "vigie.turn.servers=[{url=\"http://x\",username=u,credential=p}]",
            "vigie.turn.servers=[{url=\"turn:x>\",username=u,credential=p}]",
            "vigie.turn.servers=[{url=\"turn:x\",username=\"u\\n\",credential=p}]",
            "vigie.turn.servers=nonsense",
            "vigie.https.key=/only/the/key",
            "no-equals-sign",
            "=x",
            "a b=[")) {
      assertThrows(StartException.class, () -> set(override), override);
    }
  }

  @Test
  void theSocketAndItsSegmentationOffloadAreChosenSeparately() throws Exception {
    assertEquals(SocketChoice.AUTO, SettingsReader.defaults().media().socket());
    assertTrue(SettingsReader.defaults().media().gso());
    assertEquals(SocketChoice.JDK, set("vigie.media.socket=jdk").media().socket());
    Settings.Media single = set("vigie.media.socket=linux", "vigie.media.gso=off").media();
    assertEquals(SocketChoice.LINUX, single.socket());
    assertFalse(single.gso());
  }

  @Test
  void moreLoopsThanPortsFromTheFirstOnAreRefusedWithTheReason() throws Exception {
    assertEquals(64, set("vigie.media.loops=64").media().loops());
    StartException refused =
        assertThrows(
            StartException.class, () -> set("vigie.media.loops=2", "vigie.media.port=65535"));
    assertTrue(refused.getMessage().contains("at most 65534"), refused.getMessage());
    assertThrows(StartException.class, () -> set("vigie.media.loops=65"));
  }

  @Test
  void aSyntaxErrorIsNamedWithItsLine() throws Exception {
    Path file = write("vigie {", "  http { port = 81", "");
    String message = fault(Optional.of(file));
    assertTrue(message.startsWith(file + ":"), message);
  }

  @Test
  void aMissingFileIsNamed() {
    String message = fault(Optional.of(folder.resolve("none.conf")));
    assertTrue(message.contains("none.conf cannot be read"), message);
  }

  @Test
  void anUnknownSubstitutionIsNamed() throws Exception {
    String message = fault(Optional.of(write("vigie.http.host = ${NO_SUCH_VARIABLE_9}")));
    assertTrue(message.contains("NO_SUCH_VARIABLE_9"), message);
  }

  @Test
  void passwordsAreNotInWhatIsPrinted() throws Exception {
    Settings settings = set("vigie.turn.servers=[{url=\"turn:x\",username=u,credential=secret}]");
    assertTrue(settings.toString().contains("turn:x"));
    assertTrue(!settings.toString().contains("secret"), settings.toString());
    StartException refused =
        assertThrows(
            StartException.class,
            () -> set("vigie.turn.servers=[{url=\"turn:x\",user=u,credential=secret}]"));
    assertTrue(!refused.getMessage().contains("secret"), refused.getMessage());
  }

  private static Settings set(String... overrides) throws StartException {
    return SettingsReader.read(Optional.empty(), List.of(overrides));
  }

  private static String fault(Optional<Path> file) {
    StartException refused =
        assertThrows(StartException.class, () -> SettingsReader.read(file, List.of()));
    assertTrue(!refused.remedy().isEmpty());
    return refused.getMessage();
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("my.conf"), List.of(lines));
  }
}
