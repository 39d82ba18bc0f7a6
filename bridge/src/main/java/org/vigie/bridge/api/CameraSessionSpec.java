package org.vigie.bridge.api;

import java.util.List;

/**
 * A camera's Session as negotiated.
 *
 * @param stream what it publishes; a Session that already feeds this Stream is displaced (the
 *     newest wins)
 * @param transport what the camera said of its transport
 * @param tracks its m-lines, at most one of a kind
 */
public record CameraSessionSpec(
    StreamId stream, TransportSpec transport, List<IncomingTrackSpec> tracks) {
  public CameraSessionSpec {
    tracks = List.copyOf(tracks);
  }
}
