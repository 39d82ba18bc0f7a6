package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.signaling.StartException;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.settings.Settings;

class HttpsTest {
  private static final Set<String> NAMES =
      new TreeSet<>(Set.of("localhost", "192.0.2.7", "vigie-1", "2001:db8:0:0:0:0:0:7"));
  private final Instant now = Instant.now();

  @TempDir private Path folder;

  private DataDirectory directory;

  @BeforeEach
  void open() throws StartException {
    directory = DataDirectory.open(folder);
  }

  @Test
  void theCertificateNamesEveryAddressAndHostName() throws Exception {
    X509Certificate certificate = certificate(HttpsCertificate.obtain(directory, NAMES, now));
    assertEquals(NAMES, HttpsCertificate.namesOf(certificate));
    certificate.checkValidity();
    certificate.verify(certificate.getPublicKey());
    assertEquals("rw-------", permissions(folder.resolve(HttpsCertificate.FILE)));
  }

  @Test
  void theCertificateIsKeptWhileItIsGood() throws Exception {
    byte[] first = certificate(HttpsCertificate.obtain(directory, NAMES, now)).getEncoded();
    Instant later = now.plus(Duration.ofDays(300));
    assertArrayEquals(
        first, certificate(HttpsCertificate.obtain(directory, NAMES, later)).getEncoded());
  }

  @Test
  void anotherAddressOrTheEndOfItsTimeMakesANewOne() throws Exception {
    X509Certificate first = certificate(HttpsCertificate.obtain(directory, NAMES, now));
    Instant nearItsEnd = now.plus(Duration.ofDays(380));
    X509Certificate second = certificate(HttpsCertificate.obtain(directory, NAMES, nearItsEnd));
    assertFalse(second.equals(first));
    second.checkValidity(Date.from(nearItsEnd.plus(Duration.ofDays(300))));
    Set<String> moved = Set.of("localhost", "198.51.100.1");
    X509Certificate third = certificate(HttpsCertificate.obtain(directory, moved, nearItsEnd));
    assertEquals(new TreeSet<>(moved), HttpsCertificate.namesOf(third));
  }

  @Test
  void aDamagedCertificateFileStopsTheStartAndIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve(HttpsCertificate.FILE), "nonsense");
    StartException refused =
        assertThrows(StartException.class, () -> HttpsCertificate.obtain(directory, NAMES, now));
    assertTrue(refused.getMessage().contains(file.toString()));
    assertEquals("nonsense", Files.readString(file));
  }

  @Test
  void anOwnCertificateIsReadFromPemFiles() throws Exception {
    KeyStore made = HttpsCertificate.obtain(directory, NAMES, now);
    Path chain = pem("chain.pem", "CERTIFICATE", certificate(made).getEncoded());
    PrivateKey key = (PrivateKey) made.getKey("https", HttpsCertificate.PASSWORD.toCharArray());
    Path keyFile = pem("key.pem", "PRIVATE KEY", key.getEncoded());
    KeyStore read = HttpsCertificate.read(new Settings.Certificate(chain, keyFile));
    assertEquals(certificate(made), certificate(read));
    for (Path wrong : Set.of(chain, folder.resolve("none.pem"))) {
      StartException refused =
          assertThrows(
              StartException.class,
              () -> HttpsCertificate.read(new Settings.Certificate(chain, wrong)));
      assertTrue(refused.getMessage().contains(wrong.toString()));
    }
  }

  @Test
  void theMachinesNamesHoldNoZoneAndNoDuplicate() {
    Set<String> names = MachineNames.all(List.of());
    assertTrue(names.contains("localhost"));
    assertTrue(names.contains("127.0.0.1"));
    assertFalse(names.stream().anyMatch(name -> name.contains("%")));
  }

  @Test
  void theCertificateNamesTheAddressesThatAreAnnouncedForANatInFront() throws Exception {
    String port = "vigie.https.port=" + freePort();
    new TestRelay(folder, port).close();
    assertFalse(names().contains("192.0.2.7"));
    new TestRelay(folder, port, "vigie.media.announce=192.0.2.7,2001:db8::7").close();
    assertTrue(names().containsAll(Set.of("192.0.2.7", "2001:db8:0:0:0:0:0:7", "localhost")));
  }

  private Set<String> names() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(
        Files.newInputStream(folder.resolve(HttpsCertificate.FILE)),
        HttpsCertificate.PASSWORD.toCharArray());
    return HttpsCertificate.namesOf(certificate(store));
  }

  @Test
  void browsersTalkHttp2OverTlsToALocalName() throws Exception {
    int port = freePort();
    try (TestRelay relay = new TestRelay(folder, "vigie.https.port=" + port)) {
      HttpResponse<String> response =
          trusting(folder.resolve(HttpsCertificate.FILE))
              .send(
                  HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/api/v1/me"))
                      .header("Authorization", "Bearer " + relay.operatorToken)
                      .timeout(Duration.ofSeconds(20))
                      .build(),
                  BodyHandlers.ofString());
      assertEquals(200, response.statusCode());
      assertEquals(HttpClient.Version.HTTP_2, response.version());
    }
  }

  @Test
  void aTakenPortStopsTheStartWithItsNumberAndTheKey() throws Exception {
    FakeMediaPlane media = new FakeMediaPlane();
    try (ServerSocket taken = new ServerSocket(0)) {
      Settings settings =
          TestRelay.settings(folder, "vigie.http.port=" + taken.getLocalPort(), "vigie.http.host=");
      StartException refused =
          assertThrows(StartException.class, () -> Relay.start(settings, false, media::start));
      assertTrue(
          refused.getMessage().contains("TCP port " + taken.getLocalPort()), refused.getMessage());
      assertTrue(refused.remedy().contains("--set vigie.http.port=PORT"), refused.remedy());
      assertTrue(media.closed);
    }
  }

  private static HttpClient trusting(Path keyStore) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(Files.newInputStream(keyStore), HttpsCertificate.PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("vigie", store.getCertificate("https"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  private Path pem(String name, String type, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }

  private static X509Certificate certificate(KeyStore store) throws Exception {
    return (X509Certificate) store.getCertificate("https");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
