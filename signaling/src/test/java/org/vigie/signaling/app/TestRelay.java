package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.signaling.StartException;
import org.vigie.signaling.settings.Settings;
import org.vigie.signaling.settings.SettingsReader;

/** The whole relay on free ports, over a fake media plane. */
final class TestRelay implements AutoCloseable {
  final FakeMediaPlane media = new FakeMediaPlane();
  final Relay relay;
  final String origin;
  final String operatorToken;

  TestRelay(Path dataDir, String... settings) {
    try {
      relay = Relay.start(settings(dataDir, settings), false, media::start);
    } catch (StartException e) {
      throw new AssertionError(e.getMessage() + " " + e.remedy(), e);
    }
    String link = relay.link();
    origin = link.substring(0, link.indexOf("/#"));
    operatorToken = link.substring(link.indexOf('=') + 1);
  }

  static Settings settings(Path dataDir, String... settings) throws StartException {
    List<String> all = new ArrayList<>();
    all.add("vigie.data-dir=" + dataDir);
    all.add("vigie.http.port=0");
    all.add("vigie.https.port=0");
    all.addAll(List.of(settings));
    return SettingsReader.read(Optional.empty(), all);
  }

  /** Asks with the operator's token. */
  Caller operator() {
    return new Caller(origin, "", Optional.of(operatorToken));
  }

  /** Enrols a camera; the caller has its token. */
  Caller camera(String id) {
    HttpResponse<String> response =
        operator()
            .post(
                "/api/v1/cameras", Caller.JSON, "{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}");
    assertEquals(201, response.statusCode(), response.body());
    return operator().as(Caller.json(response).get("token").stringValue());
  }

  /** Makes a viewer of these cameras; the caller has its token. */
  Caller viewer(String... cameras) {
    HttpResponse<String> response =
        operator()
            .post(
                "/api/v1/viewers",
                Caller.JSON,
                "{\"name\":\"Post\",\"cameras\":[\"" + String.join("\",\"", cameras) + "\"]}");
    assertEquals(201, response.statusCode(), response.body());
    return operator().as(Caller.json(response).get("token").stringValue());
  }

  /** An offer as a real client sent it. */
  static String offer(String name) {
    Path file = Path.of("src/test/resources/org/vigie/signaling/negotiate/offers", name);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    relay.close();
  }
}
