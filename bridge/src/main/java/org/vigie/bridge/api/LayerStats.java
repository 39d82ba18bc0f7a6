package org.vigie.bridge.api;

/**
 * One simulcast layer that a camera has announced.
 *
 * @param rid its name in the camera's offer (RFC 8852)
 * @param width picture width in pixels from its newest key frame, 0 if none ever came
 * @param height picture height in pixels, 0 if none ever came
 * @param bps arriving bit rate, 0 while it does not arrive
 */
public record LayerStats(String rid, int width, int height, long bps) {}
