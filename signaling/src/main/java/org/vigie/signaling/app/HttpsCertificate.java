package org.vigie.signaling.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigie.signaling.StartException;
import org.vigie.signaling.identity.DataDirectory;
import org.vigie.signaling.settings.Settings;

/** The certificate of the HTTPS listener: the operator's own, or one made for this machine. */
final class HttpsCertificate {
  /** The file's name in the data folder. */
  static final String FILE = "https.p12";

  /** The file's mode protects the key; a password that lay beside it would add nothing. */
  static final String PASSWORD = "vigie";

  private static final Logger log = LoggerFactory.getLogger(HttpsCertificate.class);

  /** Browsers and iOS refuse what is valid for much longer than a year. */
  private static final Duration VALID = Duration.ofDays(397);

  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofDays(1);
  private static final String ALIAS = "https";
  private static final int SERIAL_BITS = 127;

  private HttpsCertificate() {}

  /** The operator's own certificate. */
  static KeyStore read(Settings.Certificate files) throws StartException {
    try (Reader key = Files.newBufferedReader(files.key())) {
      byte[] chain = Files.readAllBytes(files.chain());
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(chain));
      return keyStore(privateKey(key), certificates.toArray(Certificate[]::new));
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException(
          "The certificate in "
              + files.chain()
              + " or its key in "
              + files.key()
              + " cannot be used: "
              + e.getMessage()
              + ".",
          "Both have to be PEM files, the key not encrypted; or leave both settings empty.",
          e);
    }
  }

  /** The certificate made for these names, or a new one if there is none that is good for them. */
  static KeyStore obtain(DataDirectory directory, Set<String> names, Instant now)
      throws StartException {
    Path file = directory.file(FILE);
    try {
      if (Files.exists(file)) {
        KeyStore known = load(file);
        if (isGood((X509Certificate) known.getCertificate(ALIAS), names, now)) {
          directory.makePrivate(FILE);
          return known;
        }
      }
      KeyStore made = make(names, now);
      directory.write(FILE, bytes(made));
      log.info("Made a certificate for HTTPS that names {}", String.join(", ", names));
      return made;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new StartException(
          "The certificate for HTTPS in " + file + " cannot be read or made: " + e + ".",
          "Delete the file to have a new one made, or turn HTTPS off with --set"
              + " vigie.https.port=0.",
          e);
    }
  }

  private static boolean isGood(X509Certificate certificate, Set<String> names, Instant now)
      throws GeneralSecurityException {
    return namesOf(certificate).equals(names)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
  }

  /** The addresses and host names that a certificate is for. */
  static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
    Set<String> names = new TreeSet<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      alternatives.forEach(name -> names.add(MachineNames.canonical(String.valueOf(name.get(1)))));
    }
    return names;
  }

  private static KeyStore make(Set<String> names, Instant now)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    return keyStore(pair.getPrivate(), certificate(pair, names, now));
  }

  private static X509Certificate certificate(KeyPair pair, Set<String> names, Instant now)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X500Name subject = new X500Name("CN=Vigie");
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
            Date.from(now.minus(CLOCKS_MAY_DIFFER)),
            Date.from(now.plus(VALID)),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static GeneralNames alternatives(Set<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    MachineNames.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName,
                    name))
            .toArray(GeneralName[]::new));
  }

  private static PrivateKey privateKey(Reader file) throws IOException {
    try (PEMParser parser = new PEMParser(file)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case PrivateKeyInfo key -> {
            return converter.getPrivateKey(key);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> log.debug("Skipping {} before the key", part.getClass().getSimpleName());
        }
      }
      throw new PEMException("there is no private key in it");
    }
  }

  private static KeyStore keyStore(PrivateKey key, Certificate... chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain);
    return store;
  }

  private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD.toCharArray());
    if (!store.isKeyEntry(ALIAS)) {
      throw new IOException("it holds no key");
    }
    return store;
  }

  private static byte[] bytes(KeyStore store) throws GeneralSecurityException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD.toCharArray());
    return bytes.toByteArray();
  }
}
