package org.vigie.signaling.live;

import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.vigie.signaling.http.Gate;
import org.vigie.signaling.http.Problem;
import org.vigie.signaling.http.Refusal;
import org.vigie.signaling.http.Reply;
import org.vigie.signaling.http.Route;
import org.vigie.signaling.http.Route.Access;

/**
 * Takes cameras' sockets: RFC 6455, and over HTTP/2 RFC 8441. Everything else is left to the next
 * handler.
 */
public final class LiveHandler extends Handler.Abstract {
  private static final String PATH = "/api/v1/live";

  private final Gate gate;
  private final LiveSockets sockets;
  private @Nullable ServerWebSocketContainer container;

  /** Takes sockets that the gate lets pass. */
  public LiveHandler(Gate gate, LiveSockets sockets) {
    this.gate = gate;
    this.sockets = sockets;
  }

  /** What somebody hears who asks without a socket. */
  public static List<Route> routes() {
    return List.of(Route.of("GET", PATH, Access.OPEN, call -> noSocket()));
  }

  private static Reply noSocket() {
    return new Problem(
            426,
            "websocket-only",
            "This address speaks WebSocket only",
            "The request does not ask for a WebSocket.",
            "Open it as a WebSocket and say hello; see /api/v1/openapi.json.")
        .reply()
        .with(HttpHeader.UPGRADE, "websocket");
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    container = ServerWebSocketContainer.ensure(getServer());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).equals(PATH) || !wantsSocket(request)) {
      return false;
    }
    String network;
    try {
      network = gate.admitUnknown(request);
      sockets.requireRoom(network);
    } catch (Refusal refusal) {
      refusal.reply().send(response, callback);
      return true;
    }
    return Objects.requireNonNull(container, "not started")
        .upgrade((asked, answer, failed) -> socket(answer, network), request, response, callback);
  }

  private Object socket(ServerUpgradeResponse answer, String network) {
    // What is said here is short: compression would cost a window of memory for each camera.
    answer.setExtensions(List.of());
    return new JettySocket(sockets, network);
  }

  private static boolean wantsSocket(Request request) {
    return request.getMethod().equals("CONNECT")
        || request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
  }
}
