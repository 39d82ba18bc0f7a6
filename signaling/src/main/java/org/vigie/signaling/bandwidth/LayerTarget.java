package org.vigie.signaling.bandwidth;

import java.util.OptionalLong;

/**
 * What is asked of one simulcast layer of a camera.
 *
 * @param rid its name in the camera's offer (RFC 8852)
 * @param maxBps what its encoder may take, bps, as {@code maxBitrate} of W3C webrtc-pc; empty
 *     leaves it to the camera
 * @param active whether it is needed at all
 */
public record LayerTarget(String rid, OptionalLong maxBps, boolean active) {}
