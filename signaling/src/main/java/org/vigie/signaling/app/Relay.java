package org.vigie.signaling.app;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.bridge.api.SelfTest;
import org.vigie.signaling.StartException;
import org.vigie.signaling.session.MediaPlane;
import org.vigie.signaling.settings.Settings;

/** The whole program: {@link Vigie} in a web server of its own, with the demo camera if wanted. */
final class Relay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final Vigie vigie;
  private final WebServer web;
  private final Optional<DemoCamera> demo;
  private final String link;
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();

  private Relay(Vigie vigie, WebServer web, Optional<DemoCamera> demo, String link) {
    this.vigie = vigie;
    this.web = web;
    this.demo = demo;
    this.link = link;
    vigie.fault().thenRun(() -> over.complete(false));
  }

  /**
   * Starts media, then the web, then the demo camera; what was started is ended again if a later
   * step fails.
   */
  static Relay start(Settings settings, boolean withDemo) throws StartException {
    return start(settings, withDemo, BridgePlane::start);
  }

  /** The same over another media plane. */
  static Relay start(Settings settings, boolean withDemo, MediaPlane.Starter starter)
      throws StartException {
    Vigie vigie = Vigie.start(settings, starter);
    try {
      report(vigie.selfTest());
      return withWeb(settings, withDemo, vigie);
    } catch (StartException | RuntimeException e) {
      vigie.close();
      throw e;
    }
  }

  private static Relay withWeb(Settings settings, boolean withDemo, Vigie vigie)
      throws StartException {
    WebServer web = WebServer.start(settings, vigie.handler());
    try {
      String origin = origin(settings, web);
      log.info("HTTP at {}", origin);
      web.httpsPort().ifPresent(port -> log.info("HTTPS on port {} of every address", port));
      Optional<DemoCamera> demo =
          withDemo ? Optional.of(DemoCamera.start(vigie, origin)) : Optional.empty();
      String page = demo.map(camera -> "/watch/" + camera.id()).orElse("/");
      return new Relay(vigie, web, demo, origin + page + "#token=" + vigie.operatorToken());
    } catch (StartException | RuntimeException e) {
      web.close();
      throw e;
    }
  }

  /** What to open in a browser, with the operator's token. */
  String link() {
    return link;
  }

  /** Reads the configuration again; what is wrong in it is said in the log and changes nothing. */
  void reload() {
    try {
      vigie.reload();
    } catch (StartException e) {
      log.error("The configuration stays as it was. {} {}", e.getMessage(), e.remedy());
    }
  }

  /** Waits until the relay is closed; false if its media plane has failed instead. */
  boolean join() {
    return over.join();
  }

  /** Ends the demo camera, says goodbye to every peer and stops listening; takes 5 s at most. */
  @Override
  public void close() {
    Thread closing = Thread.ofPlatform().name("vigie-close").daemon().start(this::closeAll);
    try {
      if (!closing.join(CLOSE_WITHIN)) {
        log.warn("Something did not end within {} s and is left behind", CLOSE_WITHIN.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    demo.ifPresent(DemoCamera::close);
    vigie.close();
    web.close();
    log.info("Vigie has ended");
    over.complete(true);
  }

  private static void report(SelfTest test) {
    log.info(
        "Media at UDP {}",
        test.addresses().stream().map(Relay::text).collect(Collectors.joining(", ")));
    log.info("SRTP by {}", test.srtpCipher());
    test.warnings().forEach(log::warn);
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String origin(Settings settings, WebServer web) {
    String host = settings.http().host();
    boolean every = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    String shown = every ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "http://" + shown + ":" + web.httpPort();
  }
}
