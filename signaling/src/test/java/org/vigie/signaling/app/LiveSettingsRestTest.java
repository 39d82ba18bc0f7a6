package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Live settings over HTTP: what is refused and how, and that two operators do not collide. */
class LiveSettingsRestTest {
  private static final String ALL = "/api/v1/settings";

  @TempDir private Path folder;

  @Test
  void everyKeyIsListedWithUnitRangeScopesAndMeaning() {
    try (TestRelay relay = new TestRelay(folder, "vigie.camera.weight=4")) {
      HttpResponse<String> response = relay.operator().get(ALL);
      assertFalse(Caller.header(response, "ETag").isEmpty());
      JsonNode max = key(Caller.json(response), "camera.max-bitrate");
      assertEquals("bit/s", max.get("unit").stringValue());
      assertEquals(50_000, max.get("least").asLong());
      assertEquals(20_000_000, max.get("configured").asLong());
      assertEquals(3, max.get("scopes").size());
      assertEquals(4, key(Caller.json(response), "camera.weight").get("configured").asInt());
    }
  }

  @Test
  void aChangeIsAnsweredWithWhatItMeansForWhomAndListedWithWhoAndWhy() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      relay.camera("cam-2");
      JsonNode done =
          Caller.json(patch(relay, "", one("camera:cam-1", "camera.max-bitrate", "600000")));
      assertEquals(1, done.get("version").asInt());
      assertEquals(1, done.get("cameras").size());
      JsonNode camera = done.get("cameras").get(0);
      assertEquals("cam-1", camera.get("id").stringValue());
      assertEquals(20_000_000, camera.get("from").get("maxBps").asLong());
      assertEquals(600_000, camera.get("to").get("maxBps").asLong());
      JsonNode version =
          Caller.json(relay.operator().get(ALL + "/versions")).get("versions").get(0);
      assertEquals("operator", version.get("by").stringValue());
      assertEquals("thin line", version.get("reason").stringValue());
    }
  }

  @Test
  void aDryRunSaysTheSameAndChangesNothing() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      String body = one("relay", "camera.max-bitrate", "600000");
      JsonNode would = Caller.json(patch(relay, "?dry-run=true", body));
      assertTrue(would.get("dryRun").asBoolean());
      assertEquals(600_000, would.get("cameras").get(0).get("to").get("maxBps").asLong());
      assertEquals(0, Caller.json(relay.operator().get(ALL)).get("version").asInt());
      JsonNode done = Caller.json(patch(relay, "", body));
      assertEquals(would.get("cameras"), done.get("cameras"));
    }
  }

  @Test
  void aDryRunSaysWhichValuesHaveNoEffectBecauseAnotherBoundIsNearer() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      patch(relay, "", one("relay", "camera.max-bitrate", "2000000"));
      String body = one("camera:cam-1", "camera.layer-bitrate.high", "3000000");
      JsonNode would = Caller.json(patch(relay, "?dry-run=true", body));
      JsonNode layers = would.get("cameras").get(0).get("to").get("layers");
      assertEquals(2_000_000, layers.get("highBps").asLong());
      JsonNode note = would.get("withoutEffect").get(0);
      assertEquals("camera:cam-1", note.get("scope").stringValue());
      assertEquals("camera.layer-bitrate.high", note.get("key").stringValue());
      patch(relay, "", body);
      JsonNode other =
          Caller.json(patch(relay, "?dry-run=true", one("relay", "camera.weight", "2")));
      assertEquals(0, other.get("withoutEffect").size());
    }
  }

  @Test
  void layerRatesThatRuleEachOtherOutAreRefusedAndNamed() {
    try (TestRelay relay = new TestRelay(folder)) {
      patch(relay, "", one("relay", "camera.layer-bitrate.high", "500000"));
      JsonNode fault =
          fault(relay, one("group:a", "camera.layer-bitrate.low", "600000"), "contradiction");
      assertEquals("camera.layer-bitrate.low", fault.get("key").stringValue());
      assertTrue(fault.get("detail").stringValue().contains("camera.layer-bitrate.high, 500000"));
      fault(relay, one("relay", "camera.layer-bitrate.low", "-1"), "wrong-value");
      fault(relay, one("relay", "camera.layer-bitrate.low", "1000000001"), "wrong-value");
      fault(relay, one("relay", "camera.layer-bitrate.low", "\"150 kbit/s\""), "wrong-value");
      fault(relay, one("role:viewer", "camera.layer-bitrate.low", "1"), "wrong-scope");
      fault(relay, one("relay", "camera.layer-bitrate.lo", "1"), "unknown-key");
    }
  }

  @Test
  void whoHasNotSeenTheNewestSettingsIsToldSo() {
    try (TestRelay relay = new TestRelay(folder)) {
      String etag = Caller.header(relay.operator().get(ALL), "ETag");
      String body = one("relay", "camera.weight", "2");
      assertEquals(200, patch(relay, "", body, "If-Match", etag).statusCode());
      HttpResponse<String> stale =
          patch(relay, "", one("relay", "camera.weight", "3"), "If-Match", etag);
      assertEquals(412, stale.statusCode());
      assertEquals("stale-etag", Caller.code(stale));
      HttpResponse<String> without = patch(relay, "", body, "X-None", "x");
      assertEquals(428, without.statusCode());
      assertEquals("etag-required", Caller.code(without));
    }
  }

  @Test
  void aTagThatAProxyHasWeakenedIsStillThatOfTheSettings() {
    try (TestRelay relay = new TestRelay(folder)) {
      String weak = "W/" + Caller.header(relay.operator().get(ALL), "ETag");
      String body = one("relay", "camera.weight", "2");
      assertEquals(200, patch(relay, "?dry-run=true", body, "If-Match", weak).statusCode());
      assertEquals(200, patch(relay, "", body, "If-Match", weak).statusCode());
      assertEquals(412, patch(relay, "", body, "If-Match", weak).statusCode());
      String newer = "W/" + Caller.header(relay.operator().get(ALL), "ETag");
      assertEquals(200, rollBack(relay, 0, newer).statusCode());
    }
  }

  @Test
  void ofTwoOperatorsAtOnceExactlyOneSucceeds() {
    try (TestRelay relay = new TestRelay(folder)) {
      String etag = Caller.header(relay.operator().get(ALL), "ETag");
      List<Integer> statuses =
          IntStream.range(1, 9)
              .parallel()
              .mapToObj(i ->
                  patch(relay, "", one("relay", "camera.weight", i + 1 + ""), "If-Match", etag))
              .map(HttpResponse::statusCode)
              .sorted()
              .toList();
      assertEquals(List.of(200, 412, 412, 412, 412, 412, 412, 412), statuses);
    }
  }

  @Test
  void aWrongValueIsNamedWithItsKeyRangeUnitAndRemedy() {
    try (TestRelay relay = new TestRelay(folder)) {
      for (String value :
          List.of("\"600 kbit/s\"", "600", "-1", "1.5", "1e300", "true", "[1]", "{}", "\"\"")) {
        JsonNode fault = fault(relay, one("relay", "camera.max-bitrate", value), "wrong-value");
        assertEquals("camera.max-bitrate", fault.get("key").stringValue());
        assertEquals("bit/s", fault.get("unit").stringValue());
        assertEquals(50_000, fault.get("least").asLong());
        assertEquals(1_000_000_000, fault.get("most").asLong());
        assertTrue(fault.get("value").isString(), value);
        assertTrue(fault.get("remedy").stringValue().contains("600000 for 600 kbit/s"));
      }
      relay.camera("cam-1");
      fault(relay, one("camera:cam-1", "camera.group", "7"), "wrong-value");
      fault(relay, one("camera:cam-1", "camera.group", "\"no spaces\""), "wrong-value");
    }
  }

  @Test
  void anUnknownKeyIsToldWhatWasProbablyMeant() {
    try (TestRelay relay = new TestRelay(folder)) {
      JsonNode fault = fault(relay, one("relay", "camera.max-bitrat", "1"), "unknown-key");
      assertTrue(fault.get("remedy").stringValue().contains("camera.max-bitrate"));
      fault(relay, one("relay", "x".repeat(5_000), "1"), "unknown-key");
    }
  }

  @Test
  void whoeverThereIsNotCannotBeSetAnything() {
    try (TestRelay relay = new TestRelay(folder)) {
      for (String scope :
          List.of("camera:none", "camera:", "everybody", "group:a b", "role:x", "")) {
        fault(relay, one(scope, "camera.weight", "2"), "unknown-scope");
      }
      fault(relay, one("group:north", "camera.group", "\"x\""), "wrong-scope");
      assertEquals(200, patch(relay, "", one("camera:gone", "camera.weight", "null")).statusCode());
    }
  }

  @Test
  void aScopeThatIsNoTextIsNotTakenForTheRelay() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      for (String scope :
          List.of("{\"camera\":\"cam-1\"}", "[\"relay\"]", "null", "7", "true", "{}", "[]")) {
        String body =
            "{\"reason\":\"r\",\"changes\":[{\"scope\":%s,\"key\":\"camera.weight\",\"value\":2}]}"
                .formatted(scope);
        JsonNode fault = fault(relay, body, "unknown-scope");
        assertEquals(scope, fault.get("scope").stringValue());
      }
      assertEquals(0, Caller.json(relay.operator().get(ALL)).get("version").asInt());
      String missing = "{\"reason\":\"r\",\"changes\":[{\"key\":\"camera.weight\",\"value\":2.0}]}";
      assertEquals(200, patch(relay, "", missing).statusCode());
    }
  }

  @Test
  void numbersOfAnyLengthAreWrongValues() {
    try (TestRelay relay = new TestRelay(folder)) {
      for (String value :
          List.of(
              "9".repeat(400),
              "-" + "9".repeat(400),
              "1e400",
              "-1e308",
              "9223372036854775808",
              "1e-400")) {
        fault(relay, one("relay", "camera.max-bitrate", value), "wrong-value");
      }
    }
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndNothingIsChanged() {
    try (TestRelay relay = new TestRelay(folder)) {
      String body =
          "{\"reason\":\"r\",\"changes\":[{\"key\":\"camera.weight\",\"value\":2},"
              + "{\"key\":\"camera.wait\",\"value\":2},{\"key\":\"camera.weight\",\"value\":0}]}";
      HttpResponse<String> response = patch(relay, "", body);
      assertEquals(422, response.statusCode());
      assertEquals(2, Caller.json(response).get("faults").size());
      assertEquals(0, Caller.json(relay.operator().get(ALL)).get("version").asInt());
    }
  }

  @Test
  void bodiesThatAreNoChangeAreRefused() {
    try (TestRelay relay = new TestRelay(folder)) {
      String changes = "[{\"key\":\"camera.weight\",\"value\":2}]";
      for (String body :
          List.of(
              "{\"changes\":" + changes + "}",
              "{\"reason\":\"\",\"changes\":" + changes + "}",
              "{\"reason\":\"a\\nb\",\"changes\":" + changes + "}",
              "{\"reason\":7,\"changes\":" + changes + "}",
              "{\"reason\":\"" + "r".repeat(501) + "\",\"changes\":" + changes + "}",
              "{\"reason\":\"r\"}",
              "{\"reason\":\"r\",\"changes\":[]}",
              "{\"reason\":\"r\",\"changes\":[7]}",
              "{\"reason\":\"r\",\"changes\":{\"camera.weight\":2}}",
              "{\"reason\":\"r\",\"changes\":[{\"key\":\"camera.weight\",\"valeu\":2}]}",
              "{\"reason\":\"r\",\"force\":true,\"changes\":" + changes + "}")) {
        assertEquals(400, patch(relay, "", body).statusCode(), body);
      }
      fault(relay, "{\"reason\":\"r\",\"changes\":[{\"key\":\"camera.weight\"}]}", "wrong-value");
      fault(relay, "{\"reason\":\"r\",\"changes\":[{\"value\":2}]}", "unknown-key");
    }
  }

  @Test
  void contradictingBudgetsAreRefused() {
    try (TestRelay relay = new TestRelay(folder)) {
      fault(relay, one("relay", "budget.ingress", "10000"), "contradiction");
      patch(relay, "", one("relay", "budget.ingress", "3000000"));
      patch(relay, "", one("relay", "budget.egress", "9000000"));
      relay.camera("cam-1");
      for (String[] bad :
          List.of(
              new String[] {"group:north", "budget.ingress", "3000001"},
              new String[] {"group:north", "budget.egress", "9000001"},
              new String[] {"group:north", "budget.ingress", "49999"},
              new String[] {"group:north", "camera.min-bitrate", "3000001"},
              new String[] {"camera:cam-1", "camera.min-bitrate", "3000001"})) {
        JsonNode fault = fault(relay, one(bad[0], bad[1], bad[2]), "contradiction");
        assertEquals(bad[0], fault.get("scope").stringValue());
        assertEquals(bad[1], fault.get("key").stringValue());
        assertEquals(bad[2], fault.get("value").stringValue());
        assertFalse(fault.get("detail").stringValue().isEmpty());
        assertFalse(fault.get("remedy").stringValue().isEmpty());
      }
      JsonNode fault =
          fault(relay, one("group:north", "budget.guaranteed", "3000001"), "contradiction");
      assertEquals("budget.ingress", fault.get("key").stringValue());
      fault =
          fault(relay, one("group:north", "budget.egress-guaranteed", "9000001"), "contradiction");
      assertEquals("budget.egress", fault.get("key").stringValue());
      assertEquals(2, Caller.json(relay.operator().get(ALL)).get("version").asInt());
    }
  }

  @Test
  void aDryRunThatIsSpelledOtherwiseIsRefusedAndNotCarriedOut() {
    try (TestRelay relay = new TestRelay(folder)) {
      String body = one("relay", "camera.weight", "2");
      for (String query :
          List.of(
              "?dry-run",
              "?dry-run=",
              "?dry-run=1",
              "?dry-run=TRUE",
              "?dryRun=true",
              "?dry-run=true&dry-run=true",
              "?dry-run=true&dry-run=false",
              "?dry-run=true&force=1",
              "?Dry-Run=true",
              "?verbose")) {
        HttpResponse<String> refused = patch(relay, query, body);
        assertEquals(400, refused.statusCode(), query);
        assertEquals("bad-query", Caller.code(refused));
      }
      assertEquals(0, Caller.json(relay.operator().get(ALL)).get("version").asInt());
      assertEquals(200, patch(relay, "?dry-run=false", body).statusCode());
      for (String query : List.of("?dry-run", "?dry-run=1", "?dryRun=true")) {
        assertEquals(400, rollBack(relay, query, 0, "*").statusCode(), query);
      }
      assertEquals(200, rollBack(relay, "?dry-run=true", 0, "*").statusCode());
      assertEquals(1, Caller.json(relay.operator().get(ALL)).get("version").asInt());
    }
  }

  @Test
  void aDryRunOfStaleSettingsIsRefusedToo() {
    try (TestRelay relay = new TestRelay(folder)) {
      String etag = Caller.header(relay.operator().get(ALL), "ETag");
      String body = one("relay", "camera.weight", "2");
      patch(relay, "", body);
      HttpResponse<String> stale = patch(relay, "?dry-run=true", body, "If-Match", etag);
      assertEquals(412, stale.statusCode());
      assertEquals("stale-etag", Caller.code(stale));
    }
  }

  @Test
  void ofAChangeAndARollBackAtOnceExactlyOneSucceeds() {
    try (TestRelay relay = new TestRelay(folder)) {
      patch(relay, "", one("relay", "camera.weight", "2"));
      String etag = Caller.header(relay.operator().get(ALL), "ETag");
      List<Integer> statuses =
          IntStream.range(0, 8)
              .parallel()
              .mapToObj(i ->
                  i % 2 == 0
                      ? patch(
                          relay, "", one("relay", "camera.weight", i + 3 + ""), "If-Match", etag)
                      : rollBack(relay, 0, etag))
              .map(HttpResponse::statusCode)
              .sorted()
              .toList();
      assertEquals(List.of(200, 412, 412, 412, 412, 412, 412, 412), statuses);
      assertEquals(2, Caller.json(relay.operator().get(ALL)).get("version").asInt());
    }
  }

  @Test
  void whoeverIsLastOfTwoOperatorsTheCameraIsToldWhatTheNewestVersionSays() {
    try (TestRelay relay = new TestRelay(folder)) {
      CameraTargetsTest.publish(relay, "cam-1", 2_500_000);
      IntStream.range(0, 40)
          .parallel()
          .forEach(
              i -> patch(relay, "", one("camera:cam-1", "camera.max-bitrate", 600_000 + i + "")));
      JsonNode newest = Caller.json(relay.operator().get(ALL + "/versions")).get("versions").get(0);
      assertEquals(40, newest.get("version").asInt());
      assertEquals(
          newest.get("changes").get(0).get("to").asLong(),
          Objects.requireNonNull(relay.media.bounds.get("cam-1")).maxBps());
    }
  }

  @Test
  void whatIsSetForACameraGoesWithItAsAVersionAndWhoeverEnrolsItAnewInheritsNothing() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      relay.camera("cam-2");
      patch(relay, "", one("camera:cam-1", "camera.max-bitrate", "600000"));
      patch(relay, "", one("camera:cam-1", "camera.weight", "9"));
      patch(relay, "", one("camera:cam-2", "camera.weight", "2"));
      assertEquals(204, relay.operator().delete("/api/v1/cameras/cam-1").statusCode());
      JsonNode version =
          Caller.json(relay.operator().get(ALL + "/versions")).get("versions").get(0);
      assertEquals(4, version.get("version").asInt());
      assertEquals("camera removed", version.get("reason").stringValue());
      assertEquals("operator", version.get("by").stringValue());
      assertEquals(2, version.get("changes").size());
      relay.camera("cam-1");
      JsonNode settings = Caller.json(relay.operator().get(ALL));
      assertEquals(1, settings.get("values").size());
      assertEquals("camera:cam-2", settings.get("values").get(0).get("scope").stringValue());
      assertEquals(204, relay.operator().delete("/api/v1/cameras/cam-1").statusCode());
      assertEquals(4, Caller.json(relay.operator().get(ALL)).get("version").asInt());
    }
  }

  @Test
  void whoWasToldThatACameraIsOnlyHalfRemovedCanFinishIt() throws Exception {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      patch(relay, "", one("camera:cam-1", "camera.weight", "9"));
      Path journal = folder.resolve("settings.jsonl");
      Path aside = Files.move(journal, folder.resolve("aside"));
      Files.createDirectory(journal);
      HttpResponse<String> half = relay.operator().delete("/api/v1/cameras/cam-1");
      assertEquals(503, half.statusCode());
      assertEquals("not-kept", Caller.code(half));
      assertEquals(404, relay.operator().get("/api/v1/cameras/cam-1").statusCode());
      Files.delete(journal);
      Files.move(aside, journal);
      assertEquals(204, relay.operator().delete("/api/v1/cameras/cam-1").statusCode());
      assertEquals(0, Caller.json(relay.operator().get(ALL)).get("values").size());
      assertEquals(404, relay.operator().delete("/api/v1/cameras/cam-1").statusCode());
    }
  }

  @Test
  void rollingBackRestoresAndARestartKeepsIt() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.camera("cam-1");
      patch(relay, "", one("camera:cam-1", "camera.max-bitrate", "600000"));
      patch(relay, "", one("relay", "camera.weight", "9"));
      HttpResponse<String> back = rollBack(relay, 1, "*");
      assertEquals(3, Caller.json(back).get("version").asInt());
    }
    try (TestRelay relay = new TestRelay(folder)) {
      JsonNode values = Caller.json(relay.operator().get(ALL)).get("values");
      assertEquals(
          "[{\"scope\":\"camera:cam-1\",\"key\":\"camera.max-bitrate\",\"value\":600000}]",
          values.toString());
    }
  }

  private static HttpResponse<String> rollBack(TestRelay relay, long version, String etag) {
    return rollBack(relay, "", version, etag);
  }

  private static HttpResponse<String> rollBack(
      TestRelay relay, String query, long version, String etag) {
    return relay
        .operator()
        .post(
            ALL + "/rollback" + query,
            Caller.JSON,
            "{\"version\":%d,\"reason\":\"was better\"}".formatted(version),
            "If-Match",
            etag);
  }

  private static JsonNode key(JsonNode settings, String name) {
    return settings
        .get("keys")
        .valueStream()
        .filter(each -> each.get("key").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode fault(TestRelay relay, String body, String code) {
    HttpResponse<String> response = patch(relay, "", body);
    assertEquals(422, response.statusCode(), body);
    assertEquals("bad-setting", Caller.code(response));
    JsonNode fault = Caller.json(response).get("faults").get(0);
    assertEquals(code, fault.get("code").stringValue(), body);
    return fault;
  }

  static String one(String scope, String key, String value) {
    return "{\"reason\":\"thin line\",\"changes\":[{\"scope\":\"%s\",\"key\":\"%s\",\"value\":%s}]}"
        .formatted(scope, key, value);
  }

  static HttpResponse<String> patch(TestRelay relay, String query, String body) {
    return patch(relay, query, body, "If-Match", "*");
  }

  private static HttpResponse<String> patch(
      TestRelay relay, String query, String body, String header, String value) {
    return relay
        .operator()
        .ask("PATCH", ALL + query, body, "Content-Type", Caller.JSON, header, value);
  }
}
