package org.vigie.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.dtls.DtlsClosure;
import org.vigie.simulator.footage.Footage;
import org.vigie.simulator.rtp.Rtcp;
import org.vigie.simulator.signal.SignalingClient;
import org.vigie.simulator.signal.Trust;
import org.vigie.simulator.transport.DtlsIdentity;
import org.vigie.simulator.transport.FarEnd;
import org.vigie.simulator.transport.LightIce;

class SimulatedCameraTest {
  private static final Footage CLIP = Footage.clip();
  private static final DtlsIdentity IDENTITY = DtlsIdentity.generate();
  private static final long LIMIT_SECONDS = 20;

  private final BlockingQueue<CameraState> states = new LinkedBlockingQueue<>();
  private FakeRelay relay;
  private SimulatedCamera camera;

  @AfterEach
  void stop() {
    camera.close();
    relay.close();
  }

  private FarEnd start(boolean rtx) throws Exception {
    relay = new FakeRelay(rtx);
    startCamera();
    return nextSession();
  }

  private void startCamera() throws Exception {
    RelaySession.Access access =
        new RelaySession.Access(
            new SignalingClient(new Trust.KnownAuthorities().httpClient(), "token"),
            LightIce::open,
            IDENTITY);
    camera =
        new SimulatedCamera(
                new SimulatedCamera.Options(access, relay.endpoint()), CLIP, states::add)
            .start();
  }

  private FarEnd nextSession() throws InterruptedException {
    FarEnd session = relay.sessions().poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertNotNull(session, "no offer");
    return session;
  }

  /** The next packet that is so; the others are passed over. */
  private static ByteBuffer await(FarEnd session, Predicate<ByteBuffer> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      byte[] packet = session.opened().poll(1, TimeUnit.SECONDS);
      if (packet != null && wanted.test(ByteBuffer.wrap(packet))) {
        return ByteBuffer.wrap(packet);
      }
    }
    throw new AssertionError("no such packet");
  }

  private <T extends CameraState> T await(Class<T> type) throws InterruptedException {
    CameraState state;
    do {
      state = states.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    } while (state != null && !type.isInstance(state));
    return assertInstanceOf(type, state);
  }

  private static Predicate<ByteBuffer> ofType(int payloadType) {
    return packet -> (packet.get(1) & 0x7f) == payloadType;
  }

  private static byte[] rtcp(ToIntFunction<byte[]> writer) {
    byte[] out = new byte[200];
    return Arrays.copyOf(out, writer.applyAsInt(out));
  }

  /** With a one-word mid extension the payload begins at byte 20. */
  private static boolean beginsKeyFrame(ByteBuffer packet) {
    return ofType(102).test(packet) && (packet.get(20) & 0x1f) == 24;
  }

  @Test
  void pictureSoundAndReportsArrive() throws Exception {
    FarEnd session = start(true);
    ByteBuffer first = await(session, ofType(102));
    assertTrue(beginsKeyFrame(first), "STAP-A with the parameter sets comes first");
    await(session, ofType(111));
    await(session, packet -> (packet.get(1) & 0xff) == 200);
    await(CameraState.Live.class);
    assertTrue(camera.stats().orElseThrow().videoPackets() > 0);
  }

  @Test
  void aNackIsAnsweredByRtx() throws Exception {
    FarEnd session = start(true);
    ByteBuffer lost = await(session, ofType(102));
    int sequence = lost.getShort(2);
    session.sendRtcp(rtcp(out -> Rtcp.nack(out, 1, lost.getInt(8), sequence)));
    ByteBuffer repair = await(session, ofType(103));
    assertEquals(sequence, repair.getShort(20));
    assertEquals(lost.getInt(4), repair.getInt(4));
  }

  @Test
  void aPliBringsAKeyFrameBeforeItsTime() throws Exception {
    FarEnd session = start(true);
    ByteBuffer first = await(session, SimulatedCameraTest::beginsKeyFrame);
    await(session, packet -> ofType(102).test(packet) && elapsed(first, packet) > 45_000);
    session.sendRtcp(rtcp(out -> Rtcp.pli(out, 1, first.getInt(8))));
    ByteBuffer key = await(session, SimulatedCameraTest::beginsKeyFrame);
    assertTrue(elapsed(first, key) < 180_000, "the next would have come after 2 s");
    assertEquals(1, camera.stats().orElseThrow().keyFrameRequests());
  }

  private static int elapsed(ByteBuffer from, ByteBuffer to) {
    return to.getInt(4) - from.getInt(4);
  }

  @Test
  void stoppingSaysByeDeletesTheSessionAndSaysCloseNotify() throws Exception {
    FarEnd session = start(true);
    await(session, ofType(102));
    camera.close();
    await(session, SimulatedCameraTest::endsWithBye);
    assertEquals("/whip/cam-1/s-1", relay.deleted().poll(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertInstanceOf(
        DtlsClosure.PeerClosed.class, session.closure().get(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertEquals(new CameraState.Stopped(), camera.end().get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private static boolean endsWithBye(ByteBuffer packet) {
    return packet.limit() > 8 && (packet.get(packet.limit() - 7) & 0xff) == 203;
  }

  @Test
  void aDisplacedCameraStaysAway() throws Exception {
    FarEnd session = start(true);
    await(session, ofType(102));
    relay.answerSessionsWith(409);
    session.sayCloseNotify();
    assertEquals(new CameraState.TakenOver(), camera.end().get(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertTrue(relay.sessions().isEmpty());
  }

  @Test
  void whenTheRelayEndsTheSessionTheCameraComesBack() throws Exception {
    FarEnd session = start(true);
    await(session, ofType(102));
    relay.answerSessionsWith(404);
    session.sayCloseNotify();
    await(CameraState.Reconnecting.class);
    await(nextSession(), ofType(102));
  }

  @Test
  void aRelayThatIsBusyIsAskedAgain() throws Exception {
    relay = new FakeRelay(true);
    relay.refuse(2);
    startCamera();
    assertTrue(await(CameraState.Reconnecting.class).reason().contains("503"));
    CameraState.Reconnecting second = await(CameraState.Reconnecting.class);
    assertEquals(1_000, second.in().toMillis(), "it waits longer each time");
    await(nextSession(), ofType(102));
  }

  @Test
  void withoutRtxTheVerySamePacketComesAgainAndIsAReplay() throws Exception {
    FarEnd session = start(false);
    ByteBuffer lost = await(session, ofType(102));
    session.sendRtcp(rtcp(out -> Rtcp.nack(out, 1, lost.getInt(8), lost.getShort(2))));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (camera.stats().orElseThrow().retransmitted() == 0 && System.nanoTime() < end) {
      await(session, ofType(102));
    }
    assertEquals(1, camera.stats().orElseThrow().retransmitted());
    assertEquals(List.of(), session.opened().stream().filter(p -> same(p, lost)).toList());
  }

  private static boolean same(byte[] packet, ByteBuffer other) {
    ByteBuffer that = ByteBuffer.wrap(packet);
    return that.getInt(8) == other.getInt(8) && that.getShort(2) == other.getShort(2);
  }
}
