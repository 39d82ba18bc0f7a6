package org.vigie.signaling.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers beside those that every answer carries
 * @param body empty for none
 */
public record Reply(int status, HttpFields.Mutable headers, ByteBuffer body) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, HttpFields.build(), NOTHING);
  }

  /** An answer with text in UTF-8. */
  public static Reply text(int status, String contentType, String body) {
    return bytes(status, contentType, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** An answer with these bytes, which are not copied. */
  public static Reply bytes(int status, String contentType, ByteBuffer body) {
    return new Reply(status, HttpFields.build(), body).withContentType(contentType);
  }

  /** An answer with an object as JSON. */
  public static Reply json(int status, Object body) {
    return bytes(status, Json.MEDIA_TYPE, ByteBuffer.wrap(Json.write(body)));
  }

  /** Sets a header. */
  public Reply with(HttpHeader name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sets a header. */
  public Reply with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sends it. */
  public void send(Response response, Callback callback) {
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
    response.write(true, body.slice(), callback);
  }

  Reply withContentType(String contentType) {
    return with(HttpHeader.CONTENT_TYPE, contentType);
  }
}
