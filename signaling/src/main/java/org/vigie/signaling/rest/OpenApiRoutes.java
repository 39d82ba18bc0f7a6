package org.vigie.signaling.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.vigie.signaling.http.Json;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;

/** Serves the description of this interface. */
public final class OpenApiRoutes {
  private OpenApiRoutes() {}

  /** The route. */
  public static List<Route> routes() {
    ByteBuffer file = ByteBuffer.wrap(read());
    return List.of(
        Route.of(
            "GET",
            "/api/v1/openapi.json",
            Access.OPEN,
            call -> Reply.bytes(200, Json.MEDIA_TYPE, file)));
  }

  /** The OpenAPI document. */
  static byte[] read() {
    try (InputStream file = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is missing in the build");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
