package org.vigie.signaling.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Jetty's own errors as problems: no stack trace, no version, no page. */
public final class ProblemErrorHandler extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    SecurityHeaders.put(response.getHeaders());
    Reply reply = problem(status).reply();
    reply.headers().forEach(response.getHeaders()::put);
    response.write(true, reply.body().slice(), callback);
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 404 ->
          new Problem(
              404,
              "unknown-path",
              "There is nothing at this address",
              "The relay knows no such address.",
              "See /api/v1/openapi.json for those it knows.");
      case 431 ->
          new Problem(
              431,
              "headers-too-large",
              "The headers are too large",
              "The request's headers have more bytes than vigie.http.max-header-size.",
              "Send fewer or shorter headers.");
      default ->
          new Problem(
              status,
              status >= 500 ? "internal-error" : "bad-request",
              HttpStatus.getMessage(status),
              "The request could not be read or served.",
              "Send a well-formed HTTP request.");
    };
  }
}
