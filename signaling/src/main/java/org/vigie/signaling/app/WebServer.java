package org.vigie.signaling.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;
import org.vigie.signaling.http.ProblemErrorHandler;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.settings.Settings;

/** The relay's own web server: plain HTTP for this machine, HTTPS for all others. */
final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int THREADS = 64;

  /** Of each listener: what strangers open at one takes nothing from the other. */
  private static final int MAX_CONNECTIONS = 20_000;

  /** No network has more than this part of them. */
  private static final int NETWORKS_AT_LEAST = 4;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(1);
  private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(50);

  private final Server server;
  private final ServerConnector http;
  private final List<ServerConnector> https;

  private WebServer(Server server, ServerConnector http, List<ServerConnector> https) {
    this.server = server;
    this.http = http;
    this.https = https;
  }

  /**
   * Listens.
   *
   * @throws StartException with cause and remedy, if a port is taken or the certificate is of no
   *     use
   */
  static WebServer start(Settings settings, Handler handler) throws StartException {
    return start(settings, handler, MAX_CONNECTIONS);
  }

  /** The same with another limit. */
  static WebServer start(Settings settings, Handler handler, int maxConnections)
      throws StartException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("vigie-http");
    Server server = new Server(threads);
    server.setHandler(handler);
    server.setErrorHandler(new ProblemErrorHandler());
    server.setStopTimeout(STOP_WITHIN.toMillis());
    ServerConnector http = plain(server, settings);
    List<ServerConnector> https = new ArrayList<>();
    if (settings.https().port().isPresent()) {
      https.add(encrypted(server, settings, settings.https().port().get()));
    }
    for (Connector connector : server.getConnectors()) {
      server.addBean(new NetworkConnectionLimit(maxConnections, connector));
      connector.addBean(perNetwork(settings, maxConnections));
    }
    return new WebServer(server, http, https).started(settings);
  }

  /** Who is on this machine is a proxy or a tunnel as often as not. */
  private static ConnectionsPerNetwork perNetwork(Settings settings, int maxConnections) {
    List<InetAddress> proxies = settings.http().proxies();
    return new ConnectionsPerNetwork(
        maxConnections / NETWORKS_AT_LEAST,
        address -> address.isLoopbackAddress() || proxies.contains(address));
  }

  /** The port of plain HTTP. */
  int httpPort() {
    return http.getLocalPort();
  }

  /** The port of HTTPS, if there is one. */
  OptionalInt httpsPort() {
    return https.isEmpty() ? OptionalInt.empty() : OptionalInt.of(https.getFirst().getLocalPort());
  }

  /** Stops listening; requests in progress have a second to end. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("A request was cut off: {}", e.toString());
    }
  }

  private WebServer started(Settings settings) throws StartException {
    try {
      // One after the other, so that a failure names its port.
      open(http, "vigie.http.port", settings.http().port());
      for (ServerConnector connector : https) {
        open(connector, "vigie.https.port", settings.https().port().orElse(0));
      }
      server.start();
      return this;
    } catch (StartException e) {
      abandon();
      throw e;
    } catch (Exception e) {
      abandon();
      throw new StartException(
          "The web server cannot start: " + e.getMessage() + ".", "See the log.", e);
    }
  }

  private static void open(ServerConnector connector, String key, int port) throws StartException {
    try {
      connector.open();
    } catch (IOException e) {
      boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
      String host = connector.getHost() == null ? "every address" : connector.getHost();
      throw new StartException(
          "TCP port "
              + port
              + " on "
              + host
              + (taken
                  ? " is in use, not allowed or not here."
                  : " cannot be opened: " + e.getMessage() + "."),
          "Stop the program that has it, or choose another with --set " + key + "=PORT.",
          e);
    }
  }

  private void abandon() {
    http.close();
    https.forEach(ServerConnector::close);
  }

  private static ServerConnector plain(Server server, Settings settings) {
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration(settings)));
    return added(server, connector, settings.http().host(), settings.http().port(), settings);
  }

  private static ServerConnector encrypted(Server server, Settings settings, int port)
      throws StartException {
    HttpConfiguration configuration = configuration(settings);
    // Callers come by address or by any name of the machine; one certificate is for all.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    SslConnectionFactory tls = new SslConnectionFactory(tls(settings), alpn.getProtocol());
    ConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
    ServerConnector connector = new ServerConnector(server, tls, alpn, http2, http1);
    return added(server, connector, settings.https().host(), port, settings);
  }

  private static ServerConnector added(
      Server server, ServerConnector connector, String host, int port, Settings settings) {
    connector.setHost(host.isEmpty() ? null : host);
    connector.setPort(port);
    connector.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
    connector.setIdleTimeout(settings.http().idleTimeout().toMillis());
    server.addConnector(connector);
    return connector;
  }

  private static HttpConfiguration configuration(Settings settings) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(settings.http().maxHeaderBytes());
    return configuration;
  }

  private static SslContextFactory.Server tls(Settings settings) throws StartException {
    KeyStore keys =
        settings.https().certificate().isPresent()
            ? HttpsCertificate.read(settings.https().certificate().get())
            : HttpsCertificate.obtain(
                DataDirectory.open(settings.dataDir()),
                MachineNames.all(settings.media().announce()),
                Instant.now());
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(keys);
    tls.setKeyStorePassword(HttpsCertificate.PASSWORD);
    tls.setSniRequired(false);
    return tls;
  }
}
