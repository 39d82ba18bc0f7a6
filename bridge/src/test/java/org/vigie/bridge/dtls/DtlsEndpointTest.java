package org.vigie.bridge.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.SrtpProfile;

@Timeout(60)
class DtlsEndpointTest {
  private static final int MTU = 1200;
  private static final int HANDSHAKE = 22;
  private static final int CERTIFICATE_VERIFY = 15;

  private final Peer server = new Peer();
  private final Peer client = new Peer();

  @AfterEach
  void close() {
    for (Peer peer : List.of(server, client)) {
      if (peer.endpoint != null) {
        peer.endpoint.close();
      }
    }
  }

  @Test
  void bothEndsAgreeOnTheSameKeysAndThePreferredProfile() {
    connect(MTU, MTU);
    SrtpKeys here = server.awaitKeys();
    SrtpKeys there = client.awaitKeys().mirrored();
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, here.profile());
    assertArrayEquals(there.localKey(), here.localKey());
    assertArrayEquals(there.localSalt(), here.localSalt());
    assertArrayEquals(there.remoteKey(), here.remoteKey());
    assertArrayEquals(there.remoteSalt(), here.remoteSalt());
    assertFalse(here.toString().contains("[" + here.localKey()[0]), here.toString());
  }

  @Test
  void aFlightTravelsInAsFewDatagramsAsTheMtuAllows() {
    List<byte[]> sent = new CopyOnWriteArrayList<>();
    client.network = server::receive;
    server.network =
        datagram -> {
          sent.add(datagram);
          client.receive(datagram);
        };
    startBoth(MTU, MTU);
    client.awaitKeys();
    server.awaitKeys();
    assertEquals(2, sent.size());
    assertTrue(sent.stream().allMatch(datagram -> datagram.length <= MTU));
  }

  @Test
  void aFragmentedClientHelloWorks() {
    connect(MTU, 256);
    assertNotEquals(null, server.awaitKeys());
    client.awaitKeys();
  }

  @Test
  void fragmentsOfTheClientHelloMayComeInAnyOrder() {
    List<byte[]> hello = Collections.synchronizedList(new ArrayList<>());
    client.network = hello::add;
    server.network = client::receive;
    client.start(DtlsRole.CLIENT, 256, server.certificate.fingerprint());
    awaitUntil(() -> hello.size() >= 2);
    server.start(DtlsRole.SERVER, MTU, client.certificate.fingerprint());
    client.network = server::receive;
    List<byte[]> reversed = new ArrayList<>(hello).reversed();
    reversed.forEach(server::receive);
    server.awaitKeys();
    client.awaitKeys();
  }

  @Test
  void aLostFragmentOfTheClientHelloIsSentAgainSoon() {
    List<byte[]> lost = new CopyOnWriteArrayList<>();
    client.network =
        datagram -> {
          if (lost.isEmpty()) {
            lost.add(datagram);
          } else {
            server.receive(datagram);
          }
        };
    server.network = client::receive;
    long before = System.nanoTime();
    startBoth(MTU, 256);
    server.awaitKeys();
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertTrue(millis >= 100 && millis < 5_000, millis + " ms");
  }

  @Test
  void theServersLastFlightIsRepeatedWhenTheClientAsksAgain() {
    List<byte[]> fromServer = new CopyOnWriteArrayList<>();
    client.network = server::receive;
    server.network =
        datagram -> {
          fromServer.add(datagram);
          if (fromServer.size() != 2) { // the second one holds Finished
            client.receive(datagram);
          }
        };
    startBoth(MTU, MTU);
    server.awaitKeys();
    client.awaitKeys();
    assertTrue(fromServer.size() > 2);
  }

  @Test
  void changeCipherSpecMayOvertakeTheClientsProof() {
    List<byte[]> proofs = new CopyOnWriteArrayList<>();
    client.network =
        datagram -> {
          for (byte[] record : records(datagram)) {
            boolean proof = record[0] == HANDSHAKE && record[13] == CERTIFICATE_VERIFY;
            if (!proof || !proofs.isEmpty()) {
              server.receive(record);
            } else {
              proofs.add(record);
            }
          }
        };
    server.network = client::receive;
    startBoth(MTU, MTU);
    server.awaitKeys();
    client.awaitKeys();
    assertEquals(1, proofs.size());
  }

  @Test
  void handshakesSurviveLossReorderingAndRepetition() {
    for (int seed = 1; seed <= 8; seed++) {
      Peer passive = new Peer(server.certificate);
      Peer active = new Peer(client.certificate);
      active.network = lossy(seed, passive::receive);
      passive.network = lossy(seed * 31L, active::receive);
      passive.start(DtlsRole.SERVER, 400, active.certificate.fingerprint());
      active.start(DtlsRole.CLIENT, 400, passive.certificate.fingerprint());
      active.awaitKeys();
      passive.awaitKeys();
      active.endpoint.close();
      passive.endpoint.close();
    }
  }

  @Test
  void closingSaysGoodbyeAndEndsThePeerAtOnce() throws Exception {
    connect(MTU, MTU);
    server.awaitKeys();
    client.awaitKeys();
    client.endpoint.close();
    client.endpoint.close();
    assertEquals(new DtlsClosure.LocalClosed(), client.awaitClosure());
    assertEquals(new DtlsClosure.PeerClosed(), server.awaitClosure());
  }

  @Test
  void theServerSaysGoodbyeToo() throws Exception {
    connect(MTU, MTU);
    server.awaitKeys();
    client.awaitKeys();
    server.endpoint.close();
    assertEquals(new DtlsClosure.LocalClosed(), server.awaitClosure());
    assertEquals(new DtlsClosure.PeerClosed(), client.awaitClosure());
  }

  @Test
  void closingBeforeTheHandshakeEndsIt() throws Exception {
    server.start(DtlsRole.SERVER, MTU, client.certificate.fingerprint());
    server.endpoint.close();
    assertEquals(new DtlsClosure.LocalClosed(), server.awaitClosure());
    assertFalse(server.keys.isDone());
  }

  @Test
  void aClientWithAnotherCertificateIsRefused() throws Exception {
    refusesTheClient(DtlsCertificate.generate().fingerprint());
  }

  @Test
  void aClientWhoseFingerprintUsesAWeakHashIsRefused() throws Exception {
    refusesTheClient(new Fingerprint("sha-1", "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"));
  }

  private void refusesTheClient(Fingerprint expected) throws InterruptedException {
    wire();
    server.start(DtlsRole.SERVER, MTU, expected);
    client.start(DtlsRole.CLIENT, MTU, server.certificate.fingerprint());
    assertEquals(new DtlsClosure.FingerprintMismatch(), server.awaitClosure());
    assertInstanceOf(DtlsClosure.Failed.class, client.awaitClosure());
    assertFalse(server.keys.isDone());
    assertFalse(client.keys.isDone());
  }

  @Test
  void aServerWithAnotherCertificateIsRefused() throws Exception {
    wire();
    server.start(DtlsRole.SERVER, MTU, client.certificate.fingerprint());
    client.start(DtlsRole.CLIENT, MTU, client.certificate.fingerprint());
    assertEquals(new DtlsClosure.FingerprintMismatch(), client.awaitClosure());
    assertFalse(client.keys.isDone());
    assertFalse(server.keys.isDone());
  }

  @Test
  void oneOfSeveralFingerprintsIsEnoughAndLongerHashesCount() {
    wire();
    server.start(
        DtlsRole.SERVER,
        MTU,
        DtlsCertificate.generate().fingerprint(),
        CertificateHash.SHA_512.fingerprint(client.certificate.encoded()));
    client.start(
        DtlsRole.CLIENT, MTU, CertificateHash.SHA_384.fingerprint(server.certificate.encoded()));
    server.awaitKeys();
    client.awaitKeys();
  }

  @Test
  void aClientThatFallsSilentIsGivenUp() throws Exception {
    Association impatient =
        new Association(server.certificate, List.of(client.certificate.fingerprint()), 700);
    server.endpoint = DtlsEndpoint.start(DtlsRole.SERVER, impatient, MTU, server);
    client.network = server::receive; // and nothing comes back
    client.start(DtlsRole.CLIENT, MTU, server.certificate.fingerprint());
    DtlsClosure.Failed failed = assertInstanceOf(DtlsClosure.Failed.class, server.awaitClosure());
    assertTrue(failed.detail().contains("700 ms"), failed.detail());
  }

  @Test
  void forgedRecordsAfterTheHandshakeChangeNothing() throws Exception {
    connect(MTU, MTU);
    server.awaitKeys();
    client.awaitKeys();
    Random random = new Random(7);
    for (int type : new int[] {20, 21, 22, 23, 24, 25, 63}) {
      for (int epoch = 0; epoch < 3; epoch++) {
        for (int length = 0; length < 60; length++) {
          byte[] record = record(type, epoch, length, random);
          awaitUntil(() -> isTaken(record));
        }
      }
    }
    assertTrue(server.closures.isEmpty(), server.closures::toString);
    client.endpoint.close();
    assertEquals(new DtlsClosure.PeerClosed(), server.awaitClosure());
  }

  private boolean isTaken(byte[] record) {
    long before = server.endpoint.dropped();
    server.receive(record);
    return server.endpoint.dropped() == before;
  }

  @Test
  void aFloodIsDroppedAndCounted() {
    server.start(DtlsRole.SERVER, MTU, client.certificate.fingerprint());
    byte[] record = record(23, 0, 40, new Random(1));
    awaitUntil(() -> {
      for (int i = 0; i < 1_000; i++) {
        server.receive(record);
      }
      return server.endpoint.dropped() > 0;
    });
  }

  private static List<byte[]> records(byte[] datagram) {
    List<byte[]> records = new ArrayList<>();
    for (int at = 0; at < datagram.length; ) {
      int length = ((datagram[at + 11] & 0xFF) << 8) | (datagram[at + 12] & 0xFF);
      records.add(Arrays.copyOfRange(datagram, at, at + 13 + length));
      at += 13 + length;
    }
    return records;
  }

  private static byte[] record(int type, int epoch, int length, Random random) {
    byte[] record = new byte[13 + length];
    random.nextBytes(record);
    record[0] = (byte) type;
    record[1] = (byte) 0xFE;
    record[2] = (byte) 0xFD;
    record[3] = 0;
    record[4] = (byte) epoch;
    record[11] = 0;
    record[12] = (byte) length;
    if (length > 1) {
      record[14] = 0; // a handshake length that passes the first look
    }
    return record;
  }

  private void connect(int serverMtu, int clientMtu) {
    wire();
    startBoth(serverMtu, clientMtu);
  }

  private void wire() {
    client.network = server::receive;
    server.network = client::receive;
  }

  private void startBoth(int serverMtu, int clientMtu) {
    server.start(DtlsRole.SERVER, serverMtu, client.certificate.fingerprint());
    client.start(DtlsRole.CLIENT, clientMtu, server.certificate.fingerprint());
  }

  /** Loses a fifth, repeats a tenth, and swaps a fifth with the next. */
  private static Consumer<byte[]> lossy(long seed, Consumer<byte[]> far) {
    Random random = new Random(seed);
    List<byte[]> held = new ArrayList<>();
    return datagram -> {
      int luck = random.nextInt(10);
      if (luck < 2) {
        return;
      }
      if (luck < 4 && held.isEmpty()) {
        held.add(datagram);
        return;
      }
      far.accept(datagram);
      held.forEach(far);
      held.clear();
      if (luck == 4) {
        far.accept(datagram);
      }
    };
  }

  static void awaitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "not in time");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
