package org.vigie.bridge.session;

import org.vigie.bridge.forward.ExtensionIds;
import org.vigie.bridge.forward.IncomingPacket;
import org.vigie.bridge.forward.Layer;

/** The Track that a camera's m-line feeds. */
public interface TrackSink {
  /** A Layer for a source that begins; those of the Session before are no longer fed. */
  Layer newLayer(int index, ExtensionIds extensions);

  /** Time passes, whether packets come or not. */
  void onTime(long nowNanos);

  /** When {@link #onTime} should be called next. */
  long nextDeadlineNanos();

  /** A media packet of one of these Layers; it stands only during the call. */
  void packet(long nowNanos, IncomingPacket packet);
}
