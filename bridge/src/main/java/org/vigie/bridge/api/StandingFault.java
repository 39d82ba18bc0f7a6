package org.vigie.bridge.api;

import java.time.Duration;

/**
 * A fault that stands now.
 *
 * @param fault what is wrong
 * @param standing for how long it has been known
 */
public record StandingFault(CameraFault fault, Duration standing) {}
