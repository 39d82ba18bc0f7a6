package org.vigie.bridge;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.bridge.api.BridgeConfig;
import org.vigie.bridge.api.BridgeOverloadedException;
import org.vigie.bridge.api.CameraSessionSpec;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.DtlsRole;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.PayloadFormat;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.StreamId;
import org.vigie.bridge.api.TransportSpec;
import org.vigie.bridge.api.ViewerSessionSpec;

class BridgeLoadTest {
  private static final BridgeConfig ONE_SESSION =
      BridgeConfig.defaults()
          .withPort(0)
          .withAnnounce(List.of(InetAddress.getLoopbackAddress()))
          .withMaxSessions(1);

  @Test
  void aFullBridgeRefusesNewcomersButNotACameraThatComesBack() throws Exception {
    try (Bridge bridge = Bridge.start(ONE_SESSION, event -> {})) {
      SessionId first = bridge.openCamera(camera("cam-1")).id();
      ViewerSessionSpec viewer = new ViewerSessionSpec(transport(), List.of());
      assertThrows(BridgeOverloadedException.class, () -> bridge.openViewer(viewer));
      CameraSessionSpec other = camera("cam-2");
      assertThrows(BridgeOverloadedException.class, () -> bridge.openCamera(other));
      assertNotEquals(first, bridge.openCamera(camera("cam-1")).id());
    }
  }

  private static TransportSpec transport() {
    return new TransportSpec(
        IceCredentials.random(), List.of(new Fingerprint("sha-256", "00")), DtlsRole.SERVER);
  }

  private static CameraSessionSpec camera(String stream) {
    PayloadFormat opus = new PayloadFormat(111, Codec.OPUS, 2, Map.of(), OptionalInt.empty());
    IncomingTrackSpec audio =
        new IncomingTrackSpec(
            "0", MediaKind.AUDIO, List.of(opus), Map.of(), Set.of(), List.of(), List.of());
    return new CameraSessionSpec(new StreamId(stream), transport(), List.of(audio));
  }
}
