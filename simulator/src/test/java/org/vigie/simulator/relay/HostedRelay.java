package org.vigie.simulator.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.vigie.signaling.StartException;
import org.vigie.signaling.app.Vigie;
import org.vigie.signaling.settings.SettingsReader;
import org.vigie.simulator.RelaySession;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.IceLink;
import org.vigie.simulator.transport.LightIce;

/** A whole relay on free ports of one address, hosted as any program may, and a client of it. */
final class HostedRelay implements AutoCloseable {
  /** Of all simulated peers; their certificate does not matter, only that it is announced. */
  static final DtlsIdentity IDENTITY = DtlsIdentity.generate();

  private static final Pattern COUNT =
      Pattern.compile("vigie_bridge_count_total\\{name=\"([^\"]+)\"\\} (\\S+)");

  private final Vigie vigie;
  private final Server server;
  private final String host;
  private HttpClient http = newClient();

  private HostedRelay(Vigie vigie, Server server, String host) {
    this.vigie = vigie;
    this.server = server;
    this.host = host;
  }

  /** A relay that announces 127.0.0.1 and lets nobody wait for the rate limit. */
  static HostedRelay start(Path dataDir, String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of("vigie.media.announce=127.0.0.1"));
    all.addAll(List.of(settings));
    return startAt("127.0.0.1", dataDir, all);
  }

  /** A relay whose web server listens at this address. */
  static HostedRelay startAt(String host, Path dataDir, List<String> settings) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(32, 8, 1_000);
    threads.setName("host");
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost(host);
    server.addConnector(connector);
    Vigie vigie = vigie(dataDir, settings);
    server.setHandler(vigie.handler());
    server.start();
    return new HostedRelay(vigie, server, host);
  }

  private static Vigie vigie(Path dataDir, List<String> settings) throws StartException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "vigie.data-dir=" + dataDir,
                "vigie.media.port=0",
                "vigie.limits.requests-per-second=10000",
                "vigie.limits.burst=10000"));
    all.addAll(settings);
    return Vigie.start(SettingsReader.read(Optional.empty(), all));
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  /** Drops the client's connections and threads; the next request makes new ones. */
  void reconnect() {
    http.close();
    http = newClient();
  }

  /** What was started, to enrol cameras and viewers. */
  Vigie vigie() {
    return vigie;
  }

  /** The only address that media is expected at, where one is announced. */
  InetSocketAddress mediaAddress() {
    return vigie.selfTest().addresses().getFirst();
  }

  /** Under the relay's origin. */
  URI at(String path) {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://" + host + ":" + port + path);
  }

  /** Publishing or watching with the operator's token, from a free port of loopback. */
  RelaySession.Access access() {
    return access(() -> LightIce.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  /** The same over another kind of link. */
  RelaySession.Access access(IceLink.Opener ice) {
    return new RelaySession.Access(signaling(), ice, IDENTITY);
  }

  SignalingClient signaling() {
    return new SignalingClient(http, vigie.operatorToken());
  }

  /** Asks with the operator's token. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(at(path));
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + vigie.operatorToken())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** What REST says about a session, whose WHIP or WHEP address this is. */
  String session(URI sessionUrl) throws IOException, InterruptedException {
    String path = sessionUrl.getPath();
    return get("/api/v1/sessions/" + path.substring(path.lastIndexOf('/') + 1)).body();
  }

  /** A counter of the bridge as the metrics show it, at most 200 ms old. */
  long count(String name) throws IOException, InterruptedException {
    Long count = counts().get(name);
    if (count == null) {
      throw new AssertionError("no counter " + name);
    }
    return count;
  }

  /** Every counter that is not zero. */
  Map<String, Long> counted() throws IOException, InterruptedException {
    Map<String, Long> counts = counts();
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private Map<String, Long> counts() throws IOException, InterruptedException {
    Map<String, Long> counts = new TreeMap<>();
    Matcher matcher = COUNT.matcher(get("/metrics").body());
    while (matcher.find()) {
      counts.put(matcher.group(1), (long) Double.parseDouble(matcher.group(2)));
    }
    return counts;
  }

  /** How many Sessions have not ended. */
  long liveSessions() throws IOException, InterruptedException {
    String all = get("/api/v1/sessions").body();
    return occurrences(all, "\"id\":") - occurrences(all, "\"state\":\"ended\"");
  }

  private static long occurrences(String text, String word) {
    return Pattern.compile(word, Pattern.LITERAL).matcher(text).results().count();
  }

  @Override
  public void close() {
    vigie.close();
    LifeCycle.stop(server);
    http.close();
  }
}
