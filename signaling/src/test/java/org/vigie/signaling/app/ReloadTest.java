package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.signaling.StartException;
import org.vigie.signaling.settings.SettingsReader;
import tools.jackson.databind.JsonNode;

/** The configuration is read again while the relay runs. */
class ReloadTest {
  @TempDir private Path folder;

  @Test
  void whatIsLiveCountsAtOnceWhatIsNotIsNamed() throws Exception {
    write("vigie.camera.max-bitrate = 4000000");
    try (Relay relay = start()) {
      Caller operator = caller(relay);
      write("vigie.camera.max-bitrate = 3000000", "vigie.media.max-sessions = 7");
      JsonNode found = Caller.json(reload(operator));
      assertEquals(1, found.get("changes").size());
      assertEquals(3_000_000, found.get("changes").get(0).get("to").asLong());
      assertEquals("[\"vigie.media.max-sessions\"]", found.get("restart").toString());
      assertEquals("[]", found.get("overridden").toString());
    }
  }

  @Test
  void whatAnOperatorHasSetGoesOnCountingAndTheFileIsSaidToBeWithoutEffect() throws Exception {
    write("");
    try (Relay relay = start()) {
      Caller operator = caller(relay);
      setWeight(operator, "*");
      write("vigie.camera.weight = 3");
      JsonNode found = Caller.json(reload(operator));
      assertEquals("[\"camera.weight\"]", found.get("overridden").toString());
    }
  }

  @Test
  void aReloadMakesStaleWhatAnOperatorHasSeen() throws Exception {
    write("vigie.camera.weight = 3");
    try (Relay relay = start()) {
      Caller operator = caller(relay);
      String etag = Caller.header(operator.get("/api/v1/settings"), "ETag");
      assertEquals(etag, bandwidthEtag(operator));
      write("vigie.camera.weight = 4");
      reload(operator);
      assertEquals(
          Caller.header(operator.get("/api/v1/settings"), "ETag"), bandwidthEtag(operator));
      assertEquals(412, setWeight(operator, etag).statusCode());
    }
  }

  @Test
  void aBrokenConfigurationChangesNothingAndIsNamedWithItsLine() throws Exception {
    write("vigie.camera.max-bitrate = 4000000");
    try (Relay relay = start()) {
      Caller operator = caller(relay);
      String before = Caller.header(operator.get("/api/v1/settings"), "ETag");
      for (String line :
          List.of(
              "vigie.camera.max-bitrate = lots",
              "vigie.camera.max-bitrate = 1",
              "vigie.camera.min-bitrate = 90000000",
              "vigie.camera.layer-bitrate { low = 500000, high = 300000 }",
              "vigie {")) {
        write(line);
        HttpResponse<String> refused = reload(operator);
        assertEquals(422, refused.statusCode(), line);
        assertEquals("bad-configuration", Caller.code(refused));
        assertTrue(refused.body().contains("my.conf"), refused.body());
      }
      assertEquals(before, Caller.header(operator.get("/api/v1/settings"), "ETag"));
    }
  }

  @Test
  void aHostReloadsByAMethodAndHearsWhatIsWrong() throws Exception {
    write("");
    FakeMediaPlane media = new FakeMediaPlane();
    try (Vigie vigie =
        Vigie.start(
            SettingsReader.read(Optional.of(file()), List.of("vigie.data-dir=" + folder)),
            media::start)) {
      vigie.reload();
      write("vigie.camera.weight = 0");
      assertThrows(StartException.class, vigie::reload);
    }
  }

  private static HttpResponse<String> setWeight(Caller operator, String etag) throws Exception {
    return operator.ask(
        "PATCH",
        "/api/v1/settings",
        LiveSettingsRestTest.one("relay", "camera.weight", "5"),
        "Content-Type",
        Caller.JSON,
        "If-Match",
        etag);
  }

  private Relay start() throws StartException {
    FakeMediaPlane media = new FakeMediaPlane();
    return Relay.start(
        SettingsReader.read(
            Optional.of(file()),
            List.of("vigie.data-dir=" + folder, "vigie.http.port=0", "vigie.https.port=0")),
        false,
        media::start);
  }

  private static Caller caller(Relay relay) {
    String link = relay.link();
    return new Caller(
        link.substring(0, link.indexOf("/#")),
        "",
        Optional.of(link.substring(link.indexOf('=') + 1)));
  }

  private static String bandwidthEtag(Caller operator) {
    return Caller.json(operator.get("/api/v1/bandwidth")).get("settingsEtag").stringValue();
  }

  private static HttpResponse<String> reload(Caller operator) {
    return operator.post("/api/v1/settings/reload", Caller.JSON, "");
  }

  private Path file() {
    return folder.resolve("my.conf");
  }

  private void write(String... lines) throws Exception {
    Files.write(file(), List.of(lines));
  }
}
