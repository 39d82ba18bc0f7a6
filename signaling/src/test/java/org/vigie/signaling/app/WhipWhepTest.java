package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamState;

/** The rows of shared/whip-whep.md that HTTP alone can show, each by its number. */
class WhipWhepTest {
  private static final String TRICKLE =
      """
      a=ice-ufrag:enco
      a=ice-pwd:0123456789abcdef012345
      m=video 9 UDP/TLS/RTP/SAVPF 0
      a=mid:0
      a=candidate:1 1 udp 2130706431 192.0.2.9 40000 typ host
      """
          .replace("\n", "\r\n");
  private static final String RESTART =
      TRICKLE.replace("enco", "anew").replace("0123456789abcdef012345", "abcdefghijklmnopqrstuvwx");

  @TempDir private Path folder;

  private TestRelay relay;
  private FakeMediaPlane media;
  private Caller camera;
  private Caller viewer;

  @BeforeEach
  void start() {
    relay = new TestRelay(folder);
    media = relay.media;
    camera = relay.camera("cam-1");
    viewer = relay.viewer("cam-1");
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void row01_get_on_an_endpoint_or_a_session_answers_2xx_without_content() {
    media.stream("cam-1", StreamState.LIVE);
    for (HttpResponse<String> response :
        List.of(
            camera.get("/whip/cam-1"),
            viewer.get("/whep/cam-1"),
            camera.get(location(publish())),
            viewer.get(location(watch(""))))) {
      assertEquals(204, response.statusCode());
      assertEquals("", response.body());
    }
  }

  @Test
  void row02_head_on_a_whep_endpoint_names_the_content_type() {
    HttpResponse<String> response = viewer.ask("HEAD", "/whep/cam-1", "");
    assertEquals(200, response.statusCode());
    assertEquals("application/sdp", Caller.header(response, "Content-Type"));
    assertEquals("", response.body());
  }

  @Test
  void row03_post_answers_201_with_answer_location_and_etag() {
    media.stream("cam-1", StreamState.LIVE);
    for (HttpResponse<String> response : List.of(publish(), watch(""))) {
      assertEquals(201, response.statusCode(), response.body());
      assertEquals("application/sdp", Caller.header(response, "Content-Type"));
      assertTrue(response.body().startsWith("v=0\r\n"), response.body());
      assertTrue(location(response).matches("/whe?i?p/cam-1/[A-Za-z0-9_-]{22,}"));
      assertFalse(Caller.header(response, "ETag").isEmpty());
      assertEquals(Caller.FRAGMENT, Caller.header(response, "Accept-Patch"));
    }
  }

  @Test
  void row03_session_urls_never_repeat() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      assertTrue(seen.add(location(publish())));
    }
  }

  @Test
  void row04_a_wrong_content_type_is_415() {
    for (String type : List.of("text/plain", "application/json", "application/sdpx")) {
      HttpResponse<String> response = camera.post("/whip/cam-1", type, plainOffer());
      assertProblem(415, "wrong-content-type", response);
      assertEquals("application/sdp", Caller.header(response, "Accept-Post"));
    }
    assertProblem(415, "wrong-content-type", camera.ask("POST", "/whip/cam-1", plainOffer()));
  }

  @Test
  void row04_a_content_type_may_have_capitals_and_parameters() {
    String type = "Application/SDP; charset=utf-8";
    assertEquals(201, camera.post("/whip/cam-1", type, plainOffer()).statusCode());
  }

  @Test
  void row04_what_is_not_sdp_is_400() {
    for (String body : List.of("hello", "{\"sdp\":1}", "v=0\r\no=", "\u0000\u0001", " ")) {
      assertProblem(400, "not-sdp", camera.post("/whip/cam-1", Caller.SDP, body));
    }
    assertProblem(
        400, "not-sdp", camera.ask("POST", "/whip/cam-1", "", "Content-Type", "application/sdp"));
  }

  @Test
  void row04_an_offer_that_cannot_be_served_is_422_and_says_why() {
    assertProblem(
        422,
        "no-bundle",
        camera.post("/whip/cam-1", Caller.SDP, browserOffer().replaceAll("a=group:.*\r?\n", "")));
    assertProblem(
        422,
        "no-rtcp-mux",
        camera.post("/whip/cam-1", Caller.SDP, plainOffer().replaceAll("a=rtcp-mux\r?\n", "")));
    assertProblem(
        422,
        "no-common-codec",
        camera.post("/whip/cam-1", Caller.SDP, plainOffer().replace("h264/90000", "H263/90000")));
    assertEquals(0, media.alive());
  }

  @Test
  void row05_a_camera_is_answered_recvonly_and_a_viewer_sendonly() {
    media.stream("cam-1", StreamState.LIVE);
    assertTrue(publish().body().contains("a=recvonly"));
    assertFalse(publish().body().contains("a=sendonly"));
    assertTrue(watch("").body().contains("a=sendonly"));
    assertFalse(watch("").body().contains("a=recvonly"));
  }

  @Test
  void row06_a_viewer_before_the_camera_is_live_gets_409_and_when_to_retry() {
    HttpResponse<String> response = watch("");
    assertProblem(409, "no-live-camera", response);
    assertEquals("2", Caller.header(response, "Retry-After"));
    media.stream("cam-1", StreamState.STANDBY);
    assertProblem(409, "no-live-camera", watch(""));
    assertEquals(0, media.alive());
  }

  @Test
  void row06_a_viewer_that_waits_is_answered_and_shown_the_camera_when_it_comes() {
    HttpResponse<String> response = watch("?wait=true");
    assertEquals(201, response.statusCode());
    assertEquals("cam-1", media.shown.get(session(response)));
  }

  @Test
  void row06_a_viewer_of_a_camera_that_has_just_become_live_is_answered() {
    assertEquals(409, watch("").statusCode());
    media.stream("cam-1", StreamState.LIVE);
    CameraTargetsTest.eventually(() -> watch("").statusCode() == 201, 1);
  }

  @Test
  void nothing_is_opened_while_the_relay_stops() {
    List<HttpResponse<String>> late = new CopyOnWriteArrayList<>();
    media.whileClosing = () -> late.addAll(List.of(publish(), watch("?wait=true")));
    relay.close();
    assertEquals(2, late.size());
    for (HttpResponse<String> response : late) {
      assertProblem(503, "stopping", response);
      assertEquals("5", Caller.header(response, "Retry-After"));
    }
  }

  @Test
  void row07_delete_ends_the_session_at_once_and_a_second_one_is_404() {
    String session = location(publish());
    assertEquals(200, camera.delete(session).statusCode());
    assertEquals(0, media.alive());
    assertProblem(404, "unknown-session", camera.delete(session));
    assertProblem(404, "unknown-session", camera.get(session));
    assertProblem(404, "unknown-session", camera.patch(session, TRICKLE, "If-Match", "*"));
  }

  @Test
  void row08_a_preflight_needs_no_token_and_says_what_is_taken() {
    for (String path : List.of("/whip/cam-1", "/whep/cam-1", "/whip/cam-1/abc")) {
      HttpResponse<String> response =
          relay
              .operator()
              .asNobody()
              .ask(
                  "OPTIONS",
                  path,
                  "",
                  "Origin",
                  "https://elsewhere.example",
                  "Access-Control-Request-Method",
                  "POST",
                  "Access-Control-Request-Headers",
                  "authorization,content-type,if-match");
      assertEquals(204, response.statusCode());
      assertEquals("*", Caller.header(response, "Access-Control-Allow-Origin"));
      String allowed =
          Caller.header(response, "Access-Control-Allow-Headers").toLowerCase(Locale.ROOT);
      for (String header : List.of("authorization", "content-type", "if-match")) {
        assertTrue(allowed.contains(header), allowed);
      }
    }
    HttpResponse<String> endpoint = relay.operator().asNobody().ask("OPTIONS", "/whip/cam-1", "");
    assertEquals("application/sdp", Caller.header(endpoint, "Accept-Post"));
    assertTrue(Caller.header(endpoint, "Access-Control-Allow-Methods").contains("POST"));
  }

  @Test
  void row08_answers_and_errors_expose_their_headers_to_other_origins() {
    for (HttpResponse<String> response : List.of(publish(), camera.asNobody().get("/whip/cam-1"))) {
      String exposed = Caller.header(response, "Access-Control-Expose-Headers");
      for (String header : List.of("Location", "ETag", "Link", "Accept-Patch")) {
        assertTrue(exposed.contains(header), exposed);
      }
    }
  }

  @Test
  void row09_patch_takes_nothing_but_sdp_fragments() {
    HttpResponse<String> response =
        camera.ask(
            "PATCH", location(publish()), TRICKLE, "Content-Type", Caller.SDP, "If-Match", "*");
    assertProblem(415, "wrong-content-type", response);
    assertEquals(Caller.FRAGMENT, Caller.header(response, "Accept-Patch"));
  }

  @Test
  void row10_the_etag_is_strong_quoted_and_unique() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      String etag = Caller.header(publish(), "ETag");
      assertTrue(Pattern.matches("\"[A-Za-z0-9_-]{16,}\"", etag), etag);
      assertTrue(seen.add(etag));
    }
  }

  @Test
  void row11_patch_without_if_match_is_428_and_with_a_stale_one_412() {
    HttpResponse<String> posted = publish();
    String session = location(posted);
    assertProblem(428, "etag-required", camera.patch(session, TRICKLE));
    assertProblem(412, "stale-etag", camera.patch(session, TRICKLE, "If-Match", "\"other\""));
    String weak = "W/" + Caller.header(posted, "ETag");
    assertProblem(412, "stale-etag", camera.patch(session, TRICKLE, "If-Match", weak));
    camera.patch(session, RESTART, "If-Match", "*");
    String old = Caller.header(posted, "ETag");
    assertProblem(412, "stale-etag", camera.patch(session, TRICKLE, "If-Match", old));
  }

  @Test
  void row11_a_star_restarts_with_and_without_quotes() {
    String session = location(publish());
    assertEquals(200, camera.patch(session, RESTART, "If-Match", "*").statusCode());
    String again = RESTART.replace("anew", "more");
    assertEquals(200, camera.patch(session, again, "If-Match", "\"*\"").statusCode());
  }

  @Test
  void row11_of_two_restarts_of_one_ice_session_at_once_one_is_412() throws Exception {
    for (int round = 0; round < 20; round++) {
      HttpResponse<String> posted = publish();
      String session = location(posted);
      String etag = Caller.header(posted, "ETag");
      List<Integer> answers = new CopyOnWriteArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (String name : List.of("left", "right")) {
        String restart = RESTART.replace("anew", name + round);
        threads.add(
            Thread.startVirtualThread(
                () -> answers.add(camera.patch(session, restart, "If-Match", etag).statusCode())));
      }
      for (Thread thread : threads) {
        assertTrue(thread.join(Duration.ofSeconds(10)));
      }
      assertEquals(Set.of(200, 412), Set.copyOf(answers), "round " + round);
    }
  }

  @Test
  void row13_a_late_trickle_of_an_earlier_ice_session_does_not_restart() {
    String session = location(publish());
    assertEquals(200, camera.patch(session, RESTART, "If-Match", "*").statusCode());
    String again = RESTART.replace("anew", "more");
    assertEquals(200, camera.patch(session, again, "If-Match", "*").statusCode());
    assertEquals(204, camera.patch(session, RESTART, "If-Match", "*").statusCode());
    assertEquals(2, media.restarts.size());
  }

  @Test
  void row11_delete_ignores_if_match() {
    assertEquals(200, camera.delete(location(publish()), "If-Match", "\"stale\"").statusCode());
  }

  @Test
  void row12_the_answer_carries_every_candidate() {
    String answer = publish().body();
    assertTrue(answer.contains(" 192.0.2.1 10000 typ host"), answer);
    assertTrue(answer.contains(" 2001:db8:0:0:0:0:0:1 10000 typ host"), answer);
    assertTrue(answer.contains("a=end-of-candidates"), answer);
  }

  @Test
  void row13_a_trickle_is_204_without_body_or_etag_and_unknown_candidates_are_dropped() {
    HttpResponse<String> posted = camera.post("/whip/cam-1", Caller.SDP, plainOffer());
    String unknown = TRICKLE + "a=candidate:2 1 carrier-pigeon 1 example.invalid 9 typ loft\r\n";
    for (String fragment : List.of(TRICKLE, unknown, TRICKLE + "a=end-of-candidates\r\n")) {
      HttpResponse<String> response =
          camera.patch(location(posted), fragment, "If-Match", Caller.header(posted, "ETag"));
      assertEquals(204, response.statusCode(), response.body());
      assertEquals("", response.body());
      assertEquals("", Caller.header(response, "ETag"));
    }
  }

  @Test
  void row14_a_restart_answers_new_credentials_and_a_new_etag() {
    HttpResponse<String> posted = publish();
    HttpResponse<String> response = camera.patch(location(posted), RESTART, "If-Match", "*");
    assertEquals(200, response.statusCode());
    assertEquals(Caller.FRAGMENT, Caller.header(response, "Content-Type"));
    assertTrue(response.body().contains("a=ice-ufrag:"), response.body());
    assertTrue(response.body().contains("a=ice-pwd:"), response.body());
    assertNotEquals(ufrag(posted.body()), ufrag(response.body()));
    assertNotEquals(Caller.header(posted, "ETag"), Caller.header(response, "ETag"));
    assertEquals("anew", media.restarts.getFirst().ufrag());
    assertEquals(1, media.alive());
  }

  @Test
  void row15_a_failed_restart_is_an_error_and_the_session_lives() {
    HttpResponse<String> posted = publish();
    String session = location(posted);
    String noPassword = RESTART.replaceAll("a=ice-pwd:.*\r\n", "");
    assertProblem(422, "bad-ice-restart", camera.patch(session, noPassword, "If-Match", "*"));
    assertProblem(400, "not-sdp", camera.patch(session, "nonsense", "If-Match", "*"));
    assertEquals(204, camera.get(session).statusCode());
    assertEquals(Caller.header(posted, "ETag"), Caller.header(camera.get(session), "ETag"));
    assertEquals(1, media.alive());
  }

  @Test
  void row16_the_answer_bundles_multiplexes_and_has_one_msid() {
    media.stream("cam-1", StreamState.LIVE);
    String answer = watch("").body();
    assertTrue(answer.contains("a=group:BUNDLE 0 1"), answer);
    assertTrue(answer.contains("a=rtcp-mux\r\n"), answer);
    assertTrue(answer.contains("a=rtcp-mux-only"), answer);
    Set<String> streams = new HashSet<>();
    Pattern.compile("a=msid:(\\S+)")
        .matcher(answer)
        .results()
        .forEach(msid -> streams.add(msid.group(1)));
    assertEquals(1, streams.size(), answer);
  }

  @Test
  void row17_setup_active_and_actpass_both_work() {
    assertTrue(publish().body().contains("a=setup:passive"));
    String active = plainOffer();
    String actpass = active.replace("setup:active", "setup:actpass");
    for (String offer : List.of(active, actpass)) {
      assertEquals(201, camera.post("/whip/cam-1", Caller.SDP, offer).statusCode());
      assertEquals(DtlsRole.SERVER, media.cameras.getLast().transport().localRole());
    }
  }

  @Test
  void row18_overload_is_503_with_retry_after() {
    media.room = 0;
    HttpResponse<String> response = publish();
    assertProblem(503, "overloaded", response);
    assertEquals("5", Caller.header(response, "Retry-After"));
  }

  @Test
  void row19_turn_servers_are_linked_in_the_answer_and_not_on_the_preflight(
      @TempDir Path otherFolder) {
    String servers =
        "vigie.turn.servers=[{url=\"turn:turn.example.net?transport=udp\",username=u,credential=p},"
            + "{url=\"turns:turn.example.net\",username=u,credential=\"q\\\"\"}]";
    try (TestRelay withTurn = new TestRelay(otherFolder, servers)) {
      Caller owner = withTurn.camera("cam-1");
      HttpResponse<String> response = owner.post("/whip/cam-1", Caller.SDP, plainOffer());
      assertEquals(
          "<turn:turn.example.net?transport=udp>; rel=\"ice-server\"; username=\"u\";"
              + " credential=\"p\"; credential-type=\"password\","
              + " <turns:turn.example.net>; rel=\"ice-server\"; username=\"u\";"
              + " credential=\"q\\\"\"; credential-type=\"password\"",
          Caller.header(response, "Link"));
      HttpResponse<String> preflight = owner.asNobody().ask("OPTIONS", "/whip/cam-1", "");
      assertEquals("", Caller.header(preflight, "Link"));
    }
    assertEquals("", Caller.header(publish(), "Link"));
  }

  @Test
  void row20_the_scheme_may_be_written_in_any_case() {
    for (String scheme : List.of("bearer", "BEARER", "Bearer")) {
      HttpResponse<String> response =
          camera.asNobody().get("/whip/cam-1", "Authorization", scheme + " " + relay.operatorToken);
      assertEquals(204, response.statusCode());
    }
  }

  @Test
  void row20_no_token_or_a_wrong_one_is_401_with_a_challenge() {
    for (HttpResponse<String> response :
        List.of(
            camera.asNobody().post("/whip/cam-1", Caller.SDP, plainOffer()),
            camera.as("wrong").post("/whip/cam-1", Caller.SDP, plainOffer()),
            camera.asNobody().get("/whip/cam-1", "Authorization", "Basic dTpw"),
            camera.asNobody().get("/whip/cam-1", "Authorization", "Bearer"),
            camera.asNobody().delete("/whip/cam-1/abc"))) {
      assertProblem(401, "bad-token", response);
      assertTrue(Caller.header(response, "WWW-Authenticate").startsWith("Bearer"));
    }
  }

  @Test
  void row20_a_good_token_for_another_camera_is_403() {
    Caller other = relay.camera("cam-2");
    assertProblem(403, "not-yours", other.post("/whip/cam-1", Caller.SDP, plainOffer()));
    assertProblem(403, "not-yours", viewer.post("/whip/cam-1", Caller.SDP, plainOffer()));
    assertProblem(403, "not-yours", viewer.post("/whep/cam-2", Caller.SDP, viewerOffer()));
    assertProblem(403, "not-yours", camera.post("/whep/cam-1", Caller.SDP, viewerOffer()));
  }

  @Test
  void row20_a_session_belongs_to_the_token_that_made_it() {
    String session = location(publish());
    Caller other = relay.viewer("*");
    assertProblem(403, "not-yours", other.delete(session));
    assertProblem(403, "not-yours", other.patch(session, TRICKLE, "If-Match", "*"));
    assertEquals(200, relay.operator().delete(session).statusCode());
  }

  @Test
  void row21_every_layer_of_a_simulcast_offer_is_taken() {
    HttpResponse<String> response =
        camera.post("/whip/cam-1", Caller.SDP, TestRelay.offer("browser-simulcast.sdp"));
    assertEquals(201, response.statusCode(), response.body());
    assertTrue(response.body().contains("a=simulcast:recv "), response.body());
    List<String> layers =
        media.cameras.getLast().tracks().stream()
            .map(IncomingTrackSpec::rids)
            .filter(rids -> !rids.isEmpty())
            .findFirst()
            .orElseThrow();
    layers.forEach(rid -> assertTrue(response.body().contains("a=rid:" + rid + " recv")));
    assertTrue(layers.size() > 1, layers.toString());
  }

  @Test
  void row23_too_many_requests_are_429_with_retry_after(@TempDir Path otherFolder) {
    try (TestRelay slow =
        new TestRelay(
            otherFolder, "vigie.limits.requests-per-second=0.1", "vigie.limits.burst=2")) {
      Caller owner = slow.camera("cam-1");
      Caller other = slow.viewer("cam-1");
      String session = location(owner.post("/whip/cam-1", Caller.SDP, plainOffer()));
      assertEquals(204, owner.patch(session, TRICKLE, "If-Match", "*").statusCode());
      for (HttpResponse<String> response :
          List.of(
              owner.post("/whip/cam-1", Caller.SDP, plainOffer()),
              owner.patch(session, TRICKLE, "If-Match", "*"),
              owner.delete(session))) {
        assertProblem(429, "rate-limited", response);
        assertTrue(Integer.parseInt(Caller.header(response, "Retry-After")) > 0);
      }
      assertEquals(204, owner.get(session).statusCode());
      assertEquals(
          201, other.post("/whep/cam-1?wait=true", Caller.SDP, viewerOffer()).statusCode());
    }
  }

  @Test
  void row23_a_viewer_has_only_so_many_sessions_and_an_operator_more(@TempDir Path otherFolder) {
    try (TestRelay small = new TestRelay(otherFolder, "vigie.limits.sessions-per-viewer=2")) {
      small.camera("cam-1");
      Caller owner = small.viewer("cam-1");
      List<String> sessions = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sessions.add(location(owner.post("/whep/cam-1?wait=true", Caller.SDP, viewerOffer())));
      }
      HttpResponse<String> third = owner.post("/whep/cam-1?wait=true", Caller.SDP, viewerOffer());
      assertProblem(429, "too-many-sessions", third);
      assertTrue(Integer.parseInt(Caller.header(third, "Retry-After")) > 0);
      for (Caller other : List.of(small.viewer("cam-1"), small.operator())) {
        assertEquals(
            201, other.post("/whep/cam-1?wait=true", Caller.SDP, viewerOffer()).statusCode());
      }
      assertEquals(200, owner.delete(sessions.getFirst()).statusCode());
      assertEquals(
          201, owner.post("/whep/cam-1?wait=true", Caller.SDP, viewerOffer()).statusCode());
    }
  }

  @Test
  void the_newest_camera_wins_and_the_displaced_one_is_told_to_stay_away() {
    String first = location(publish());
    String second = location(publish());
    assertProblem(409, "taken-over", camera.get(first));
    assertProblem(409, "taken-over", camera.patch(first, TRICKLE, "If-Match", "*"));
    assertProblem(404, "unknown-session", camera.delete(first));
    assertEquals(204, camera.get(second).statusCode());
    assertEquals(1, media.alive());
    assertEquals(EndReason.TAKEN_OVER, media.ended.values().iterator().next());
  }

  @Test
  void a_camera_that_nobody_enrolled_is_404() {
    Caller operator = relay.operator();
    assertProblem(404, "unknown-camera", operator.post("/whip/nobody", Caller.SDP, plainOffer()));
    assertProblem(404, "unknown-camera", operator.post("/whep/nobody", Caller.SDP, viewerOffer()));
  }

  @Test
  void a_session_is_found_under_its_own_address_only() {
    String session = location(publish());
    relay.camera("cam-2");
    String id = session.substring(session.lastIndexOf('/') + 1);
    Caller operator = relay.operator();
    assertProblem(404, "unknown-session", operator.get("/whep/cam-1/" + id));
    assertProblem(404, "unknown-session", operator.get("/whip/cam-2/" + id));
  }

  private HttpResponse<String> publish() {
    return camera.post("/whip/cam-1", Caller.SDP, browserOffer());
  }

  private HttpResponse<String> watch(String query) {
    return viewer.post("/whep/cam-1" + query, Caller.SDP, viewerOffer());
  }

  private static String plainOffer() {
    return TestRelay.offer("plain-camera.sdp");
  }

  private static String browserOffer() {
    return TestRelay.offer("browser-camera.sdp");
  }

  private static String viewerOffer() {
    return TestRelay.offer("browser-viewer.sdp");
  }

  private static String location(HttpResponse<String> response) {
    assertEquals(201, response.statusCode(), response.body());
    return Caller.header(response, "Location");
  }

  private static SessionId session(HttpResponse<String> response) {
    String location = location(response);
    return new SessionId(location.substring(location.lastIndexOf('/') + 1));
  }

  private static String ufrag(String text) {
    return text.replaceAll("(?s).*a=ice-ufrag:(\\S+).*", "$1");
  }

  private static void assertProblem(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/problem+json", Caller.header(response, "Content-Type"));
    assertEquals(code, Caller.code(response));
    assertTrue(!Caller.json(response).get("remedy").stringValue().isEmpty());
  }
}
