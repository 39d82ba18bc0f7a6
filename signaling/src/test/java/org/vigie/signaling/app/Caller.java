package org.vigie.signaling.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a relay over HTTP; every answer is held against the OpenAPI file. */
final class Caller {
  static final String SDP = "application/sdp";
  static final String FRAGMENT = "application/trickle-ice-sdpfrag";
  static final String JSON = "application/json";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String origin;
  private final String mount;
  private final Optional<String> token;

  Caller(String origin, String mount, Optional<String> token) {
    this.origin = origin;
    this.mount = mount;
    this.token = token;
  }

  Optional<String> token() {
    return token;
  }

  Caller as(String otherToken) {
    return new Caller(origin, mount, Optional.of(otherToken));
  }

  Caller asNobody() {
    return new Caller(origin, mount, Optional.empty());
  }

  HttpResponse<String> get(String path, String... headers) {
    return ask("GET", path, "", headers);
  }

  HttpResponse<String> delete(String path, String... headers) {
    return ask("DELETE", path, "", headers);
  }

  HttpResponse<String> post(String path, String type, String body, String... headers) {
    return ask("POST", path, body, with(headers, "Content-Type", type));
  }

  HttpResponse<String> patch(String path, String body, String... headers) {
    return ask("PATCH", path, body, with(headers, "Content-Type", FRAGMENT));
  }

  HttpResponse<String> ask(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + mount + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response = send(request.build());
    OpenApi.requireDescribed(method, path.split("\\?", 2)[0], response);
    return response;
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + " failed", e);
    } catch (InterruptedException e) {
      throw new AssertionError(request + " was interrupted", e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  /** The last segment of a problem's type. */
  static String code(HttpResponse<String> response) {
    String type = json(response).get("type").stringValue();
    return type.substring(type.lastIndexOf('/') + 1);
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String[] with(String[] headers, String name, String value) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = name;
    all[headers.length + 1] = value;
    return all;
  }
}
