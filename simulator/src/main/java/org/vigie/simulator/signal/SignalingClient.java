package org.vigie.simulator.signal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.sdp.Offer;

/** A client of WHIP and WHEP endpoints; any thread may use it, and many peers may share it. */
public final class SignalingClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 256 << 10;

  private final HttpClient http;
  private final String token;

  /** With the bearer token for every request. */
  public SignalingClient(HttpClient http, String token) {
    this.http = http;
    this.token = token;
  }

  /**
   * A session that the relay made.
   *
   * @param url to ask about and to delete
   * @param etag of its ICE session, with its quotes
   */
  public record Session(URI url, String etag, Answer answer) {}

  /** What became of a session. */
  public enum Fate {
    ALIVE,
    GONE,
    TAKEN_OVER
  }

  /**
   * Posts an offer.
   *
   * @throws RefusedException if the relay says no
   * @throws IOException if there is no relay, or its answer is none
   */
  public Session post(URI endpoint, Offer offer) throws IOException, InterruptedException {
    HttpRequest request =
        request(endpoint)
            .header("Content-Type", "application/sdp")
            .header("Accept", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString(offer.text()))
            .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 201) {
      throw refusal(response.statusCode(), response.body());
    }
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("the relay's 201 has no Location"));
    return new Session(
        response.uri().resolve(location),
        response.headers().firstValue("ETag").orElse(""),
        Answer.parse(response.body()));
  }

  /** What a relay's answer other than the one hoped for means. */
  public static RefusedException refusal(int status, String body) {
    return new RefusedException(Problem.parse(status, body));
  }

  /**
   * Asks whether a session still lives.
   *
   * @throws IOException if there is no relay
   */
  public Fate fate(URI session) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request(session).GET().build());
    if (response.statusCode() == 409) {
      return Fate.TAKEN_OVER;
    }
    return response.statusCode() / 100 == 2 ? Fate.ALIVE : Fate.GONE;
  }

  /** Ends a session; returns the relay's status. */
  public int delete(URI session) throws IOException, InterruptedException {
    return send(request(session).DELETE().build()).statusCode();
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(LIMIT).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(request, SignalingClient::bounded);
    } catch (SSLHandshakeException e) {
      String whose = "The certificate of " + request.uri().getAuthority() + " is not trusted.";
      String remedy = "Name it with --cafile, or skip the check with --insecure.";
      throw new RefusedException(new Problem(0, "untrusted", whose, remedy), e);
    }
  }

  /** An answer is a few kilobytes; whoever sends more is no relay. */
  private static HttpResponse.BodySubscriber<String> bounded(HttpResponse.ResponseInfo info) {
    return HttpResponse.BodySubscribers.limiting(
        HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), MAX_ANSWER);
  }
}
