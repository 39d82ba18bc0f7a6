package org.vigie.signaling.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.http.Route.Access;
import org.vigie.signaling.http.Route.Intake;
import org.vigie.signaling.identity.Principal;

/**
 * Brings each request to its endpoint: path, method, token, rate, content type, body, in this
 * order. A path that is none of ours is left to the next handler.
 */
public final class Router extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(Router.class);

  private record Match(Route route, Map<String, String> parameters) {}

  private final List<Route> routes;
  private final Gate gate;
  private final Duration bodyTimeout;

  /**
   * A router.
   *
   * @param bodyTimeout within which a body has to be there, else 408
   */
  public Router(List<Route> routes, Gate gate, Duration bodyTimeout) {
    this.routes = List.copyOf(routes);
    this.gate = gate;
    this.bodyTimeout = bodyTimeout;
  }

  /** Every route, in the order in which they are tried. */
  public List<Route> routes() {
    return routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    List<Match> matches = matching(Request.getPathInContext(request));
    if (matches.isEmpty()) {
      return false;
    }
    SecurityHeaders.put(response.getHeaders());
    if (matches.getFirst().route.access() != Access.OPEN) {
      SecurityHeaders.putCors(response.getHeaders());
    }
    try {
      proceed(request, response, callback, matches);
    } catch (RuntimeException e) {
      refuse(request, response, callback, failed(request, e));
    }
    return true;
  }

  private void proceed(Request request, Response response, Callback callback, List<Match> matches) {
    if (request.getMethod().equals("OPTIONS")) {
      options(matches, response).send(response, callback);
      return;
    }
    Match match = select(request.getMethod(), matches);
    Optional<Principal> caller = gate.admit(request, match.route.access());
    if (match.route.intake().isEmpty()) {
      answer(new Call(request, match.parameters, caller, ""), match).send(response, callback);
      return;
    }
    Intake intake = match.route.intake().get();
    requireMediaType(request, match.route, intake);
    var _ =
        body(request, intake)
            .thenApplyAsync(
                body -> answer(new Call(request, match.parameters, caller, utf8(body)), match),
                request.getComponents().getExecutor())
            .exceptionally(failure -> failed(request, failure))
            .thenAccept(reply -> reply.send(response, callback))
            .whenComplete((sent, failure) -> failIfUnsent(failure, callback));
  }

  /** Answers when the body is over, so that the client is there to hear it. */
  private void refuse(Request request, Response response, Callback callback, Reply reply) {
    var _ =
        BodyReader.discard(request)
            .orTimeout(bodyTimeout.toMillis(), TimeUnit.MILLISECONDS)
            .handle((body, failure) -> reply)
            .thenAccept(refusal -> refusal.send(response, callback))
            .whenComplete((sent, failure) -> failIfUnsent(failure, callback));
  }

  private static void failIfUnsent(@Nullable Throwable failure, Callback callback) {
    if (failure != null) {
      callback.failed(failure);
    }
  }

  private CompletableFuture<byte[]> body(Request request, Intake intake) {
    return BodyReader.read(request, intake.maxBytes())
        .orTimeout(bodyTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String utf8(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private Reply answer(Call call, Match match) {
    try {
      return match.route.endpoint().answer(call);
    } catch (Refusal refusal) {
      return refusal.reply();
    } catch (IOException e) {
      log.error("{} could not be kept: {}", call.request().getHttpURI().getPath(), e.toString());
      return notKept().reply();
    }
  }

  private List<Match> matching(String path) {
    List<Match> matches = new ArrayList<>();
    for (Route route : routes) {
      route
          .template()
          .match(path)
          .ifPresent(parameters -> matches.add(new Match(route, parameters)));
    }
    return matches;
  }

  private static Match select(String method, List<Match> matches) {
    return find(method, matches)
        .or(() -> method.equals("HEAD") ? find("GET", matches) : Optional.empty())
        .orElseThrow(() -> methodNotAllowed(method, matches));
  }

  private static Optional<Match> find(String method, List<Match> matches) {
    return matches.stream().filter(match -> match.route.method().equals(method)).findFirst();
  }

  private static Reply options(List<Match> matches, Response response) {
    String methods = methods(matches);
    SecurityHeaders.putPreflight(response.getHeaders(), methods);
    Reply reply = Reply.empty(204).with(HttpHeader.ALLOW, methods);
    matches.forEach(match -> advertise(match.route, reply));
    return reply;
  }

  private static void advertise(Route route, Reply reply) {
    route
        .intake()
        .ifPresent(intake -> reply.with(acceptHeader(route.method()), intake.mediaType()));
  }

  private static String acceptHeader(String method) {
    return method.equals("PATCH") ? "Accept-Patch" : "Accept-Post";
  }

  private static String methods(List<Match> matches) {
    TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
    matches.forEach(match -> methods.add(match.route.method()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  private static void requireMediaType(Request request, Route route, Intake intake) {
    String header = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String type = header == null ? "none" : header.split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(intake.mediaType())) {
      throw new Problem(
              415,
              "wrong-content-type",
              "The body's content type is not taken here",
              "The content type is " + printable(type) + ".",
              "Send the header \"Content-Type: " + intake.mediaType() + "\".")
          .refusal()
          .with(acceptHeader(route.method()), intake.mediaType());
    }
  }

  private static Reply failed(Request request, Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (cause) {
      case Refusal refusal -> refusal.reply();
      case TimeoutException slow -> tooSlow(request).reply();
      case EofException gone -> unfinished().reply();
      case HttpException bad -> malformed().reply();
      default -> {
        log.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), cause);
        yield internal().reply();
      }
    };
  }

  private static Refusal methodNotAllowed(String method, List<Match> matches) {
    String methods = methods(matches);
    return new Problem(
            405,
            "wrong-method",
            "The method is not known here",
            printable(method) + " does nothing at this address.",
            "Use one of " + methods + ".")
        .refusal()
        .with(HttpHeader.ALLOW, methods);
  }

  private static Refusal tooSlow(Request request) {
    // Ends the read, so that Jetty closes the connection instead of waiting for the rest.
    request.fail(new TimeoutException("the body did not arrive in time"));
    return new Problem(
            408,
            "too-slow",
            "The body did not arrive in time",
            "The request's body was not complete in time.",
            "Check the connection and send it again.")
        .refusal()
        .with(HttpHeader.CONNECTION, "close");
  }

  private static Problem unfinished() {
    return new Problem(
        400,
        "unfinished",
        "The body is incomplete",
        "The connection ended inside the body.",
        "Send it again.");
  }

  private static Problem malformed() {
    return new Problem(
        400,
        "bad-request",
        "The request is malformed",
        "A header or the query breaks the rules of HTTP.",
        "Send a well-formed HTTP request.");
  }

  private static Problem internal() {
    return new Problem(
        500,
        "internal-error",
        "The relay failed",
        "Something went wrong inside the relay; its log says what.",
        "Try again; if it stays, report it with the lines of the log.");
  }

  private static Problem notKept() {
    return new Problem(
        503,
        "not-kept",
        "The relay cannot write its state",
        "The change could not be written to the data folder, so nothing was changed.",
        "Make room on the disk or check the folder's permissions, then try again.");
  }

  /** A stranger's words in our answers: short, and nothing but visible ASCII. */
  private static String printable(String text) {
    String shortened = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return shortened.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
