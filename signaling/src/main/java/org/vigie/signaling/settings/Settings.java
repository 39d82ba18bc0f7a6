package org.vigie.signaling.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.bridge.api.CipherChoice;
import org.vigie.bridge.api.HistoryConfig;
import org.vigie.bridge.api.SocketChoice;
import org.vigie.signaling.settings.live.LiveKey;
import org.vigie.signaling.settings.live.LiveValue;

/**
 * How a relay runs. Every value has been checked; {@code conf/vigie.conf} documents each key.
 *
 * @param dataDir the folder with the relay's state
 * @param logLevel {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
 * @param http the plain listener
 * @param https the encrypted listener
 * @param media the bridge
 * @param turn servers that clients are told of
 * @param limits on what callers may ask
 * @param live what may be changed while the relay runs, as it begins
 * @param source where all this comes from
 */
public record Settings(
    Path dataDir,
    String logLevel,
    Http http,
    Https https,
    Media media,
    List<TurnServer> turn,
    Limits limits,
    Map<LiveKey, LiveValue> live,
    SettingsSource source) {
  public Settings {
    turn = List.copyOf(turn);
    live = Map.copyOf(live);
  }

  /**
   * The plain listener, and what both have in common.
   *
   * @param host name or address to listen on, empty for all
   * @param port 0 for a free one
   * @param maxHeaderBytes of a request's headers
   * @param idleTimeout after which a silent connection is closed
   * @param bodyTimeout within which a request's body has to be there
   * @param proxies that say in X-Forwarded-For for whom they ask
   */
  public record Http(
      String host,
      int port,
      int maxHeaderBytes,
      Duration idleTimeout,
      Duration bodyTimeout,
      List<InetAddress> proxies) {
    public Http {
      proxies = List.copyOf(proxies);
    }
  }

  /**
   * The encrypted listener.
   *
   * @param host name or address to listen on, empty for all
   * @param port empty turns it off
   * @param certificate PEM files of your own; empty has one made
   */
  public record Https(String host, Optional<Integer> port, Optional<Certificate> certificate) {}

  /**
   * A certificate of your own.
   *
   * @param chain PEM file, the server's certificate first
   * @param key PEM file, not encrypted
   */
  public record Certificate(Path chain, Path key) {}

  /**
   * The bridge.
   *
   * @param port UDP port of the first loop, 0 for a free one
   * @param loops threads that carry media, each with a port of its own from there on
   * @param announce addresses put into candidates, empty for every address of the machine
   * @param maxSessions at once
   * @param coalesce how long the packets of a picture wait for each other at most
   * @param history what is remembered of each camera's picture
   * @param replayBps how fast viewers who start are given it at first, bps
   * @param socket which socket carries the media
   * @param gso whether the kernel may take the packets of a picture as one
   * @param cipher which implementation protects the media
   */
  public record Media(
      int port,
      int loops,
      List<InetAddress> announce,
      int maxSessions,
      Duration coalesce,
      HistoryConfig history,
      long replayBps,
      SocketChoice socket,
      boolean gso,
      CipherChoice cipher) {
    public Media {
      announce = List.copyOf(announce);
    }
  }

  /**
   * A TURN server.
   *
   * @param url such as {@code turn:turn.example.net:3478?transport=udp}
   * @param username of clients
   * @param credential their password
   */
  public record TurnServer(String url, String username, String credential) {
    /** Leaves the password out. */
    @Override
    public String toString() {
      return "TurnServer[" + url + "]";
    }
  }

  /**
   * What callers may ask.
   *
   * @param requestsPerSecond POST, PATCH and DELETE per caller in the long run
   * @param burst of those at once
   * @param callers remembered at once
   * @param maxOfferBytes of one offer
   * @param sessionsPerViewer live sessions of one viewer's token
   */
  public record Limits(
      double requestsPerSecond, int burst, int callers, int maxOfferBytes, int sessionsPerViewer) {}
}
