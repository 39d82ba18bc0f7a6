package org.vigie.simulator.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vigie.simulator.signal.RefusedException;
import org.vigie.simulator.signal.SignalingClient;

/** Cameras that exist at a Vigie relay for the length of a run, by its REST interface. */
final class Enrolment {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;

  private final HttpClient http;
  private final URI cameras;
  private final String token;
  private final List<String> enrolled = new ArrayList<>();

  Enrolment(HttpClient http, URI relay, String token) {
    this.http = http;
    this.cameras = relay.resolve("/api/v1/cameras");
    this.token = token;
  }

  /**
   * Enrols a camera; one that a run before has left behind is taken as it is.
   *
   * @throws RefusedException if the relay says no
   * @throws IOException if there is none
   */
  void enrol(String id) throws IOException, InterruptedException {
    String body = "{\"id\":\"" + id + "\",\"name\":\"Load test\"}";
    HttpRequest request =
        request(cameras)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() == CREATED || response.statusCode() == CONFLICT) {
      enrolled.add(id);
    } else {
      throw SignalingClient.refusal(response.statusCode(), response.body());
    }
  }

  /** Takes back what was enrolled. */
  void undo() {
    try {
      for (String id : enrolled) {
        http.send(
            request(URI.create(cameras + "/" + id)).DELETE().build(),
            HttpResponse.BodyHandlers.discarding());
      }
    } catch (IOException _) {
      // The relay is away, and its cameras with it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    enrolled.clear();
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(LIMIT).header("Authorization", "Bearer " + token);
  }
}
