package org.vigie.simulator.load.media;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.vigie.bridge.api.SrtpProfile;
import org.vigie.bridge.dtls.SrtpKeys;
import org.vigie.bridge.srtp.SrtpTransform;
import org.vigie.simulator.load.LoadPlan;
import org.vigie.simulator.load.MediaServer;
import org.vigie.simulator.rtp.ExtensionIds;
import org.vigie.simulator.sdp.Offer;

/** Sessions without handshakes: a camera's viewers have its very keys. */
public final class Rehearsal {
  private static final int VP8 = 96;
  private static final ExtensionIds EXTENSIONS = new ExtensionIds(1, 2, 3);

  private final LoadPlan plan;
  private final MediaThread thread;
  private final MediaSessions sessions;
  private final Reflector reflector;

  /** No sessions yet. */
  public Rehearsal(LoadPlan plan, MediaThread thread, MediaSessions sessions, Reflector reflector) {
    this.plan = plan;
    this.thread = thread;
    this.sessions = sessions;
    this.reflector = reflector;
  }

  /** A camera and its viewers. */
  public void add(int camera, int ssrc) {
    SrtpKeys keys = randomKeys(plan.profile());
    MediaServer.Video video = new MediaServer.Video(VP8, -1, ssrc, 0, "0", EXTENSIONS, true);
    MediaPort sending = connected(camera);
    Offer.Source source = new Offer.Source(ssrc, 0, "self");
    sessions.addCamera(camera, sending, new SrtpTransform(keys), video, source);
    List<InetSocketAddress> viewers = new ArrayList<>();
    for (int i = 0; i < plan.viewersPerCamera(); i++) {
      MediaPort port = connected(plan.cameras() + i * plan.cameras() + camera);
      viewers.add(port.local());
      SrtpTransform srtp = new SrtpTransform(keys.mirrored());
      sessions.addViewer(camera, port, srtp, video, System.nanoTime());
    }
    reflector.add(sending.local(), viewers);
  }

  private MediaPort connected(int localIndex) {
    MediaPort port = thread.port(localIndex);
    port.assume(reflector.address());
    return port;
  }

  private static SrtpKeys randomKeys(SrtpProfile profile) {
    return new SrtpKeys(
        profile,
        random(profile.keyLength()),
        random(profile.saltLength()),
        random(profile.keyLength()),
        random(profile.saltLength()));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
