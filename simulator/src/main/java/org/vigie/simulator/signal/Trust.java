package org.vigie.simulator.signal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which relays an HTTPS client believes. */
public sealed interface Trust {
  /** Those with a certificate that this JDK trusts. */
  record KnownAuthorities() implements Trust {}

  /** Those with a certificate in a PEM file. */
  record Authorities(Path pem) implements Trust {}

  /** Anybody: for a relay with a certificate of its own, on a network that is trusted. */
  record Anybody() implements Trust {}

  /**
   * An HTTP client that trusts so.
   *
   * @throws IOException if the file cannot be used; the message says why
   */
  default HttpClient httpClient() throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1);
    return switch (this) {
      case KnownAuthorities _ -> builder.build();
      case Authorities(Path pem) -> builder.sslContext(context(managers(pem))).build();
      case Anybody _ -> builder.sslContext(context(new Unchecked())).build();
    };
  }

  private static SSLContext context(TrustManager... managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManager[] managers(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("relay-" + store.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " holds no PEM certificates: " + e.getMessage(), e);
    }
  }

  /** Checks nothing; being an extended manager it also takes the check of the host name. */
  final class Unchecked extends X509ExtendedTrustManager {
    private Unchecked() {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
