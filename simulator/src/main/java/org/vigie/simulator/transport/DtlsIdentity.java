package org.vigie.simulator.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
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

/** A P-256 key with a certificate that it signed itself; any number of sessions may share it. */
public final class DtlsIdentity {
  private static final X500Name NAME = new X500Name("CN=vigie-simulator");

  private final byte[] certificate;
  private final AsymmetricKeyParameter privateKey;

  private DtlsIdentity(byte[] certificate, AsymmetricKeyParameter privateKey) {
    this.certificate = certificate;
    this.privateKey = privateKey;
  }

  /** A new one, valid for a month. */
  public static DtlsIdentity generate() {
    SecureRandom random = new SecureRandom();
    AsymmetricCipherKeyPair pair = keyPair(random);
    try {
      return new DtlsIdentity(sign(pair, random), pair.getPrivate());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a P-256 certificate", e);
    }
  }

  /** For the offer. */
  public Fingerprint fingerprint() {
    return fingerprint("sha-256", certificate);
  }

  byte[] certificate() {
    return certificate.clone();
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  /** The fingerprint of any certificate (RFC 8122, section 5). */
  static Fingerprint fingerprint(String algorithm, byte[] certificate) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT));
      HexFormat hex = HexFormat.ofDelimiter(":").withUpperCase();
      return new Fingerprint(algorithm, hex.formatHex(digest.digest(certificate)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("unknown hash " + algorithm, e);
    }
  }

  private static AsymmetricCipherKeyPair keyPair(SecureRandom random) {
    // Arithmetic made for this curve: signing takes a fifth of the time of the general kind.
    var curve = CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
    var domain = new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, curve);
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(domain, random));
    return generator.generateKeyPair();
  }

  private static byte[] sign(AsymmetricCipherKeyPair pair, SecureRandom random)
      throws IOException, OperatorCreationException {
    var signature = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    Date from = Date.from(Instant.now().minus(Duration.ofHours(12)));
    Date until = Date.from(Instant.now().plus(Duration.ofDays(30)));
    BigInteger serial = new BigInteger(64, random);
    return new BcX509v3CertificateBuilder(NAME, serial, from, until, NAME, pair.getPublic())
        .build(new BcECContentSignerBuilder(signature, digest).build(pair.getPrivate()))
        .getEncoded();
  }
}
