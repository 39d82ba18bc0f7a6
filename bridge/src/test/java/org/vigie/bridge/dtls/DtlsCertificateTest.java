package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DtlsCertificateTest {
  @Test
  void isASelfSignedP256CertificateThatTheJdkAccepts() throws Exception {
    DtlsCertificate certificate = DtlsCertificate.generate();
    X509Certificate parsed =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.encoded()));
    parsed.verify(parsed.getPublicKey());
    parsed.checkValidity();
    ECPublicKey key = (ECPublicKey) parsed.getPublicKey();
    assertEquals(256, key.getParams().getOrder().bitLength());
  }

  @Test
  void itsFingerprintIsTheSha256OfItsEncoding() throws Exception {
    DtlsCertificate certificate = DtlsCertificate.generate();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.encoded());
    assertEquals("sha-256", certificate.fingerprint().algorithm());
    assertEquals(
        HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash),
        certificate.fingerprint().hex());
  }

  @Test
  void everyCertificateIsNew() {
    assertNotEquals(
        DtlsCertificate.generate().fingerprint(), DtlsCertificate.generate().fingerprint());
  }
}
