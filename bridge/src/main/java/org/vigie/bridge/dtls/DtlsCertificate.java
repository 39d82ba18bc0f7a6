package org.vigie.bridge.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.vigie.bridge.api.Fingerprint;

/** A self-signed ECDSA P-256 certificate with its key, made at start and never written down. */
public final class DtlsCertificate {
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final X500Name NAME = new X500Name("CN=vigie");

  private final byte[] encoded;
  private final AsymmetricKeyParameter privateKey;
  private final Fingerprint fingerprint;

  private DtlsCertificate(byte[] encoded, AsymmetricKeyParameter privateKey) {
    this.encoded = encoded;
    this.privateKey = privateKey;
    this.fingerprint = CertificateHash.SHA_256.fingerprint(encoded);
  }

  /** A new key and certificate, valid for a year. */
  public static DtlsCertificate generate() {
    SecureRandom random = new SecureRandom();
    AsymmetricCipherKeyPair pair = newKeyPair(random);
    try {
      return new DtlsCertificate(selfSigned(pair, random), pair.getPrivate());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("this JDK cannot make an ECDSA P-256 certificate", e);
    }
  }

  /** Its SHA-256 fingerprint for the SDP (RFC 8122, section 5). */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  byte[] encoded() {
    return encoded.clone();
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  private static AsymmetricCipherKeyPair newKeyPair(SecureRandom random) {
    // Arithmetic made for this curve: signing takes a fifth of the time of the general kind.
    X9ECParameters curve = CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, curve), random));
    return generator.generateKeyPair();
  }

  private static byte[] selfSigned(AsymmetricCipherKeyPair pair, SecureRandom random)
      throws IOException, OperatorCreationException {
    var signature = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    Instant now = Instant.now();
    return new BcX509v3CertificateBuilder(
            NAME,
            new BigInteger(128, random),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(LIFETIME)),
            NAME,
            pair.getPublic())
        .build(
            new BcECContentSignerBuilder(signature, digest)
                .setSecureRandom(random)
                .build(pair.getPrivate()))
        .getEncoded();
  }
}
