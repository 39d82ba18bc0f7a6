package org.vigie.bridge.ice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.UnknownAttributesAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.udp.Path;

class IceLiteTest {
  /** RFC 5769, section 2.1. */
  static final String RFC_5769_REQUEST =
      "000100582112a442b7e7a701bc34d686fa87dfae"
          + "802200105354554e207465737420636c69656e74"
          + "002400046e0001ff"
          + "80290008932ff9b151263b36"
          + "000600096576746a3a68367659202020"
          + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
          + "80280004e57a3bcf";

  private static final String PASSWORD = "localPasswordOf22Chars+";
  private static final IceCredentials LOCAL = new IceCredentials("loca", PASSWORD);
  private static final IceCredentials REMOTE = new IceCredentials("remo", PASSWORD + "R");
  private static final long SECOND = 1_000_000_000L;
  private static final Path A = path("192.0.2.1", 1000);
  private static final Path B = path("2001:db8::5", 2000);

  private final Sink sink = new Sink();
  private final IceLite ice = new IceLite(LOCAL, REMOTE, 0);

  @Test
  void aValidCheckProvesItsPathAndIsAnswered() {
    handle(1, A, check());
    assertTrue(ice.hasProved(A));
    assertFalse(ice.hasProved(B));
    assertEquals(Optional.empty(), ice.selectedPath());
    assertEquals(List.of("validated " + A), sink.events);
    assertEquals(1, ice.counters().valid());
    assertSuccess(A);
  }

  @Test
  void theAnswerTellsAnIpv6Address() {
    handle(1, B, check());
    assertSuccess(B);
  }

  @Test
  void useCandidateSelectsAndTheNewestNominationWins() {
    handle(1, A, nomination());
    handle(2, B, check());
    assertEquals(Optional.of(A), ice.selectedPath());
    handle(3, B, nomination());
    assertEquals(Optional.of(B), ice.selectedPath());
    handle(4, B, nomination());
    handle(5, A, check());
    assertEquals(Optional.of(B), ice.selectedPath());
    assertEquals(
        List.of("nominated " + A, "nominated " + B),
        sink.events.stream().filter(event -> event.startsWith("nominated")).toList());
  }

  @Test
  void unknownOptionalAttributesAreIgnored() {
    handle(
        1,
        A,
        StunBytes.request()
            .username("loca:remo")
            .attribute(0xc057, (byte) 0, (byte) 3, (byte) 0, (byte) 10)
            .attribute(0x802a, new byte[8])
            .priority()
            .integrity(PASSWORD)
            .fingerprint()
            .bytes());
    assertTrue(ice.hasProved(A));
  }

  @Test
  void anAttributeThatMustBeUnderstoodIsRefusedWith420() throws Exception {
    handle(
        1,
        A,
        StunBytes.request()
            .username("loca:remo")
            .attribute(0x7ffe, (byte) 1)
            .integrity(PASSWORD)
            .fingerprint()
            .bytes());
    Message error = sink.lastMessage();
    assertEquals(420, errorCode(error));
    var unknown = (UnknownAttributesAttribute) error.getAttribute(Attribute.UNKNOWN_ATTRIBUTES);
    assertTrue(unknown.contains((char) 0x7ffe));
    assertFalse(ice.hasProved(A));
    assertEquals(1, ice.counters().unknownAttribute());
  }

  @Test
  void aPeerThatTakesItselfForControlledIsToldOfTheConflict() throws Exception {
    IceCredentials sample = new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
    IceLite rfc = new IceLite(sample, new IceCredentials("h6vY", PASSWORD), 0);
    byte[] request = HexFormat.of().parseHex(RFC_5769_REQUEST);
    rfc.handle(1, A, request, 0, request.length, sink);
    assertEquals(487, errorCode(sink.lastMessage()));
    assertEquals(1, rfc.counters().roleConflict());
    assertFalse(rfc.hasProved(A));
  }

  @Test
  void aWrongPasswordChangesNothing() throws Exception {
    handle(1, A, check("loca:remo", PASSWORD + "x"));
    assertEquals(401, errorCode(sink.lastMessage()));
    assertNothingProved();
  }

  @Test
  void aWrongRemoteFragmentChangesNothing() throws Exception {
    handle(1, A, check("loca:othe", PASSWORD));
    assertEquals(401, errorCode(sink.lastMessage()));
    assertNothingProved();
  }

  @Test
  void aRequestWithoutIntegrityIsABadOne() throws Exception {
    handle(1, A, StunBytes.request().username("loca:remo").priority().fingerprint().bytes());
    assertEquals(400, errorCode(sink.lastMessage()));
    assertNothingProved();
  }

  @Test
  void anErrorIsNeverLongerThanWhatCausedIt() {
    handle(1, A, StunBytes.request().bytes());
    assertEquals(0, sink.responses.size());
    assertEquals(1, ice.counters().unauthenticated());
  }

  @Test
  void aWrongFingerprintIsDroppedWithoutAnAnswer() {
    byte[] check = check();
    check[check.length - 1]++;
    handle(1, A, check);
    assertEquals(1, ice.counters().malformed());
    assertEquals(0, sink.responses.size());
    assertNothingProved();
  }

  @Test
  void everyFlippedBitUnderTheIntegrityIsNoticed() {
    byte[] check = StunBytes.request().username("loca:remo").priority().integrity(PASSWORD).bytes();
    for (int bit = 0; bit < check.length * 8; bit++) {
      byte[] damaged = check.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      handle(1, A, damaged);
      assertFalse(ice.hasProved(A), "bit " + bit);
    }
  }

  @Test
  void whatStandsBehindTheIntegrityDoesNotCount() {
    handle(
        1,
        A,
        StunBytes.request()
            .username("loca:remo")
            .integrity(PASSWORD)
            .useCandidate()
            .fingerprint()
            .bytes());
    assertTrue(ice.hasProved(A));
    assertEquals(Optional.empty(), ice.selectedPath());
  }

  @Test
  void nothingMayFollowTheFingerprint() {
    handle(
        1,
        A,
        StunBytes.request()
            .username("loca:remo")
            .integrity(PASSWORD)
            .fingerprint()
            .priority()
            .bytes());
    assertEquals(1, ice.counters().malformed());
    assertNothingProved();
  }

  @Test
  void indicationsAreAcceptedSilentlyAndResponsesDropped() {
    handle(1, A, StunBytes.of(0x0011).fingerprint().bytes());
    handle(1, A, StunBytes.of(0x0101).integrity(PASSWORD).bytes());
    handle(1, A, StunBytes.of(0x0111).bytes());
    handle(1, A, StunBytes.of(0x0003).bytes());
    assertEquals(1, ice.counters().indications());
    assertEquals(3, ice.counters().unexpected());
    assertEquals(0, sink.responses.size());
  }

  @Test
  void theBytesAreTheSameAfterwards() {
    byte[] check = nomination();
    byte[] before = check.clone();
    handle(1, A, check);
    assertArrayEquals(before, check);
  }

  @Test
  void tooManyPathsEvictTheLeastRecentlyProvedButNeverTheSelected() {
    handle(1, A, nomination());
    for (int i = 0; i < IceLite.MAX_PATHS; i++) {
      handle(2 + i, path("198.51.100.1", 100 + i), check());
    }
    assertTrue(ice.hasProved(A));
    assertFalse(ice.hasProved(path("198.51.100.1", 100)));
    assertTrue(ice.hasProved(path("198.51.100.1", 101)));
    assertTrue(sink.events.contains("evicted " + path("198.51.100.1", 100)));
    assertEquals(1, ice.counters().evicted());
  }

  @Test
  void aForgottenPathIsNeitherProvedNorSelected() {
    handle(1, A, nomination());
    ice.forget(A);
    assertFalse(ice.hasProved(A));
    assertEquals(Optional.empty(), ice.selectedPath());
  }

  @Test
  void consentOfTheSelectedPathExpiresAfterThirtySeconds() {
    assertEquals(30 * SECOND, ice.nextDeadline());
    handle(10 * SECOND, A, check());
    assertEquals(40 * SECOND, ice.nextDeadline());
    handle(11 * SECOND, A, nomination());
    handle(20 * SECOND, B, check());
    assertEquals(41 * SECOND, ice.nextDeadline());
    assertFalse(ice.expired(41 * SECOND - 1));
    assertTrue(ice.expired(41 * SECOND));
    handle(40 * SECOND, A, check());
    assertFalse(ice.expired(41 * SECOND));
  }

  @Test
  void anUnauthenticatedCheckDoesNotRenewConsent() {
    handle(10 * SECOND, A, nomination());
    handle(35 * SECOND, A, check("loca:remo", PASSWORD + "x"));
    assertTrue(ice.expired(40 * SECOND));
  }

  @Test
  void consentCountsAcrossTheEndOfTheClock() {
    long start = Long.MAX_VALUE - SECOND;
    IceLite late = new IceLite(LOCAL, REMOTE, start);
    assertFalse(late.expired(start + 29 * SECOND));
    assertTrue(late.expired(start + 30 * SECOND));
  }

  @Test
  void afterARestartBothPairsHoldUntilTheNewOneNominates() {
    IceCredentials newLocal = new IceCredentials("newL", PASSWORD + "2");
    handle(1, A, nomination());
    ice.restart(newLocal, new IceCredentials("newR", PASSWORD));
    assertEquals(newLocal, ice.local());
    assertTrue(ice.accepts("loca") && ice.accepts("newL"));

    handle(2, A, check());
    handle(3, B, check("newL:newR", PASSWORD + "2"));
    assertEquals(Optional.of(A), ice.selectedPath());
    assertTrue(ice.accepts("loca"));

    handle(4, B, nomination("newL:newR", PASSWORD + "2"));
    assertEquals(Optional.of(B), ice.selectedPath());
    assertFalse(ice.accepts("loca"));
    long valid = ice.counters().valid();
    handle(5, A, check());
    assertEquals(valid, ice.counters().valid());
  }

  @Test
  void theAnswerIsSignedWithThePairThatAsked() {
    ice.restart(new IceCredentials("newL", PASSWORD + "2"), new IceCredentials("newR", PASSWORD));
    handle(1, A, check());
    assertSuccess(A);
  }

  @Test
  void randomAndMutatedMessagesNeverThrowNorProveAnything() {
    Random random = new Random(20261122);
    byte[][] seeds = {
      check(), nomination(), HexFormat.of().parseHex(RFC_5769_REQUEST), StunBytes.request().bytes()
    };
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = mutated(seeds[random.nextInt(seeds.length)], random);
      if (Arrays.stream(seeds).anyMatch(seed -> Arrays.equals(seed, bytes))) {
        continue;
      }
      UserFragments.of(bytes, 0, bytes.length);
      handle(i, A, bytes);
    }
    // What a mutation may leave valid is what the integrity does not cover.
    assertTrue(ice.counters().valid() < 100, ice.counters().toString());
    assertFalse(ice.hasProved(B));
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(600) : seed.length);
    if (random.nextInt(8) == 0) {
      random.nextBytes(bytes);
    }
    for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextBoolean() && bytes.length >= 4) {
      Stun.putU16(bytes, 2, bytes.length - 20);
    }
    return bytes;
  }

  private void assertSuccess(Path path) {
    byte[] response = sink.responses.getLast();
    Message message = sink.lastMessage();
    assertEquals(Message.BINDING_SUCCESS_RESPONSE, message.getMessageType());
    assertArrayEquals("transaction!".getBytes(UTF_8), message.getTransactionID());
    var mapped = (XorMappedAddressAttribute) message.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
    var address = mapped.getAddress(message.getTransactionID());
    assertEquals(path.remote().getAddress(), address.getAddress());
    assertEquals(path.remote().getPort(), address.getPort());
    assertIntegrity(response, PASSWORD);
  }

  /** MESSAGE-INTEGRITY and FINGERPRINT are the last 24 and 8 bytes. */
  private static void assertIntegrity(byte[] response, String password) {
    int covered = response.length - 32;
    byte[] signed = Arrays.copyOf(response, covered);
    Stun.putU16(signed, 2, covered - 20 + 24);
    assertArrayEquals(
        StunBytes.hmac(password, signed), Arrays.copyOfRange(response, covered + 4, covered + 24));
  }

  private void assertNothingProved() {
    assertEquals(List.of(), sink.events);
    assertFalse(ice.hasProved(A));
    assertEquals(0, ice.counters().valid());
  }

  private static int errorCode(Message message) {
    return ((ErrorCodeAttribute) message.getAttribute(Attribute.ERROR_CODE)).getErrorCode();
  }

  private void handle(long now, Path path, byte[] message) {
    byte[] shifted = new byte[message.length + 7];
    System.arraycopy(message, 0, shifted, 3, message.length);
    ice.handle(now, path, shifted, 3, message.length, sink);
    assertArrayEquals(message, Arrays.copyOfRange(shifted, 3, 3 + message.length));
  }

  private static byte[] check() {
    return check("loca:remo", PASSWORD);
  }

  private static byte[] check(String username, String password) {
    return StunBytes.request()
        .username(username)
        .attribute(0x802a, new byte[8])
        .priority()
        .integrity(password)
        .fingerprint()
        .bytes();
  }

  private static byte[] nomination() {
    return nomination("loca:remo", PASSWORD);
  }

  private static byte[] nomination(String username, String password) {
    return StunBytes.request()
        .username(username)
        .attribute(0x802a, new byte[8])
        .useCandidate()
        .priority()
        .integrity(password)
        .fingerprint()
        .bytes();
  }

  private static Path path(String host, int port) {
    return new Path(0, new InetSocketAddress(host, port));
  }

  private static final class Sink implements IceSink {
    final List<String> events = new ArrayList<>();
    final List<byte[]> responses = new ArrayList<>();

    @Override
    public void respond(Path path, byte[] array, int offset, int length) {
      responses.add(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void validated(Path path) {
      events.add("validated " + path);
    }

    @Override
    public void nominated(Path path) {
      events.add("nominated " + path);
    }

    @Override
    public void evicted(Path path) {
      events.add("evicted " + path);
    }

    Message lastMessage() {
      byte[] last = responses.getLast();
      try {
        return Message.decode(last, 0, last.length);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
