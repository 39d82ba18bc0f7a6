package org.vigie.signaling.rest;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.vigie.signaling.http.Call;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;

/** Serves the metrics to an operator, and to a scraper on this machine. */
public final class MetricsRoutes {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final Metrics metrics;

  /** Serves these. */
  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(Route.of("GET", "/metrics", Access.OPTIONAL, this::scrape));
  }

  private Reply scrape(Call call) {
    if (call.caller().isPresent()) {
      call.requireOperator();
    } else if (!isLocal(call)) {
      throw strangers();
    }
    return Reply.text(200, TEXT, metrics.scrape());
  }

  /**
   * Whether the caller itself sits on this machine: not a proxy here that speaks for a stranger,
   * and not a web page whose own name was made to lead here (DNS rebinding).
   */
  private static boolean isLocal(Call call) {
    Request request = call.request();
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        && peer.getAddress().isLoopbackAddress()
        && LOCAL_NAMES.contains(Request.getServerName(request))
        && !call.headers().contains(HttpHeader.FORWARDED)
        && !call.headers().contains(HttpHeader.X_FORWARDED_FOR)
        && !call.headers().contains(HttpHeader.ORIGIN);
  }

  private static Refusal strangers() {
    return new Problem(
            401,
            "bad-token",
            "A valid token is needed",
            "Metrics are shown without a token to callers on this machine only.",
            "Send the header \"Authorization: Bearer TOKEN\" with an operator's token.")
        .refusal()
        .with(HttpHeader.WWW_AUTHENTICATE, "Bearer");
  }
}
