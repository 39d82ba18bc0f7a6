package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.SrtpProfile;

/** Against OpenSSL's own client, where the command is installed: both must derive the same keys. */
@Timeout(60)
class OpenSslInteropTest {
  private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]+)");

  @TempDir Path folder;

  private final Peer server = new Peer();
  private DatagramSocket socket;
  private Process openSsl;

  @BeforeEach
  void bind() throws IOException {
    assumeTrue(isInstalled(), "openssl is not installed");
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  @AfterEach
  void stop() {
    if (openSsl != null) {
      openSsl.destroyForcibly();
    }
    if (server.endpoint != null) {
      server.endpoint.close();
    }
    if (socket != null) {
      socket.close();
    }
  }

  @Test
  void anEcdsaClientThatFragmentsGetsTheSameGcmKeys() throws Exception {
    agrees(
        List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
        "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM",
        SrtpProfile.AEAD_AES_128_GCM);
  }

  @Test
  void anRsaClientThatKnowsCounterModeOnlyGetsTheSameKeys() throws Exception {
    agrees(
        List.of("-newkey", "rsa:2048"),
        "SRTP_AES128_CM_SHA1_80",
        SrtpProfile.AES128_CM_HMAC_SHA1_80);
  }

  private void agrees(List<String> keyOptions, String profiles, SrtpProfile expected)
      throws Exception {
    Fingerprint fingerprint = makeCertificate(keyOptions);
    AtomicReference<SocketAddress> client = new AtomicReference<>();
    server.network = datagram -> send(datagram, client.get());
    server.start(DtlsRole.SERVER, 1200, fingerprint);
    Thread.ofVirtual().start(() -> pump(client));
    startClient(profiles, 2 * (expected.keyLength() + expected.saltLength()));
    SrtpKeys keys = server.awaitKeys();
    assertEquals(expected, keys.profile());
    assertEquals(awaitMaterial(), material(keys));
  }

  private Fingerprint makeCertificate(List<String> keyOptions) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    command.addAll(keyOptions);
    command.addAll(List.of("-keyout", "key.pem", "-out", "cert.pem", "-days", "2"));
    command.addAll(List.of("-subj", "/CN=camera"));
    Process process = run(command);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0);
    try (InputStream pem = Files.newInputStream(folder.resolve("cert.pem"))) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      return CertificateHash.SHA_256.fingerprint(certificate.getEncoded());
    }
  }

  /** A small MTU makes OpenSSL fragment its flights. */
  private void startClient(String profiles, int bytes) throws IOException {
    openSsl =
        run(
            List.of(
                "openssl",
                "s_client",
                "-dtls1_2",
                "-connect",
                "127.0.0.1:" + socket.getLocalPort(),
                "-cert",
                "cert.pem",
                "-key",
                "key.pem",
                "-mtu",
                "256",
                "-use_srtp",
                profiles,
                "-keymatexport",
                "EXTRACTOR-dtls_srtp",
                "-keymatexportlen",
                Integer.toString(bytes)));
  }

  private String awaitMaterial() throws IOException {
    BufferedReader lines = openSsl.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = MATERIAL.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new AssertionError("openssl printed no keying material");
  }

  /** Client key, server key, client salt, server salt (RFC 5764, section 4.2). */
  private static String material(SrtpKeys keys) {
    HexFormat hex = HexFormat.of().withUpperCase();
    return hex.formatHex(keys.remoteKey())
        + hex.formatHex(keys.localKey())
        + hex.formatHex(keys.remoteSalt())
        + hex.formatHex(keys.localSalt());
  }

  private void pump(AtomicReference<SocketAddress> client) {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      while (true) {
        socket.receive(packet);
        client.set(packet.getSocketAddress());
        server.endpoint.receive(packet.getData(), 0, packet.getLength());
        packet.setLength(2048);
      }
    } catch (IOException e) {
      // closed at the end of the test
    }
  }

  private void send(byte[] datagram, SocketAddress to) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process run(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }
}
