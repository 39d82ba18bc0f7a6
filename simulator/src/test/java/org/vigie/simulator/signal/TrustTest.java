package org.vigie.simulator.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  private static final char[] PASSWORD = "for-tests".toCharArray();

  @TempDir static Path folder;

  private static HttpsServer relay;
  private static Path pem;

  /** A relay with a certificate of its own, as after its first start. */
  @BeforeAll
  static void startRelay() throws Exception {
    KeyStore store = selfSigned(folder.resolve("relay.p12"));
    pem = folder.resolve("relay.pem");
    String encoded =
        Base64.getMimeEncoder().encodeToString(store.getCertificate("relay").getEncoded());
    Files.writeString(
        pem, "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    relay = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    relay.setHttpsConfigurator(new HttpsConfigurator(context));
    relay.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    relay.start();
  }

  @AfterAll
  static void stopRelay() {
    relay.stop(0);
  }

  private static KeyStore selfSigned(Path file) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "relay",
                "-keyalg",
                "EC",
                "-dname",
                "CN=relay",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SignalingClient.Fate ask(Trust trust) throws Exception {
    URI session = URI.create("https://127.0.0.1:" + relay.getAddress().getPort() + "/whip/a/s");
    return new SignalingClient(trust.httpClient(), "token").fate(session);
  }

  @Test
  void aCertificateOfItsOwnIsRefusedForGoodWithTheRemedy() {
    RefusedException e =
        assertThrows(RefusedException.class, () -> ask(new Trust.KnownAuthorities()));
    assertTrue(e.isFinal());
    assertTrue(e.problem().line().contains("--cafile"), e.getMessage());
  }

  @Test
  void aCertificateThatWasNamedIsTrusted() throws Exception {
    assertEquals(SignalingClient.Fate.ALIVE, ask(new Trust.Authorities(pem)));
  }

  @Test
  void withoutTheCheckAnyIsTrusted() throws Exception {
    assertEquals(SignalingClient.Fate.ALIVE, ask(new Trust.Anybody()));
  }
}
