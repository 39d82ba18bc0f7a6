package org.vigie.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigie.bridge.api.Candidate;
import org.vigie.simulator.sdp.Answer;
import org.vigie.simulator.transport.FarEnd;

/** As much of a WHIP relay as a camera notices; each session is a {@link FarEnd}. */
final class FakeRelay implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<FarEnd> sessions = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> deleted = new LinkedBlockingQueue<>();
  private final AtomicInteger sessionStatus = new AtomicInteger(204);
  private final AtomicInteger refusals = new AtomicInteger();
  private final boolean rtx;

  FakeRelay(boolean rtx) throws IOException {
    this.rtx = rtx;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/whip/cam-1", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/whip/cam-1");
  }

  BlockingQueue<FarEnd> sessions() {
    return sessions;
  }

  BlockingQueue<String> deleted() {
    return deleted;
  }

  /** What GET on a session answers from now on. */
  void answerSessionsWith(int status) {
    sessionStatus.set(status);
  }

  /** Answers the next offers with 503. */
  void refuse(int offers) {
    refusals.set(offers);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> post(exchange);
        case "DELETE" -> {
          deleted.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
        }
        default -> exchange.sendResponseHeaders(sessionStatus.get(), -1);
      }
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    byte[] offer = exchange.getRequestBody().readAllBytes();
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    // An offer has all that the reader of answers looks for.
    Answer read = Answer.parse(new String(offer, StandardCharsets.UTF_8));
    FarEnd session = new FarEnd(read.ice(), read.fingerprints().getFirst());
    byte[] answer = answer(session).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Location", "/whip/cam-1/s-1");
    exchange.getResponseHeaders().add("ETag", "\"1\"");
    exchange.sendResponseHeaders(201, answer.length);
    exchange.getResponseBody().write(answer);
    sessions.add(session);
  }

  private String answer(FarEnd session) {
    Candidate candidate = session.peer().candidates().getFirst();
    String transport =
        """
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:sha-256 %s
        a=setup:passive
        a=candidate:1 1 udp 1 127.0.0.1 %d typ host
        a=recvonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        """
            .formatted(
                session.peer().credentials().ufrag(),
                session.peer().credentials().password(),
                session.fingerprint().hex(),
                candidate.address().getPort());
    String video = "m=video 9 UDP/TLS/RTP/SAVPF 102 103\na=mid:0\na=rtpmap:102 H264/90000\n";
    String repair = rtx ? "a=rtpmap:103 rtx/90000\na=fmtp:103 apt=102\n" : "";
    return "v=0\n"
        + video
        + repair
        + transport
        + "m=audio 9 UDP/TLS/RTP/SAVPF 111\na=mid:1\na=rtpmap:111 opus/48000/2\n"
        + transport;
  }

  @Override
  public void close() {
    server.stop(0);
    sessions.forEach(FarEnd::close);
  }
}
